/** A mute rule while it is written: once, on days of the week, or by a cron expression. Pure. */
import type { ApiMuteRule } from '../../../src/model/index.ts'
import { fieldsOf, localMinute, longestMute, nextWindows, onceOf, parseDuration, printDuration } from './schedule.ts'

export interface MuteDraft {
  readonly kind: 'once' | 'weekly' | 'cron'
  readonly name: string
  readonly description: string
  /** `2026-11-21T10:00`, by the clocks of `timezone`. */
  readonly begin: string
  /** Cron's days, 0 is Sunday. Empty: every day. */
  readonly days: readonly number[]
  /** `02:00` */
  readonly time: string
  /** Five fields. */
  readonly cron: string
  /** Hours and minutes of a window. */
  readonly hours: string
  readonly minutes: string
  readonly timezone: string
  readonly alarms: readonly string[]
  readonly start?: number
  readonly expire?: number
}

const minute = 60_000
const hour = 60 * minute

export const newMute = (now: number, timezone: string, alarms: readonly string[]): MuteDraft => ({
  kind: 'once',
  name: '',
  description: '',
  begin: localMinute(now, timezone) ?? new Date(now).toISOString().slice(0, 16),
  days: [],
  time: '02:00',
  cron: '0 2 * * *',
  hours: '1',
  minutes: '0',
  timezone,
  alarms,
})

export function draftOfMute(rule: ApiMuteRule, now: number): MuteDraft {
  const length = parseDuration(rule.duration) ?? hour
  const once = onceOf(rule.expression)
  const fields = fieldsOf(rule.expression)
  const weekly = fields && weeklyOf(fields)
  const usual = newMute(now, rule.timezone, rule.alarms)
  return {
    ...usual,
    kind: once !== undefined ? 'once' : weekly ? 'weekly' : 'cron',
    name: rule.name,
    description: rule.description ?? '',
    begin: once ?? usual.begin,
    ...weekly,
    cron: fields?.join(' ') ?? usual.cron,
    hours: String(Math.floor(length / hour)),
    minutes: String((length % hour) / minute),
    ...(rule.start === undefined ? {} : { start: rule.start }),
    ...(rule.expire === undefined ? {} : { expire: rule.expire }),
  }
}

/** One time on some days of the week, as this form writes it. */
function weeklyOf([minutes, hours, dates, months, weekdays]: readonly string[]) {
  if (!/^\d{1,2}$/.test(minutes ?? '') || !/^\d{1,2}$/.test(hours ?? '') || dates !== '*' || months !== '*')
    return undefined
  if (weekdays !== '*' && !/^[0-6](,[0-6])*$/.test(weekdays ?? '')) return undefined
  return {
    days: weekdays === '*' ? [] : weekdays!.split(',').map(Number),
    time: `${hours!.padStart(2, '0')}:${minutes!.padStart(2, '0')}`,
  }
}

export type MuteDraftTrouble = 'name' | 'alarms' | 'begin' | 'time' | 'cron' | 'length' | 'timezone'

/** Alarms that one rule may name. */
export const mostMutedAlarms = 100

export function muteTroubles(draft: MuteDraft): readonly MuteDraftTrouble[] {
  const found: MuteDraftTrouble[] = []
  if (!/^[\w.-]{1,255}$/.test(draft.name.trim())) found.push('name')
  if (draft.alarms.length === 0 || draft.alarms.length > mostMutedAlarms) found.push('alarms')
  const length = lengthOf(draft)
  if (!(length >= minute && length <= longestMute)) found.push('length')
  if (draft.kind === 'weekly' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.time)) found.push('time')
  else if (draft.kind === 'once' && onceOf(`at(${draft.begin})`) === undefined) found.push('begin')
  else {
    const rule = { ...ruleOf(draft), duration: 'PT1M' }
    const windows = nextWindows(rule, 0, 0)
    if (windows === 'timezone') found.push('timezone')
    if (windows === 'expression') found.push('cron')
  }
  return found
}

/** Milliseconds; not a number where none is written. */
const lengthOf = ({ hours, minutes }: MuteDraft): number =>
  /^\d{0,4}$/.test(hours) && /^\d{0,5}$/.test(minutes) ? Number(hours) * hour + Number(minutes) * minute : Number.NaN

export const ruleOf = (draft: MuteDraft): ApiMuteRule => ({
  name: draft.name.trim(),
  ...(draft.description.trim() === '' ? {} : { description: draft.description.trim() }),
  expression: expressionOf(draft),
  duration: printDuration(lengthOf(draft) || minute),
  timezone: draft.timezone,
  ...(draft.start === undefined ? {} : { start: draft.start }),
  ...(draft.expire === undefined ? {} : { expire: draft.expire }),
  alarms: draft.alarms,
})

function expressionOf(draft: MuteDraft): string {
  if (draft.kind === 'once') return `at(${draft.begin})`
  if (draft.kind === 'cron') return `cron(${draft.cron.trim()})`
  const [hours = '0', minutes = '0'] = draft.time.split(':').map(part => String(Number(part)))
  const days = draft.days.length === 0 || draft.days.length === 7 ? '*' : draft.days.toSorted((a, b) => a - b).join(',')
  return `cron(${minutes} ${hours} * * ${days})`
}

/** Mutes some alarms from this minute on until a time; the last minute is whole. Undefined: there is no such zone. */
export function muteUntil(
  alarms: readonly string[],
  until: number,
  now: number,
  timezone: string,
): ApiMuteRule | undefined {
  const begin = localMinute(now, timezone)
  if (begin === undefined) return undefined
  const from = Math.floor(now / minute) * minute
  return {
    name: muteName(alarms[0] ?? 'alarms', begin),
    expression: `at(${begin})`,
    duration: printDuration(Math.min(longestMute, Math.max(minute, Math.ceil((until - from) / minute) * minute))),
    timezone,
    alarms,
  }
}

/** A name that a rule may have, made of an alarm's and a time. */
export const muteName = (alarm: string, begin: string): string =>
  `mute-${alarm.replace(/[^\w.-]+/g, '-').slice(0, 200)}-${begin.replace(/\D/g, '')}`
