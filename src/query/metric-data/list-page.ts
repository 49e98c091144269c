/** A page of metrics as CloudWatch counts them: in the order of namespace, name and dimensions, each once. */
import { limits } from '../../limits.ts'
import { type Instant, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore, Series, SeriesQuery } from '../../store/metrics/index.ts'
import { type FoundMetric, metricsIn, nameOf } from './metrics-found.ts'

export interface MetricsAsked {
  readonly namespace?: string
  readonly metric?: string
  /** Each must be there, with this value if one is given; others may be there too. */
  readonly dimensions: readonly { readonly name: string; readonly value?: string }[]
  /** Nothing beside `dimensions`. */
  readonly exact?: boolean
  /** In namespace, name, or a dimension's name or value, whatever the case. */
  readonly contains?: string
  readonly activeSince: Instant
  /** Where the last page ended. */
  readonly after?: MetricPosition
  readonly limit: number
}

/** Namespace, metric, and `nameOf` the last metric told. */
export type MetricPosition = readonly [string, string, string]

export interface MetricsPage {
  readonly metrics: readonly FoundMetric[]
  /** Undefined: there is no more. */
  readonly next: MetricPosition | undefined
}

/** Series of one metric lie together in the store, but not those of equal dimensions: a metric's are gathered before they are told. */
export async function listMetricsPage(
  store: MetricStore,
  asked: MetricsAsked,
): Promise<Result<MetricsPage, EngineError>> {
  const { after, limit } = asked
  const isWanted = wantedBy(asked)
  const told: FoundMetric[] = []
  let together: Series[] = []
  const settle = (): void => {
    for (const metric of metricsIn(together, isWanted))
      if (
        after === undefined ||
        metric.namespace !== after[0] ||
        metric.metric !== after[1] ||
        nameOf(metric) > after[2]
      )
        told.push(metric)
    together = []
  }
  let from: SeriesQuery['after'] = after === undefined ? undefined : { namespace: after[0], metric: after[1], id: '0' }
  for (;;) {
    const listed = await store.list({
      ...narrowed(asked),
      activeSince: asked.activeSince,
      ...(from === undefined ? {} : { after: from }),
      limit: limits.metricSeriesRead,
    })
    if (!listed.ok) return listed
    for (const series of listed.value) {
      const [before] = together
      if (before !== undefined && (before.namespace !== series.namespace || before.metric !== series.metric)) settle()
      together.push(series)
    }
    from = listed.value.at(-1)
    const isEnd = listed.value.length < limits.metricSeriesRead
    if (isEnd) settle()
    if (isEnd || told.length > limit) return ok(pageOf(told, limit))
  }
}

function pageOf(told: readonly FoundMetric[], limit: number): MetricsPage {
  const metrics = told.slice(0, limit)
  const last = metrics.at(-1)
  const more = told.length > limit && last !== undefined
  return { metrics, next: more ? [last.namespace, last.metric, nameOf(last)] : undefined }
}

const narrowed = ({ namespace, metric, dimensions, exact, contains }: MetricsAsked): Partial<SeriesQuery> => ({
  ...(namespace === undefined ? {} : { namespace }),
  ...(metric === undefined ? {} : { metric }),
  ...(contains === undefined ? {} : { contains }),
  ...(exact === true ? { set: dimensions.map(({ name }) => name) } : {}),
  labels: dimensions,
})

/** What the store cannot tell: a series may declare several sets of its labels, and each of them is a metric. */
function wantedBy({ dimensions: asked, exact, contains }: MetricsAsked) {
  const part = contains?.toLowerCase()
  const holds = (text: string): boolean => part === undefined || text.toLowerCase().includes(part)
  return ({ namespace, metric, dimensions }: FoundMetric | Omit<FoundMetric, 'series'>): boolean =>
    asked.every(
      ({ name, value }) => Object.hasOwn(dimensions, name) && (value === undefined || dimensions[name] === value),
    ) &&
    (exact !== true || Object.keys(dimensions).length === asked.length) &&
    (part === undefined || [namespace, metric, ...Object.entries(dimensions).flat()].some(holds))
}
