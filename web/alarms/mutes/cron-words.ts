/** A cron expression of five fields in words: `Monday to Friday, at 02:00`. Names of days and months are the language's own. Pure. */
import type { Catalogue, Language } from '../../i18n/index.ts'
import { fieldsOf, onceOf } from './schedule.ts'

/** What a field allows: everything, every so many from the first, or these. */
type Field =
  | { readonly kind: 'every' }
  | { readonly kind: 'step'; readonly by: number }
  | { readonly kind: 'list'; readonly values: readonly number[] }

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Undefined: more than these words can say (`L`, `15W`, `2#1`…). */
function fieldOf(text: string, least: number, most: number, names: readonly string[] = []): Field | undefined {
  if (text === '*' || text === '?') return { kind: 'every' }
  const step = /^(?:\*|0)\/(\d{1,3})$/.exec(text)?.[1]
  if (step !== undefined) return Number(step) === 1 ? { kind: 'every' } : { kind: 'step', by: Number(step) }
  const values = new Set<number>()
  for (const part of text.toUpperCase().split(',')) {
    const found = /^(\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part)
    if (found === null) return undefined
    const [from, to] = [found[1]!, found[2] ?? (found[3] === undefined ? found[1]! : String(most))].map(word => {
      const at = names.indexOf(word)
      return at >= 0 ? at + least : /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN
    })
    if (!(from! >= least && to! <= most && from! <= to!)) return undefined
    for (let value = from!; value <= to!; value += Number(found[3] ?? 1)) values.add(value)
  }
  return { kind: 'list', values: [...values].sort((a, b) => a - b) }
}

/** Times of a day named one by one; past it only how many there are would be said. */
const namedTimes = 6

/** Words of a mute rule's expression; where words fail, the expression as it is written. */
export function cronWords(words: Catalogue, language: Language, expression: string): string {
  const once = onceOf(expression)
  if (once !== undefined) return words.mutes.once(once.replace('T', ' '))
  const fields = fieldsOf(expression)
  if (fields === undefined) return expression
  const minutes = fieldOf(fields[0]!, 0, 59)
  const hours = fieldOf(fields[1]!, 0, 23)
  const dates = fieldOf(fields[2]!, 1, 31)
  const months = fieldOf(fields[3]!, 1, 12, monthNames)
  const weekdays = fieldOf(fields[4]!, 0, 7, dayNames)
  if (!minutes || !hours || !dates || !months || !weekdays) return expression
  if (dates.kind === 'step' || months.kind === 'step' || weekdays.kind === 'step') return expression
  const time = timeWords(words, language, minutes, hours)
  if (time === undefined) return expression
  const days = dayWords(words, language, dates, weekdays)
  const in12 = months.kind === 'list' ? monthWords(words, language, months.values) : ''
  return [in12, days, time].filter(part => part !== '').join(', ')
}

function timeWords(words: Catalogue, language: Language, minutes: Field, hours: Field): string | undefined {
  const { mutes } = words
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  if (minutes.kind === 'list' && hours.kind === 'list') {
    const times = hours.values.flatMap(hour => minutes.values.map(minute => `${twoDigits(hour)}:${twoDigits(minute)}`))
    return times.length > namedTimes ? undefined : mutes.at(listed(language, times))
  }
  if (minutes.kind === 'list' && minutes.values.length === 1) {
    if (hours.kind === 'step') return mutes.everyHours(String(hours.by), twoDigits(minutes.values[0]!))
    return mutes.everyHour(twoDigits(minutes.values[0]!))
  }
  if (hours.kind === 'every')
    return minutes.kind === 'step'
      ? mutes.everyMinutes(String(minutes.by))
      : minutes.kind === 'every'
        ? mutes.everyMinute
        : undefined
  return undefined
}

function dayWords(words: Catalogue, language: Language, dates: Field, weekdays: Field): string {
  const { mutes } = words
  const onDates = dates.kind === 'list' ? mutes.onDates(listed(language, dates.values.map(String))) : ''
  const onDays = weekdays.kind === 'list' ? weekdayWords(words, language, weekdays.values) : ''
  if (onDates === '' && onDays === '') return mutes.everyDay
  // Both restricted: cron takes the days on which either holds.
  return onDates !== '' && onDays !== '' ? mutes.either(onDates, onDays) : onDates + onDays
}

/** 0 and 7 are Sunday. A Sunday is needed to name days by: 2023-01-01 was one. */
export const weekdayName = (language: Language, day: number, width: 'long' | 'short' = 'long'): string =>
  new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' }).format(Date.UTC(2023, 0, 1 + (day % 7)))

function weekdayWords(words: Catalogue, language: Language, values: readonly number[]): string {
  // Weeks begin on Monday here: Sunday comes last.
  const days = [...new Set(values.map(value => (value + 6) % 7))].sort((a, b) => a - b)
  const name = (day: number) => weekdayName(language, day + 1)
  if (days.length === 7) return words.mutes.everyDay
  const inRow = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1
  return inRow ? words.mutes.fromTo(name(days[0]!), name(days.at(-1)!)) : listed(language, days.map(name))
}

const monthWords = (words: Catalogue, language: Language, values: readonly number[]): string =>
  words.mutes.inMonths(
    listed(
      language,
      values.map(value =>
        new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2023, value - 1, 1)),
      ),
    ),
  )

const listed = (language: Language, texts: readonly string[]): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(texts)
