/** The shape of what is asked of alarms. An alarm itself is read by the desk, whose words the answer has. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'

const name = z.string().min(1).max(255)
export const time = z.coerce.number().int().min(0).max(limits.lastInstant)
const count = (otherwise: number) => z.coerce.number().int().min(1).max(limits.apiPageCount).default(otherwise)
export const state = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA'])
const later = { message: 'The end must be later than the start.', path: ['to'] }

/** Members that are null count as absent, as on AWS's wire. */
const input = z.record(z.string(), z.unknown()).transform(withoutNulls)

export function withoutNulls(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(value), (_name, member: unknown) => (member === null ? undefined : member))
}

export const listShape = z.object({
  state: state.exactOptional(),
  kind: z.enum(['metric', 'composite']).exactOptional(),
  contains: z.string().max(255).exactOptional(),
  after: z.string().max(255).exactOptional(),
  limit: count(50),
})
export const namedShape = z.object({ name })
export const putShape = z.object({ alarm: input })
export const seriesShape = z.object({ name, from: time, to: time }).refine(({ from, to }) => from < to, later)
export const historyShape = z.object({
  name: name.exactOptional(),
  type: z
    .enum(['ConfigurationUpdate', 'StateUpdate', 'Action', 'AlarmContributorStateUpdate', 'AlarmContributorAction'])
    .exactOptional(),
  from: time.exactOptional(),
  to: time.exactOptional(),
  after: z
    .string()
    .regex(/^\d{1,16}-\d{1,16}$/, { message: 'This is no place in the history.' })
    .exactOptional(),
  limit: count(50),
})
export const stateShape = z.object({ name, state, reason: z.string().max(1_023) })
export const actionsShape = z.object({ names: z.array(name).min(1).max(limits.alarmsPerCall), enabled: z.boolean() })

/** What is not looked at here goes to the desk as it is. */
export const rehearsalShape = z.looseObject({ alarm: input, children: z.array(input).exactOptional() })

export const muteShape = z.object({
  name,
  description: z.string().max(1_024).default(''),
  expression: z.string().min(1).max(256),
  duration: z.string().min(1).max(50),
  timezone: z.string().min(1).max(50),
  start: z.number().int().min(0).max(limits.lastInstant).exactOptional(),
  expire: z.number().int().min(0).max(limits.lastInstant).exactOptional(),
  alarms: z.array(name).max(limits.muteTargets),
})
