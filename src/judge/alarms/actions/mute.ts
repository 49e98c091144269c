/** Mute rules: once or again and again, by the clocks of a time zone, for some alarms. */
import { err, type Instant, instant, type Millis, millis, ok, type Result } from '../../../model/index.ts'
import { fromLocal, zoneOf } from '../../../query/insights/functions/index.ts'
import { nextTime, parseSchedule, type Schedule } from '../../../query/schedules/index.ts'

export interface MuteRule {
  /** `cron(..)` with five fields, or `at(yyyy-MM-ddThh:mm)`. */
  readonly expression: string
  /** ISO 8601, one minute to 15 days: `PT2H`, `P2DT12H`. */
  readonly duration: string
  readonly zone: string
  /** In force from, and until. */
  readonly start?: Instant
  readonly expire?: Instant
}

/** Read once, asked often. */
export interface MuteSchedule {
  readonly duration: Millis
  readonly start: Instant | undefined
  readonly expire: Instant | undefined
  /** The first beginning after `at`; null: none any more. */
  nextBeginning(at: Instant): Instant | null
}

export type MuteError = 'bad-expression' | 'bad-duration' | 'bad-timezone'

export function readMuteRule(rule: MuteRule): Result<MuteSchedule, MuteError> {
  const zone = zoneOf(rule.zone)
  if (zone === null) return err('bad-timezone')
  const duration = readDuration(rule.duration)
  if (duration === undefined) return err('bad-duration')
  const frame = { duration, start: rule.start, expire: rule.expire }
  const once = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)$/.exec(rule.expression.trim())?.[1]
  if (once !== undefined) {
    const local = Date.parse(`${once}:00Z`)
    // A 31st of February would be read as a day in March.
    if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(once)) return err('bad-expression')
    const begins = instant(fromLocal(local, zone))
    return ok({ ...frame, nextBeginning: at => (begins > at ? begins : null) })
  }
  const fields = /^cron\((.*)\)$/s.exec(rule.expression.trim())?.[1]?.trim().split(/\s+/)
  if (fields?.length !== 5) return err('bad-expression')
  const schedule: Schedule | string = parseSchedule(`cron(${fields.join(' ')})`, rule.zone)
  if (typeof schedule === 'string') return err('bad-expression')
  return ok({ ...frame, nextBeginning: at => nextTime(schedule, at, instant(Number.MIN_SAFE_INTEGER), undefined) })
}

/** Does it mute at `at`? A window begins within the rule's life and is cut where that ends. */
export function isMuting({ duration, start, expire, nextBeginning }: MuteSchedule, at: Instant): boolean {
  if (expire !== undefined && at >= expire) return false
  const earliest = instant(Math.max(at - duration, start === undefined ? Number.MIN_SAFE_INTEGER : start - 1))
  const begins = nextBeginning(earliest)
  return begins !== null && begins <= at
}

export type MuteStatus = 'SCHEDULED' | 'ACTIVE' | 'EXPIRED'

export function muteStatus(schedule: MuteSchedule, at: Instant): MuteStatus {
  if (isMuting(schedule, at)) return 'ACTIVE'
  const { start, expire } = schedule
  const next = schedule.nextBeginning(instant(Math.max(at, start === undefined ? at : start - 1)))
  return next === null || (expire !== undefined && next >= expire) ? 'EXPIRED' : 'SCHEDULED'
}

const minute = 60_000
const day = 86_400_000
const longest = 15 * day

/** Undefined: not written so, or outside of one minute to 15 days. */
function readDuration(text: string): Millis | undefined {
  const found = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/.exec(text)
  if (found === null || text.endsWith('T') || text === 'P') return undefined
  const [days = 0, hours = 0, minutes = 0] = found.slice(1).map(part => Number(part ?? 0))
  const length = days * day + hours * 60 * minute + minutes * minute
  return length >= minute && length <= longest ? millis(length) : undefined
}
