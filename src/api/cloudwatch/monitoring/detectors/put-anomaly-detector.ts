/** PutAnomalyDetector: a band of what is expected is learnt for a metric or for math. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import { emptyResult, flag, instantOf, listOf, type Operation, structure, text, time } from '../../protocol/index.ts'
import { deskRefusal, withoutNulls } from '../alarms/index.ts'
import { lower, monitored } from '../fields.ts'
import { invalidValue } from '../refusals.ts'
import { watched, watchedTrouble } from './shapes.ts'

const configuration = structure(
  {
    ExcludedTimeRanges: listOf(structure({ StartTime: time, EndTime: time }, ['StartTime', 'EndTime'], lower)),
    MetricTimezone: text({ max: 50 }),
    AdaptationSpeed: text({ values: ['FAST', 'NORMAL', 'SLOW'] }),
    OutlierFilteringStrength: text({ values: ['MINIMAL', 'MODERATE', 'STRICT'] }),
  },
  [],
  lower,
)
const shape = structure(
  {
    ...watched,
    Configuration: configuration,
    MetricCharacteristics: structure({ PeriodicSpikes: flag }, [], lower),
  },
  [],
  lower,
)

export const putAnomalyDetector = (desk: AlarmDesk): Operation =>
  monitored('operate', shape, async input => {
    const trouble = watchedTrouble(input)
    if (trouble !== undefined) return err(trouble)
    const { ExcludedTimeRanges, ...rest } = input.Configuration ?? {}
    const ranges = (ExcludedTimeRanges ?? []).map(({ StartTime, EndTime }) => ({
      StartTime: instantOf(StartTime) / 1_000,
      EndTime: instantOf(EndTime) / 1_000,
    }))
    if (ranges.length > limits.excludedTimeRanges)
      return err(
        invalidValue(
          `The collection Configuration.ExcludedTimeRanges must not have a size greater than ${limits.excludedTimeRanges}.`,
        ),
      )
    if (ranges.some(({ StartTime, EndTime }) => StartTime >= EndTime))
      return err(invalidValue('In Configuration.ExcludedTimeRanges each StartTime must be earlier than its EndTime.'))
    const kept = await desk.putDetector(
      withoutNulls({
        ...input,
        ...(input.Configuration == null ? {} : { Configuration: { ...rest, ExcludedTimeRanges: ranges } }),
      }),
    )
    if (kept.ok) return ok(emptyResult)
    const refusal = deskRefusal(kept.error)
    // This operation has another name for it.
    return err(
      refusal.type === 'LimitExceededFault'
        ? { ...refusal, type: 'LimitExceededException', queryCode: 'LimitExceededException' }
        : refusal,
    )
  })
