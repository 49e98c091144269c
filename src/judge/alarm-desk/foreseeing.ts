/** Whether what came for a metric may make an alarm certain before its minute is over: asked for every sample's sake, so that the store seldom is. */
import type { Instant } from '../../model/index.ts'
import { breaches, firstEvaluation, type MetricAlarm, seriesPoints, statisticOf, windowAt } from '../alarms/index.ts'
import type { AlarmEntry } from './entry.ts'
import type { Line } from './series-room.ts'

/** False only where the newest period cannot breach by what was read and what came since. */
export function couldBreach({ definition }: AlarmEntry, line: Line, now: Instant): boolean {
  if (definition.kind === 'composite' || definition.read.source.kind !== 'metric') return false
  const { alarm, source } = definition.read
  if (line.from === Number.POSITIVE_INFINITY) return true
  const [newest] = windowAt(alarm, firstEvaluation(alarm, now))
  const compute = statisticOf(source.statistic)
  if (newest === undefined || compute === undefined) return false
  const unit = source.unit ?? [...line.units.keys()].sort()[0] ?? ''
  const known = seriesPoints(line.units.get(unit) ?? [], compute).at(newest.start, newest.end)?.value
  const value = atWorst(alarm, known, line)
  return value !== undefined && breaches(alarm, { at: newest.start, value }) === true
}

function atWorst({ statistic }: MetricAlarm, known: number | undefined, { fresh }: Line): number | undefined {
  if (fresh.count === 0) return known
  switch (statistic) {
    case 'Sum':
      return (known ?? 0) + fresh.sum
    case 'SampleCount':
      return (known ?? 0) + fresh.count
    case 'Maximum':
      return Math.max(known ?? fresh.max, fresh.max)
    case 'Minimum':
      return Math.min(known ?? fresh.min, fresh.min)
    default:
      return known
  }
}
