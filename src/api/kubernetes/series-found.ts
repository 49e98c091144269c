/** The series behind a name in Kubernetes: by the names as they are, and where there are none, by what they are written like there. */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { MetricStore, Series, SeriesQuery } from '../../store/metrics/index.ts'
import { asLabel, type Reading } from './metric-labels.ts'
import { type Answer, refused, storeTrouble } from './status.ts'

export interface SeriesWanted {
  /** As it stands in the path. */
  readonly metric: string
  readonly reading: Pick<Reading, 'namespace' | 'period'>
  /** Labels by their true names and values; they narrow what is looked for, and whether a series is meant the caller decides. */
  readonly labels?: SeriesQuery['labels']
  /** The same as they are written in Kubernetes, where they may be called otherwise. */
  readonly written?: SeriesQuery['labels']
}

/** How far back a metric is looked for. */
export const reachOf = (period: number): number => Math.max(limits.scalingReach, 2 * period * 1_000)

/** All of one CloudWatch namespace, or of none. The error is an answer. */
export async function findSeries(
  metrics: Pick<MetricStore, 'list'>,
  { metric, reading, labels = [], written = [] }: SeriesWanted,
  now: Instant,
): Promise<Result<readonly Series[], Answer>> {
  const activeSince = instant(now - reachOf(reading.period) - limits.seriesToldEvery)
  const base = { activeSince, limit: limits.scalingSeries + 1, metricWritten: metric }
  const { namespace } = reading
  const found = await metrics.list({
    ...{ ...base, labels: [...labels, ...written] },
    ...(namespace === undefined ? {} : { namespace }),
  })
  if (!found.ok) return err(storeTrouble(found.error))
  if (found.value.length > limits.scalingSeries) return err(tooMany(metric))
  if (found.value.length > 0) return usable(metric, reading.period, found.value)
  if (written.length === 0 && namespace === undefined) return ok([])
  // What Kubernetes cannot hold is called otherwise there.
  const like = await metrics.list({ ...base, labels })
  if (!like.ok) return err(storeTrouble(like.error))
  // Some of them could make a wrong sum, or none where there are some.
  if (like.value.length > limits.scalingSeries) return err(tooMany(metric))
  const meant = like.value.filter(one => namespace === undefined || asLabel(one.namespace) === namespace)
  return usable(metric, reading.period, meant)
}

/** Clients of Kubernetes write what they ask for in small letters, so a name is whichever has these; the one that is written so goes before. */
function usable(metric: string, period: number, found: readonly Series[]): Result<readonly Series[], Answer> {
  const namesakes = [...new Set(found.map(one => one.metric))]
  const series = namesakes.length > 1 ? found.filter(one => one.metric === metric) : found
  if (found.length > 0 && series.length === 0)
    return err(refused(400, `${metric} may be any of the metrics ${namesakes.sort().join(', ')}`))
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
