/** How the bands of alarms are learnt: as the anomaly detectors of their metrics say. */
import { instant } from '../../model/index.ts'
import type { MetricIdentity } from '../../query/metric-math/index.ts'
import type { BandsTraining, TrainingOptions } from '../alarms/index.ts'

/** How bands are learnt, by the id of their detector. */
export type Trainings = ReadonlyMap<string, TrainingOptions>

/** Bands of a metric that has a detector are learnt as that says. */
export const trainingBy =
  (detectors: Trainings): BandsTraining =>
  ({ metric }, queries) => {
    const query = queries.find(({ id }) => id === metric)
    const own = query?.kind === 'metric' ? detectors.get(detectorOf(query.metric, query.statistic)) : undefined
    return own ?? { zone: 'UTC' }
  }

/** The id of the detector of a metric. */
export const detectorOf = ({ namespace, metric, dimensions }: MetricIdentity, statistic: string): string =>
  JSON.stringify([
    ...['metric', namespace, metric],
    Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
    statistic,
  ])

/** How its band is to be learnt. */
export function trainingIn(input: Readonly<Record<string, unknown>>): TrainingOptions {
  const { Configuration } = input as { readonly Configuration?: Configured }
  const excluded = (Configuration?.ExcludedTimeRanges ?? []).map(({ StartTime, EndTime }) => ({
    from: instant(StartTime * 1_000),
    to: instant(EndTime * 1_000),
  }))
  return { zone: Configuration?.MetricTimezone ?? 'UTC', excluded }
}

interface Configured {
  readonly ExcludedTimeRanges?: readonly { readonly StartTime: number; readonly EndTime: number }[]
  readonly MetricTimezone?: string
}
