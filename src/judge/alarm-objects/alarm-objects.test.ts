/** Of which objects alarms speak, a row a story. */
import { expect, test } from 'vitest'
import { alarmPresets, presetAlarmInput } from '../preset-alarms/index.ts'
import { alarmObjects, mayConcern, type SpokenState, watchedBy } from './index.ts'

const dimensions = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }))
const metric = (values: Readonly<Record<string, string>>, Namespace = 'ContainerInsights') => ({
  ...{ AlarmName: 'a', Namespace, MetricName: 'm', Dimensions: dimensions(values) },
  ...{ Statistic: 'Maximum', Period: 60 },
})
const line = (Id: string, values: Readonly<Record<string, string>>) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'ContainerInsights', MetricName: 'm', Dimensions: dimensions(values) },
    ...{ Period: 60, Stat: 'Maximum' },
  },
  ReturnData: false,
})
const query = (Expression: string) => ({ AlarmName: 'a', Metrics: [{ Id: 'q', Expression, Period: 60 }] })
const grouped = (by: string, where = "WHERE ClusterName = 'c'") =>
  query(`SELECT MAX(m) FROM SCHEMA(ContainerInsights, ClusterName, Namespace, PodName) ${where} GROUP BY ${by}`)
const c = { ClusterName: 'c' }
const shop = { ...c, Namespace: 'shop' }
const alone: SpokenState = { state: 'ALARM', contributors: [] }
const each = (...contributors: readonly (readonly [SpokenState['state'], Readonly<Record<string, string>>])[]) => ({
  state: 'ALARM' as const,
  contributors: contributors.map(([state, attributes]) => ({ state, attributes })),
})
const told = (input: Readonly<Record<string, unknown>>, said: SpokenState = alone) =>
  alarmObjects(watchedBy(input), 'c', said).map(
    ({ kind, namespace, name, state }) => `${state} ${kind} ${namespace}/${name}`,
  )

test.each<readonly [string, Readonly<Record<string, unknown>>, readonly string[]]>([
  ['the cluster as a whole', metric(c), ['ALARM Cluster /c']],
  ['a node', metric({ ...c, NodeName: 'n-1', InstanceId: 'i-1' }), ['ALARM Node /n-1']],
  ['a namespace', metric(shop), ['ALARM Namespace /shop']],
  ['a workload, which PodName means', metric({ ...shop, PodName: 'web' }), ['ALARM Workload shop/web']],
  ['a pod', metric({ ...shop, PodName: 'web', FullPodName: 'web-1' }), ['ALARM Pod shop/web-1']],
  [
    'a container, by its workload',
    metric({ ...shop, PodName: 'web', ContainerName: 'c' }),
    ['ALARM Workload shop/web'],
  ],
  ['a service', metric({ ...shop, Service: 'front' }), ['ALARM Service shop/front']],
  ['a claim', metric({ ...shop, PersistentVolumeClaimName: 'd' }), ['ALARM PersistentVolumeClaim shop/d']],
  ['a name without its namespace: nothing nearer', metric({ ...c, PodName: 'web' }), ['ALARM Cluster /c']],
  ['another cluster', metric({ ClusterName: 'd', NodeName: 'n-1' }), []],
  ['no cluster at all', metric({ NodeName: 'n-1' }), []],
  ['a cluster of ECS with the same name', metric(c, 'AWS/ECS'), []],
  ['and its Container Insights', metric(c, 'ECS/ContainerInsights'), []],
  ['a control plane, as EKS tells of it', metric(c, 'AWS/EKS'), ['ALARM Cluster /c']],
  [
    'metrics of one’s own with these dimensions',
    metric({ ...shop, PodName: 'web' }, 'Shop'),
    ['ALARM Workload shop/web'],
  ],
  [
    'math: all its metrics, each once',
    {
      AlarmName: 'a',
      Metrics: [
        line('m1', { ...c, NodeName: 'n-1', InstanceId: 'i' }),
        line('m2', { ...c, NodeName: 'n-1', InstanceId: 'i' }),
        line('m3', { ClusterName: 'd', NodeName: 'n-2' }),
        line('m4', shop),
        { Id: 'e', Expression: 'MAX([m1, m2, m3, m4])' },
      ],
    },
    ['ALARM Node /n-1', 'ALARM Namespace /shop'],
  ],
  [
    'a query, by what it says',
    query("SELECT MAX(m) FROM ContainerInsights WHERE ClusterName = 'c' AND NodeName = 'n-1' AND Namespace != 'x'"),
    ['ALARM Node /n-1'],
  ],
  ['a query of every other cluster', query("SELECT MAX(m) FROM ContainerInsights WHERE ClusterName != 'c'"), []],
  ['a query of any cluster', query('SELECT MAX(m) FROM ContainerInsights'), []],
  ['a query of ECS', query(`SELECT MAX(m) FROM "AWS/ECS" WHERE ClusterName = 'c'`), []],
  ['grouped, before anything was found', grouped('Namespace, PodName'), ['ALARM Cluster /c']],
  ['a composite', { AlarmName: 'a', AlarmRule: 'ALARM(b)' }, []],
  ['what nobody can read', { AlarmName: 'a', Metrics: [{ Id: 'q', Expression: 'SELECT' }] }, []],
])('%s', (_story, input, expected) => {
  expect(told(input)).toEqual(expected)
})

test('a grouped alarm speaks of each contributor with its own state', () => {
  const said = each(
    ['ALARM', { Namespace: 'shop', PodName: 'web' }],
    ['OK', { Namespace: 'shop', PodName: 'db' }],
    ['INSUFFICIENT_DATA', { Namespace: 'shop', PodName: 'Other' }],
  )
  expect(told(grouped('Namespace, PodName'), said)).toEqual([
    'ALARM Workload shop/web',
    'OK Workload shop/db',
    'INSUFFICIENT_DATA Namespace /shop',
  ])
})

test('of several clusters only the contributors of the one', () => {
  const input = grouped('ClusterName, Namespace', '')
  expect([mayConcern(watchedBy(input), 'c'), mayConcern(watchedBy(grouped('Namespace')), 'd')]).toEqual([true, false])
  const said = each(['OK', { ClusterName: 'd', Namespace: 'shop' }], ['OK', { ClusterName: 'c', Namespace: 'shop' }])
  expect(told(input, said)).toEqual(['OK Namespace /shop'])
  expect(told(input)).toEqual([])
})

test('of what is said twice the worst counts', () => {
  const said = each(
    ['OK', { Namespace: 'shop', PodName: 'web' }],
    ['ALARM', { Namespace: 'shop', PodName: 'web' }],
    ['INSUFFICIENT_DATA', { Namespace: 'shop', PodName: 'web' }],
  )
  expect(told(grouped('Namespace, PodName'), said)).toEqual(['ALARM Workload shop/web'])
})

test('every preset speaks of its cluster', () => {
  for (const preset of alarmPresets)
    for (const watch of preset.watches) {
      const input = presetAlarmInput(preset, watch, "c'1", { language: 'en' })
      const kinds = alarmObjects(watchedBy(input), "c'1", alone).map(({ kind }) => kind)
      expect([preset.id, kinds]).toEqual([preset.id, ['Cluster']])
    }
})
