import { expect, test } from 'vitest'
import { onOtherCluster } from './other-cluster.ts'

const stays = { show: 'insights', board: 'nodes', q: 'app=web', from: 'now-1h' }
const goes = { cluster: 'east', object: 'Node//n-1', part: 'yaml', open: ['n-1'], at: '2026-11-21T04:00:00Z' }
const chosen = { 'var-cluster': 'east', 'var-node': 'n-1' }

test('what belongs to one cluster does not go along to another', () => {
  expect(onOtherCluster({ ...stays, ...goes, ...chosen }, 'west')).toEqual({ ...stays, cluster: 'west' })
  expect(onOtherCluster({ ...stays, ...goes, ...chosen }, undefined)).toEqual(stays)
})
