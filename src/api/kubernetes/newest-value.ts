/**
 * The newest value of a line: that of the last whole period that holds samples. What only grows within its period counts at once where it is more already, so
 * that a burst is scaled for in seconds and not after its minute. Pure, but for reading the store.
 */
import { err, type Instant, instant, millis, ok, type Result } from '../../model/index.ts'
import type { MetricStore, PeriodStatistics, Series } from '../../store/metrics/index.ts'
import type { Reading } from './metric-labels.ts'
import { reachOf } from './series-found.ts'
import { type Answer, storeTrouble } from './status.ts'

export interface NewestValue {
  readonly value: number
  /** The end of its period, or now where that is not over. */
  readonly at: Instant
}

type How = Pick<Reading, 'statistic' | 'compute' | 'period' | 'otherwise'>

/** For each of `lines` its value, in their order; undefined: it has none lately. */
export async function newestValues(
  metrics: Pick<MetricStore, 'statisticsOf'>,
  lines: readonly (readonly Series[])[],
  how: How,
  now: Instant,
): Promise<Result<readonly (NewestValue | undefined)[], Answer>> {
  const period = how.period * 1_000
  const running = Math.floor(now / period) * period
  const from = instant(running - Math.ceil(reachOf(how.period) / period) * period)
  const read = await metrics.statisticsOf(
    lines.map(series => ({
      ...{ series, from, to: instant(running + period), period: millis(period) },
      distribution: !plain.has(how.statistic),
    })),
  )
  if (!read.ok) return err(storeTrouble(read.error))
  return ok(read.value.map(periods => newestValue(periods, how, now)))
}

const plain: ReadonlySet<string> = new Set(['Sum', 'Average', 'SampleCount', 'Minimum', 'Maximum'])
/** More samples can only make it more. */
const growing: ReadonlySet<string> = new Set(['Sum', 'SampleCount', 'Maximum'])
/** Nothing is less than before: a count of long ago says nothing of now. */
const counts: ReadonlySet<string> = new Set(['Sum', 'SampleCount'])

function newestValue(
  periods: readonly PeriodStatistics[],
  { statistic, compute, period, otherwise }: How,
  now: Instant,
): NewestValue | undefined {
  const length = period * 1_000
  // Who says what counts where nothing was measured need not be told what was before.
  const reach = otherwise !== undefined ? length : counts.has(statistic) ? 2 * length : reachOf(period)
  const oldest = Math.floor(now / length) * length - reach
  const values = periods.flatMap(one => {
    const value = one.at >= oldest && one.count > 0 ? compute([one]) : undefined
    if (value === undefined || !Number.isFinite(value)) return []
    return [{ value, whole: one.at + length <= now, at: instant(Math.min(now, one.at + length)) }]
  })
  const last = values.filter(({ whole }) => whole).at(-1)
  const open = growing.has(statistic) ? values.find(({ whole }) => !whole) : undefined
  const counted = open !== undefined && (last === undefined || open.value > last.value) ? open : last
  return counted && { value: counted.value, at: counted.at }
}
