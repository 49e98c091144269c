/** Reads what a rehearsal is asked for: an alarm as it would be put, with its children where it stands on others, and the range. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { timeInput } from '../../../query/metric-math/data/index.ts'
import type { StateValue } from '../definition.ts'
import {
  type AlarmInputError,
  type ReadCompositeAlarm,
  type ReadMetricAlarm,
  readCompositeAlarm,
  readMetricAlarm,
} from '../reading/index.ts'

/** `at`: which part of the request is wrong, `children.2`. */
export interface RehearsalError extends AlarmInputError {
  readonly at: string
}

export interface RehearsalRequest {
  readonly alarm: ReadMetricAlarm | ReadCompositeAlarm
  /** Empty for a metric alarm. */
  readonly children: readonly (ReadMetricAlarm | ReadCompositeAlarm)[]
  readonly initialState: StateValue
  readonly from: Instant
  readonly to: Instant
}

const body = z.object({
  alarm: z.record(z.string(), z.unknown()),
  children: z.array(z.record(z.string(), z.unknown())).max(limits.rehearsedChildren).optional(),
  initialState: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']).default('OK'),
  from: timeInput,
  to: timeInput,
})

export function readRehearsal(
  json: unknown,
  arnOf: (name: string) => string,
): Result<RehearsalRequest, RehearsalError> {
  const shape = body.safeParse(json)
  if (!shape.success) {
    const [first] = shape.error.issues
    return refused(first?.path.join('.') ?? '', first?.message ?? 'cannot be read')
  }
  const { alarm: input, children: inputs = [], initialState, from, to } = shape.data
  if (from >= to) return refused('from', 'from must be before to')
  const alarm = readAlarm(input, 'alarm', arnOf)
  if (!alarm.ok) return alarm
  if ('source' in alarm.value && inputs.length > 0)
    return refused('children', 'only an alarm with an AlarmRule has children')
  const children: (ReadMetricAlarm | ReadCompositeAlarm)[] = []
  const names = new Set([alarm.value.alarm.name])
  for (const [at, child] of inputs.entries()) {
    const read = readAlarm(child, `children.${at}`, arnOf)
    if (!read.ok) return read
    const { name } = read.value.alarm
    if (names.has(name)) return refused(`children.${at}`, `There are two alarms with the name ${name}`)
    names.add(name)
    children.push(read.value)
  }
  return ok({
    ...{ alarm: alarm.value, children, initialState },
    ...{ from: instant(from * 1_000), to: instant(to * 1_000) },
  })
}

const refused = (at: string, message: string) => err<RehearsalError>({ code: 'ValidationError', message, at })

function readAlarm(
  input: Readonly<Record<string, unknown>>,
  at: string,
  arnOf: (name: string) => string,
): Result<ReadMetricAlarm | ReadCompositeAlarm, RehearsalError> {
  const read = 'AlarmRule' in input ? readCompositeAlarm(input, arnOf) : readMetricAlarm(input, arnOf)
  return read.ok ? read : err({ ...read.error, at })
}
