/** For tests: a small cluster that asks, what it uses, and a metric store in memory. */
import { type Clock, type Instant, instant, millis, ok } from '../../model/index.ts'
import type { AnyObject, KindName, LiveUsage, Node, Pod } from '../../model/kubernetes/index.ts'
import type { MetricStore, PeriodStatistics, Series, SeriesQuery, StatisticsQuery } from '../../store/metrics/index.ts'
import type { MetricsApiPorts } from './ports.ts'

export const noon = instant(Date.UTC(2026, 10, 21, 12))

export const object = (
  kind: KindName,
  name: string,
  more: { namespace?: string; labels?: object; body?: object } = {},
) =>
  ({
    ...{ apiVersion: 'v1', kind },
    metadata: {
      ...{ name, uid: name, resourceVersion: '1' },
      ...(more.namespace === undefined ? {} : { namespace: more.namespace }),
      ...(more.labels === undefined ? {} : { labels: more.labels }),
    },
    ...more.body,
  }) as unknown as AnyObject

const running = { spec: { nodeName: 'n-1', containers: [] }, status: { phase: 'Running' } }
export const pod = (namespace: string, name: string, app: string) =>
  object('Pod', name, { namespace, labels: { app }, body: running }) as Pod
export const node = (name: string) => object('Node', name, { labels: { zone: 'a' } }) as Node

interface Written {
  readonly series: Series
  readonly samples: (readonly [at: number, value: number])[]
}

export interface MetricsTestWorld {
  readonly ports: MetricsApiPorts
  readonly clock: { now: Instant }
  objects: AnyObject[]
  usage: LiveUsage
  sight: 'waiting' | 'seen' | 'blind'
  /** Samples of one series, at seconds before noon. */
  write(
    key: Partial<Series> & { metric: string },
    ...samples: readonly (readonly [secondsAgo: number, value: number])[]
  ): void
  /** What the store is asked for. */
  readonly listed: SeriesQuery[]
  trouble: { readonly code: 'unavailable'; readonly message: string } | undefined
}

const lately = { at: instant(noon - 2_000), window: millis(15_012) }

export function metricsWorld(): MetricsTestWorld {
  const written: Written[] = []
  const clock = { now: noon }
  const listed: SeriesQuery[] = []
  const turning: Clock = { now: () => clock.now, sleep: async () => undefined }
  const metrics: Pick<MetricStore, 'list' | 'statisticsOf'> = {
    list: async query => {
      listed.push(query)
      if (world.trouble) return { ok: false, error: world.trouble }
      const found = written.map(({ series }) => series).filter(series => matches(series, query))
      return ok(found.slice(0, query.limit))
    },
    statisticsOf: async queries => ok(queries.map(query => statistics(written, query))),
  }
  const world: MetricsTestWorld = {
    ...{ clock, listed, trouble: undefined, sight: 'seen' },
    objects: [
      node('n-1'),
      node('n-2'),
      pod('shop', 'web-1', 'web'),
      pod('shop', 'new', 'web'),
      pod('back', 'web-1', 'web'),
    ],
    usage: {
      node: name => (name === 'n-1' ? { cpu: 1.25, memory: 3 * 2 ** 30, ...lately } : undefined),
      pod: ({ metadata: { name, namespace } }) =>
        name === 'new'
          ? undefined
          : {
              ...{ cpu: 0.123456789, memory: namespace === 'shop' ? 1_000_001 : 2 ** 20, ...lately },
              containers: [
                { name: 'app', cpu: 0.123, memory: 1_000_000 },
                { name: 'proxy', cpu: 0.000456789, memory: 1 },
              ],
            },
      silent: () => [],
    },
    write: (key, ...samples) => {
      const { labels = {}, sets = [Object.keys(labels)] } = key
      const at = samples.map(([ago]) => noon - ago * 1_000)
      const base = { namespace: 'App', unit: 'None', resolution: 60, source: '', fallback: false } as const
      const times = { first: instant(Math.min(...at)), last: instant(Math.max(...at)) }
      const series: Series = { ...base, ...times, ...key, labels, sets, id: String(written.length + 1) }
      written.push({ series, samples: samples.map(([ago, value]) => [noon - ago * 1_000, value] as const) })
    },
    ports: {
      cluster: {
        names: ['demo'],
        objects: kind => world.objects.filter(one => one.kind === kind) as never,
        object: (kind, namespace, name) =>
          world.objects.find(
            one => one.kind === kind && one.metadata.name === name && (one.metadata.namespace ?? '') === namespace,
          ) as never,
        sight: () => ({ state: world.sight }),
      },
      usage: {
        node: name => world.usage.node(name),
        pod: of => world.usage.pod(of),
        silent: () => [],
      },
      ...{ metrics, clock: turning },
      frontProxy: () => ({
        ...{ authority: '', allowedNames: [], userHeaders: [], groupHeaders: [], extraPrefixes: [] },
      }),
      review: async () => ok(true),
      onFault: error => {
        throw error
      },
    },
  }
  return world
}

function matches(series: Series, { namespace, metricWritten, labels = [], activeSince = noon }: SeriesQuery): boolean {
  if (namespace !== undefined && series.namespace !== namespace) return false
  const written = (metric: string) => metric.toLowerCase().replace(/[/%]/g, '_')
  if (metricWritten !== undefined && written(series.metric) !== written(metricWritten)) return false
  if (series.last < activeSince) return false
  return labels.every(
    ({ name, value }) => name in series.labels && (value === undefined || series.labels[name] === value),
  )
}

function statistics(written: readonly Written[], { series, from, to, period }: StatisticsQuery): PeriodStatistics[] {
  const ids = new Set(series.map(({ id }) => id))
  const samples = written.filter(one => ids.has(one.series.id)).flatMap(one => one.samples)
  const byPeriod = Map.groupBy(
    samples.filter(([at]) => at >= from && at < to),
    ([at]) => from + Math.floor((at - from) / period) * period,
  )
  return [...byPeriod]
    .sort(([first], [second]) => first - second)
    .map(([at, inside]) => {
      const values = inside.map(([, value]) => value).sort((a, b) => a - b)
      const sum = values.reduce((total, one) => total + one, 0)
      const edges = { min: values[0] ?? 0, max: values.at(-1) ?? 0 }
      const distribution = { values, weights: values.map(() => 1) }
      return { at: instant(at), count: values.length, sum, ...edges, distribution }
    })
}
