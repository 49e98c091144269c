/** What was promised of groups is asked for now and then, and what was told last is remembered. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import { openKubernetes } from '../collect/kubernetes/index.ts'
import { limits } from '../limits.ts'
import { err, millis, ok, type Result, type Said } from '../model/index.ts'
import type { PromisedGroup } from '../model/kubernetes/index.ts'
import { groupsOfCluster, watchGroups } from './node-group-loop.ts'

const group = (name: string): PromisedGroup => ({
  ...{ name, source: 'twin', min: 1, desired: 1, max: 1, limits: {}, instances: [] },
})

test('a source that is away keeps what it told, and says why it tells no more', async () => {
  const clock = steppedClock()
  const stopping = new AbortController()
  let answer: Result<readonly PromisedGroup[], Said> = ok([group('a')])
  let asked = 0
  const source = async () => {
    asked += 1
    return answer
  }
  const watch = watchGroups([source, async () => ok([group('b')])], clock, stopping.signal)
  await clock.step(millis(0))
  const names = () => watch.last().groups.map(({ name }) => name)
  expect([names(), watch.last().unknown]).toEqual([['a', 'b'], null])
  answer = err({ code: 'groups-aws-away', values: {} })
  await clock.step(millis(limits.nodeGroupsEvery - 1))
  expect(asked).toBe(1)
  await clock.step(millis(1))
  expect([asked, names(), watch.last().unknown?.code]).toEqual([2, ['a', 'b'], 'groups-aws-away'])
  stopping.abort()
  await watch.over
})

test('a cluster is asked for its NodePools, so many and no more', async () => {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url ?? '')
    response.end(JSON.stringify({ items: [{ metadata: { name: 'general' }, spec: { limits: { cpu: 10 } } }] }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const clock = { now: () => steppedClock().now(), sleep: () => new Promise<void>(() => undefined) }
  const cluster = openKubernetes({ context: 'c', cluster: 'c', server: url, insecure: false }, clock)
  const told = await groupsOfCluster(cluster)(new AbortController().signal)
  expect(told).toMatchObject({ ok: true, value: [{ name: 'general', source: 'nodepool', limits: { cpu: '10' } }] })
  expect(paths[0]).toBe(`/apis/karpenter.sh/v1/nodepools?limit=${limits.nodePoolObjects}`)
  await cluster.close()
  server.closeAllConnections()
  server.close()
})
