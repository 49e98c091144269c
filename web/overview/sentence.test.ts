import { expect, test } from 'vitest'
import type { ApiAlarm, ApiAlarms, ApiClusterStanding } from '../../src/model/index.ts'
import { catalogues } from '../i18n/index.ts'
import { type Known, shortTime, standingOf } from './sentence.ts'

const now = Date.parse('2026-11-21T04:00:00Z')
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)
const alarm = (name: string, since: string, mutedBy: readonly string[] = []): ApiAlarm => ({
  name,
  arn: `arn:${name}`,
  kind: 'metric',
  description: '',
  state: 'ALARM',
  reason: '',
  since: at(since),
  updatedAt: at(since),
  evaluatedAt: null,
  actionsEnabled: true,
  mutedBy,
  suppressedBy: null,
  evaluationState: null,
  input: {},
  value: null,
  recent: [],
})
const alarms = (list: readonly ApiAlarm[], part: Partial<ApiAlarms['counts']> = {}, next?: string): ApiAlarms => {
  const counts = { OK: 3, ALARM: list.length, INSUFFICIENT_DATA: 0, ...part }
  return {
    alarms: list,
    counts,
    total: counts.OK + counts.ALARM + counts.INSUFFICIENT_DATA,
    ...(next === undefined ? {} : { next }),
  }
}

test.each<[string, ApiAlarms, string, string, string]>([
  [
    'no alarms at all',
    alarms([], { OK: 0 }),
    'warn',
    'No alarm is defined yet, so nobody is told.',
    '아직 경보가 없어 아무에게도 알리지 않음.',
  ],
  ['all quiet', alarms([]), 'ok', 'Nothing is wrong: 3 alarms are quiet.', '이상 없음: 경보 3개 조용함.'],
  [
    'one alarm, quiet',
    alarms([], { OK: 1 }),
    'ok',
    'Nothing is wrong: 1 alarm is quiet.',
    '이상 없음: 경보 1개 조용함.',
  ],
  [
    'some without data',
    alarms([], { INSUFFICIENT_DATA: 2 }),
    'warn',
    'Nothing fires, but 2 alarms have no data.',
    '울리는 경보는 없지만 2개에 데이터가 없음.',
  ],
  [
    'one fires',
    alarms([alarm('errors', '2026-11-21 03:08')]),
    'bad',
    '1 alarm since 03:08: errors.',
    '03:08부터 경보 1개: errors.',
  ],
  [
    'three fire, since the first of them; the newest are named',
    alarms([alarm('a', '2026-11-21 03:08'), alarm('b', '2026-11-21 03:20'), alarm('c', '2026-11-20 23:59')]),
    'bad',
    '3 alarms since 11-20 23:59: b, a and 1 more.',
    '11-20 23:59부터 경보 3개: b, a 외 1개.',
  ],
  [
    'one is muted, others have no data',
    alarms([alarm('a', '2026-11-21 03:08', ['night']), alarm('b', '2026-11-21 03:20')], { INSUFFICIENT_DATA: 1_200 }),
    'bad',
    '2 alarms since 03:08: b, a; 1 of them muted; 1,200 without data.',
    '03:08부터 경보 2개: b, a; 그중 1개는 음소거; 1,200개는 데이터 없음.',
  ],
  [
    'more than are at hand: since when is not claimed',
    alarms([alarm('a', '2026-11-21 03:08')], { ALARM: 2_113 }, 'a'),
    'bad',
    '2,113 alarms: a and 2,111 more.',
    '경보 2,113개: a 외 2,111개.',
  ],
])('%s', (_story, firing, verdict, english, korean) => {
  expect(standingOf(catalogues.en, { firing }, now, 'utc')).toEqual({ verdict, sentence: english })
  expect(standingOf(catalogues.ko, { firing }, now, 'utc').sentence).toBe(korean)
})

const well: ApiClusterStanding = {
  cluster: {
    ...{ name: 'prod', address: '', demo: false, state: 'seen', trouble: null, groups: [], kinds: [] },
    controlPlane: { at: now, version: 'v1.34.1', tookMs: 2, checks: [{ name: 'ping', passed: true }] },
    nodes: { ready: 4, total: 4 },
    pods: { good: 20, waiting: 0, bad: 0, done: 2 },
    workloads: { good: 8, waiting: 0, bad: 0, done: 0 },
  },
  ...{ nodes: [], podsOnLostNodes: 0, workloads: [], nodesLeftOut: 0, workloadsLeftOut: 0 },
  ...{ pods: [], podsLeftOut: 0 },
}
const node = (since: string): ApiClusterStanding['nodes'][number] => ({
  ...{ name: 'n-1', status: 'NotReady', tone: 'bad', createdAt: null, group: null, roles: [], zone: '', version: '' },
  why: [{ code: 'node-silent', values: { since: at(since), message: '' } }],
  ...{ instanceType: '', pods: 14, labels: {} },
  ...{ allocatable: { cpu: 2, memory: 1, pods: 29 }, requested: { cpu: 1, memory: 1 } },
})
const workload = (name: string, tone: 'bad' | 'waiting'): ApiClusterStanding['workloads'][number] => ({
  ...{ kind: 'Deployment', namespace: 'shop', name, status: 'Degraded', tone, why: [], createdAt: null },
  ...{ desired: 3, ready: 2, updated: 3, images: [], labels: {} },
})
const standing = (cluster: Partial<ApiClusterStanding['cluster']>, part: Partial<ApiClusterStanding> = {}) => ({
  ...well,
  ...part,
  cluster: { ...well.cluster, ...cluster },
})
const lost = standing({ nodes: { ready: 3, total: 4 } }, { nodes: [node('2026-11-21 03:08')], podsOnLostNodes: 14 })

test.each<[string, ApiAlarms | undefined, ApiClusterStanding, string, string, string]>([
  [
    'all is well',
    alarms([]),
    well,
    'ok',
    'Nothing is wrong: 3 alarms are quiet, all 4 nodes are ready, 8 workloads are as wished.',
    '이상 없음: 경보 3개 조용함, 노드 4개 모두 준비됨, 워크로드 8개 모두 원하는 상태.',
  ],
  [
    'a node is lost while two alarms fire',
    alarms([alarm('a', '2026-11-21 03:09'), alarm('b', '2026-11-21 03:20')]),
    lost,
    'bad',
    '2 alarms since 03:09: b, a; 1 node NotReady since 03:08; 14 pods affected.',
    '03:09부터 경보 2개: b, a; 03:08부터 노드 1개 NotReady; 파드 14개 영향.',
  ],
  [
    'a node is lost and nobody would be told',
    alarms([], { OK: 0 }),
    lost,
    'bad',
    '1 node NotReady since 03:08; 14 pods affected; no alarm is defined yet, so nobody is told.',
    '03:08부터 노드 1개 NotReady; 파드 14개 영향; 아직 경보가 없어 아무에게도 알리지 않음.',
  ],
  [
    'workloads lack pods; those on their way are no trouble',
    alarms([]),
    standing({}, { workloads: [workload('api', 'bad'), workload('web', 'bad'), workload('db', 'waiting')] }),
    'bad',
    '2 workloads not at the desired state: shop/api, shop/web.',
    '워크로드 2개가 원하는 상태가 아님: shop/api, shop/web.',
  ],
  [
    'something is on its way',
    undefined,
    standing({ workloads: { good: 7, waiting: 1, bad: 0, done: 0 } }, { workloads: [workload('web', 'waiting')] }),
    'ok',
    'Nothing is wrong: all 4 nodes are ready, 1 workload is on the way.',
    '이상 없음: 노드 4개 모두 준비됨, 워크로드 1개 진행 중.',
  ],
  [
    'the cluster is away',
    alarms([]),
    standing({ state: 'away' }),
    'bad',
    'The cluster prod cannot be asked.',
    '클러스터 prod에 물어볼 수 없음.',
  ],
  [
    'a check of the control plane fails',
    alarms([]),
    standing({
      controlPlane: { at: now, version: 'v1', tookMs: 2, checks: [{ name: 'etcd', passed: false }] },
    }),
    'bad',
    'The control plane is not well: etcd.',
    '컨트롤 플레인 이상: etcd.',
  ],
])('with a cluster: %s', (_story, firing, cluster, verdict, english, korean) => {
  expect(standingOf(catalogues.en, { firing, cluster }, now, 'utc')).toEqual({ verdict, sentence: english })
  expect(standingOf(catalogues.ko, { firing, cluster }, now, 'utc').sentence).toBe(korean)
})

const pressed: ApiClusterStanding['nodes'][number] = {
  ...{ ...node('2026-11-21 01:00'), name: 'n-2', status: 'Ready' },
  why: [{ code: 'node-pressure', values: { condition: 'DiskPressure', message: '', since: at('2026-11-21 01:00') } }],
}
const pod = (name: string) => ({ namespace: 'shop', name, tone: 'bad' }) as ApiClusterStanding['pods'][number]

test.each<[string, Known, string, string, string]>([
  [
    'a node under pressure, which is no reason to be NotReady since then',
    { firing: alarms([]), cluster: { ...lost, nodes: [...lost.nodes, pressed] } },
    'bad',
    '1 node NotReady since 03:08; 14 pods affected; 1 node under pressure: n-2.',
    '03:08부터 노드 1개 NotReady; 파드 14개 영향; 압박받는 노드 1개: n-2.',
  ],
  [
    'pods that no workload tells of, more than are at hand',
    { firing: alarms([]), cluster: standing({}, { pods: [pod('a'), pod('b'), pod('c')], podsLeftOut: 2 }) },
    'bad',
    '5 pods in trouble: shop/a, shop/b and 3 more.',
    '문제 있는 파드 5개: shop/a, shop/b 외 3개.',
  ],
  [
    'the cluster cannot be asked for: nothing is said to be well',
    { firing: alarms([]), blind: ['cluster'] },
    'warn',
    'How the cluster is cannot be read.',
    '클러스터 상태를 읽을 수 없음.',
  ],
  [
    'alarms cannot, and the cluster is well',
    { cluster: well, blind: ['alarms'] },
    'warn',
    'Alarms cannot be read; all 4 nodes are ready; 8 workloads are as wished.',
    '경보를 읽을 수 없음; 노드 4개 모두 준비됨; 워크로드 8개 모두 원하는 상태.',
  ],
  [
    'alarms cannot, and the cluster is not',
    { cluster: lost, blind: ['alarms'] },
    'bad',
    '1 node NotReady since 03:08; 14 pods affected; alarms cannot be read.',
    '03:08부터 노드 1개 NotReady; 파드 14개 영향; 경보를 읽을 수 없음.',
  ],
])('what is easily passed over: %s', (_story, known, verdict, english, korean) => {
  expect(standingOf(catalogues.en, known, now, 'utc')).toEqual({ verdict, sentence: english })
  expect(standingOf(catalogues.ko, known, now, 'utc').sentence).toBe(korean)
})

test.each([
  ['2026-11-21 00:00', '00:00'],
  ['2026-11-20 23:59', '11-20 23:59'],
  ['2025-11-21 03:00', '2025-11-21 03:00'],
])('%s is told as %s', (time, shown) => {
  expect(shortTime(at(time), now, 'utc')).toBe(shown)
})
