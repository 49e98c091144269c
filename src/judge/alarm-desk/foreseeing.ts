/** Whether what came for a metric may make an alarm certain before its minute is over: asked for every sample's sake, so that the store seldom is. */
import type { Instant } from '../../model/index.ts'
import { breaches, firstEvaluation, type MetricAlarm, seriesPoints, statisticOf, windowAt } from '../alarms/index.ts'
import type { AlarmEntry } from './entry.ts'
import type { Fresh, Line } from './line.ts'

/** False only where the newest period cannot breach by what was read and what came since. */
export function couldBreach({ definition }: AlarmEntry, line: Line, now: Instant): boolean {
  if (definition.kind === 'composite' || definition.read.source.kind !== 'metric') return false
  const { alarm, source } = definition.read
  if (line.from === Number.POSITIVE_INFINITY) return true
  // Most are far from it, and are passed over by this alone.
  const { fresh, most } = line
  const { min, max } = { min: Math.min(fresh.min, most.min), max: Math.max(fresh.max, most.max) }
  const reached = atWorst(alarm, { count: fresh.count + most.count, sum: fresh.sum + most.sum, min, max })
  if (reached === undefined || breaches(alarm, { at: now, value: reached }) !== true) return false
  const [newest] = windowAt(alarm, firstEvaluation(alarm, now))
  const compute = statisticOf(source.statistic)
  if (newest === undefined || compute === undefined) return false
  const unit = source.unit ?? [...line.units.keys()].sort()[0] ?? ''
  const known = seriesPoints(line.units.get(unit) ?? [], compute).at(newest.start, newest.end)?.value
  const value = known === undefined ? atWorst(alarm, fresh) : worse(alarm, known, fresh)
  return value !== undefined && breaches(alarm, { at: newest.start, value }) === true
}

function atWorst({ statistic }: MetricAlarm, { count, sum, min, max }: Fresh): number | undefined {
  if (count === 0) return undefined
  switch (statistic) {
    case 'Sum':
      return sum
    case 'SampleCount':
      return count
    case 'Maximum':
      return max
    case 'Minimum':
      return min
    default:
      return undefined
  }
}

/** A value of the newest period with what came since. */
function worse(alarm: MetricAlarm, known: number, fresh: Fresh): number {
  const more = atWorst(alarm, fresh)
  if (more === undefined) return known
  if (alarm.statistic === 'Maximum') return Math.max(known, more)
  return alarm.statistic === 'Minimum' ? Math.min(known, more) : known + more
}
