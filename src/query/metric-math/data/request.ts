/** Reads GetMetricData's input. Pages (MaxDatapoints, NextToken) are the business of who answers. */
import { z } from 'zod'
import { err, type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { readTimezone } from '../labels/index.ts'
import { type DataInputError, type DataQuery, readDataQueries } from './queries.ts'
import { timeInput } from './time.ts'

export interface DataRequest {
  readonly queries: readonly DataQuery[]
  readonly start: Instant
  readonly end: Instant
  readonly scan: 'TimestampAscending' | 'TimestampDescending'
  /** Minutes ahead of UTC, for labels. */
  readonly timezone: number
}

const input = z.object({
  MetricDataQueries: z.unknown(),
  StartTime: timeInput,
  EndTime: timeInput,
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).optional(),
  LabelOptions: z.object({ Timezone: z.string().optional() }).optional(),
})

export function readDataRequest(json: unknown): Result<DataRequest, DataInputError> {
  const shape = input.safeParse(json)
  if (!shape.success) {
    const [first] = shape.error.issues
    return err({
      code: 'ValidationError',
      message: `${first?.path.join('.') || 'The request'}: ${first?.message ?? 'cannot be read'}`,
    })
  }
  const { MetricDataQueries, StartTime, EndTime, ScanBy, LabelOptions } = shape.data
  const queries = readDataQueries(MetricDataQueries)
  if (!queries.ok) return queries
  if (StartTime >= EndTime)
    return err({
      code: 'ValidationError',
      message: 'The parameter StartTime must be less than the parameter EndTime.',
    })
  const timezone = readTimezone(LabelOptions?.Timezone ?? '+0000')
  if (timezone === null)
    return err({ code: 'ValidationError', message: `The value ${LabelOptions?.Timezone} is not a valid timezone.` })
  return ok({
    queries: queries.value,
    start: instant(StartTime * 1_000),
    end: instant(EndTime * 1_000),
    scan: ScanBy ?? 'TimestampDescending',
    timezone,
  })
}
