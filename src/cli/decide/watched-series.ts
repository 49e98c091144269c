/** The series that the alarm of a case watches: all of `series`, and `points` for the one metric of a plain alarm. */

import type { AlarmSource } from '../../judge/alarms/index.ts'
import { ok, type Result } from '../../model/index.ts'
import { HeldMetrics, type HeldSeries } from '../../query/metric-math/data/index.ts'
import { type CaseError, wrong } from './decider.ts'
import { type GivenPoints, stepsOf } from './given-series.ts'

export function heldFor(
  source: AlarmSource | undefined,
  series: readonly HeldSeries[] | undefined,
  points: GivenPoints | undefined,
): Result<HeldMetrics, CaseError> {
  if (points === undefined) return ok(new HeldMetrics(series ?? []))
  if (source?.kind !== 'metric')
    return wrong('points', 'points are for an alarm on one metric; give series, each with its namespace and name')
  if (series !== undefined) return wrong('points', 'give points or series, not both')
  const { namespace, metric, dimensions, unit = 'None' } = source
  return ok(new HeldMetrics([{ namespace, metric, dimensions, unit, steps: stepsOf(points) }]))
}
