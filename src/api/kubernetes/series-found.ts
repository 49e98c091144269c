/** The series behind a name in Kubernetes: by the names as they are, and where there are none, by what they are written like there. */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { MetricStore, Series, SeriesQuery } from '../../store/metrics/index.ts'
import { asLabel, asPathPart, type Reading } from './metric-labels.ts'
import { type Answer, refused, storeTrouble } from './status.ts'

export interface SeriesWanted {
  /** As it stands in the path. */
  readonly metric: string
  readonly reading: Pick<Reading, 'namespace' | 'period'>
  /** Narrows what is looked for; whether a series is meant, the caller decides. */
  readonly by: Pick<SeriesQuery, 'labels' | 'set'>
}

/** How far back a metric is looked for. */
export const reachOf = (period: number): number => Math.max(limits.scalingReach, 2 * period * 1_000)

/** All of one CloudWatch namespace, or of none. The error is an answer. */
export async function findSeries(
  metrics: Pick<MetricStore, 'list'>,
  { metric, reading, by }: SeriesWanted,
  now: Instant,
): Promise<Result<readonly Series[], Answer>> {
  const activeSince = instant(now - reachOf(reading.period) - limits.seriesToldEvery)
  const limit = limits.scalingSeries + 1
  const { namespace } = reading
  const found = await metrics.list({
    ...by,
    metric,
    ...(namespace === undefined ? {} : { namespace }),
    activeSince,
    limit,
  })
  if (!found.ok) return err(storeTrouble(found.error))
  if (found.value.length > limits.scalingSeries) return err(tooMany(metric))
  if (found.value.length > 0) return usable(metric, reading.period, found.value)
  // Names that Kubernetes cannot hold are looked for by what is left of them.
  const part = longestPart(metric)
  const like = await metrics.list({ ...(part === metric ? { metric } : { contains: part }), activeSince, limit })
  if (!like.ok) return err(storeTrouble(like.error))
  const meant = like.value
    .filter(one => asPathPart(one.metric) === metric)
    .filter(one => namespace === undefined || asLabel(one.namespace) === namespace)
  return usable(metric, reading.period, meant)
}

/** The longest run of what stands in a name as it is. */
const longestPart = (metric: string): string =>
  metric.split('_').reduce((longest, part) => (part.length > longest.length ? part : longest), '') || metric

function usable(metric: string, period: number, series: readonly Series[]): Result<readonly Series[], Answer> {
  if (period < 60 && series.some(({ resolution }) => resolution === 60))
    return err(refused(400, `the metric ${metric} is kept by minutes: mangru/period is 60 or more`))
  const namespaces = [...new Set(series.map(({ namespace }) => namespace))]
  if (namespaces.length <= 1) return ok(series)
  const named = namespaces.map(asLabel).sort().join(', ')
  return err(
    refused(400, `the metric ${metric} is in several namespaces: say which by mangru/namespace, one of ${named}`),
  )
}

const tooMany = (metric: string): Answer =>
  refused(400, `the metric ${metric} has more than ${limits.scalingSeries} series: ask for less by labels`)
