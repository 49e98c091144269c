import { expect, test } from 'vitest'
import type { ApiAlarmObject, ApiAlarmState } from '../../src/model/index.ts'
import { speakingAlarms } from './alarms.ts'
import { alarmShade } from './map/measure.ts'

const object = (written: string, state: ApiAlarmState) => {
  const [kind = '', namespace = '', name = ''] = written.split('/')
  return { kind: kind as ApiAlarmObject['kind'], namespace, name, state }
}
const alarm = (name: string, speaksOf: Readonly<Record<string, ApiAlarmState>>) => ({
  ...{ name, state: 'ALARM' as const, since: 1 },
  speaksOf: Object.entries(speaksOf).map(([written, state]) => object(written, state)),
})
const said = speakingAlarms({
  alarms: [
    alarm('each', { 'Workload/shop/web': 'OK', 'Workload/shop/db': 'ALARM', 'Workload/back/web': 'ALARM' }),
    alarm('pod', { 'Pod/shop/web-1': 'INSUFFICIENT_DATA', 'Workload/shop/db-0': 'OK' }),
    alarm('service', { 'Service/shop/front': 'ALARM', 'Workload/shop/web': 'OK', 'Pod/shop/web-1': 'ALARM' }),
    alarm('node', { 'Node//n-1': 'OK' }),
    alarm('quiet', { 'Cluster//c': 'OK' }),
    alarm('whole', { 'Cluster//c': 'ALARM', 'Namespace//shop': 'ALARM' }),
  ],
  leftOut: 3,
})
const told = (alarms: readonly { readonly name: string; readonly state: string }[]) =>
  alarms.map(({ name, state }) => `${name} ${state}`)
const pod = (name: string, workload: string | null, namespace = 'shop') => ({
  ...{ kind: 'Pod', namespace, name },
  workload: workload === null ? null : { kind: 'Deployment', name: workload },
})

test.each([
  [
    'a pod by itself and by its workload, the worst first, each alarm once',
    pod('web-1', 'web'),
    ['service ALARM', 'pod INSUFFICIENT_DATA', 'each OK'],
  ],
  ['a pod of a StatefulSet, by both names', pod('db-0', 'db'), ['each ALARM', 'pod OK']],
  ['of another namespace', pod('web-1', 'web', 'back'), ['each ALARM']],
  ['that nobody made', pod('web', null), ['each OK', 'service OK']],
  ['of which nobody speaks', pod('other', 'other'), []],
  ['a workload', { kind: 'Deployment', namespace: 'shop', name: 'web', workload: null }, ['each OK', 'service OK']],
  ['a service', { kind: 'Service', namespace: 'shop', name: 'front', workload: null }, ['service ALARM']],
  ['a namespace', { kind: 'Namespace', namespace: '', name: 'shop', workload: null }, ['whole ALARM']],
  ['a node', { kind: 'Node', namespace: '', name: 'n-1', workload: null }, ['node OK']],
])('%s', (_story, of, expected) => {
  expect(told(said.ofObject(of))).toEqual(expected)
  if (of.kind === 'Pod') expect(told(said.ofPod(of))).toEqual(expected)
})

test('what names nothing nearer than the cluster stands apart', () => {
  expect([told(said.whole), said.leftOut, told(said.ofNode('n-1'))]).toEqual([
    ['whole ALARM', 'quiet OK'],
    3,
    ['node OK'],
  ])
})

test('the worst gives the shade; no alarm and not told are something else', () => {
  const level = (name: string, workload: string) => alarmShade(said.ofPod(pod(name, workload))).level
  expect([level('web-1', 'web'), level('web-2', 'web'), level('other', 'other')]).toEqual(['bad', 'good', 'unbound'])
  expect(alarmShade([{ name: 'a', state: 'INSUFFICIENT_DATA' }]).level).toBe('done')
  expect(alarmShade(undefined)).toEqual({ level: 'unknown', share: 0 })
})
