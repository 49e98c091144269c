import { expect, test } from 'vitest'
import { en } from '../../i18n/en.ts'
import { levelsOf, mostPods, periodFor, seriesOf, usageCharts } from './usage-queries.ts'

const amounts = (cpu: number | null, memory: number | null) => ({ cpu, memory })
const container = (requests: object, limits: object, init = false) => ({ requests, limits, init }) as never
const pod = {
  ...{ kind: 'Pod', namespace: 'shop', name: 'web-1' },
  containers: [
    container(amounts(9, 9), amounts(9, 9), true),
    container(amounts(0.5, null), amounts(null, 200)),
    container(amounts(null, null), amounts(1, 100)),
  ],
}
const ids = (queries: readonly object[] = []) => queries.map(query => (query as { readonly Id: string }).Id)

test.each<[number, number]>([
  [3_600_000, 60],
  [24 * 3_600_000, 300],
  [7 * 86_400_000, 3_600],
  [3_000 * 86_400_000, 86_400],
])('over %i ms one point each %i s', (width, period) => {
  expect(periodFor(0, width)).toBe(period)
})

test('of a pod, what it uses and the bounds of its containers together', () => {
  const charts = usageCharts(pod, "my'c", 60, [])
  expect(charts?.queries[0]).toEqual({
    Id: 'cpu_used',
    Expression:
      'AVG(SEARCH(\'{ContainerInsights,ClusterName,FullPodName,Namespace,PodName} MetricName="pod_cpu_usage_total" ClusterName="myc" Namespace="shop" FullPodName=("web-1")\', \'Average\', 60))',
  })
  expect(charts?.bounds).toEqual({ requests: amounts(0.5, null), limits: amounts(null, 300) })
  expect(levelsOf('memory', charts?.bounds, en.cluster.drawer, String).map(({ value }) => value)).toEqual([300])
})

test('of a node its capacity, of a workload the most of one pod, of others nothing', () => {
  expect(ids(usageCharts({ ...pod, kind: 'Node' }, 'c', 60, [])?.queries)).toContain('memory_capacity')
  const pods = Array.from({ length: mostPods + 1 }, (_, at) => `web-${at}`)
  const workload = usageCharts({ ...pod, kind: 'Deployment' }, 'c', 60, pods)
  expect(ids(workload?.queries)).toContain('cpu_most')
  expect(JSON.stringify(workload).includes(`web-${mostPods - 1}\\"`)).toBe(true)
  expect(JSON.stringify(workload).includes(`web-${mostPods}\\"`)).toBe(false)
  expect([
    usageCharts({ ...pod, kind: 'Deployment' }, 'c', 60, []),
    usageCharts({ ...pod, kind: 'Service' }, 'c', 60, pods),
  ]).toEqual([undefined, undefined])
})

test('thousandths of a core become cores', () => {
  const series = [{ id: 'cpu_used', label: '', periodMs: 1, unit: null, at: [1], values: [250], messages: [] }]
  expect(seriesOf('cpu', series, true, en.cluster.drawer)).toMatchObject([{ label: 'used', values: [0.25] }])
  expect(seriesOf('memory', series, true, en.cluster.drawer)).toEqual([])
})
