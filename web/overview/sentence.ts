/** Is anything wrong, and since when? One sentence in the reader's language out of what is known. Pure. */
import type { ApiAlarm, ApiAlarms } from '../../src/model/index.ts'
import { showCount, showExactTime, type Zone } from '../format/index.ts'
import type { Catalogue } from '../i18n/index.ts'

export interface Standing {
  readonly verdict: 'bad' | 'warn' | 'ok'
  readonly sentence: string
}

/** Alarms named in the sentence; the rest is counted. */
const named = 2

/** `firing`: the answer for alarms in ALARM; where it does not hold all of them, since when is not claimed. */
export function standingOf(words: Catalogue, firing: ApiAlarms, now: number, zone: Zone): Standing {
  const { overview } = words
  const { counts, total } = firing
  const noData = counts.INSUFFICIENT_DATA
  if (total === 0) return { verdict: 'warn', sentence: `${overview.noAlarms}.` }
  if (counts.ALARM === 0)
    return noData > 0
      ? { verdict: 'warn', sentence: `${overview.onlyNoData(noData, showCount(noData))}.` }
      : { verdict: 'ok', sentence: `${overview.allQuiet(total, showCount(total))}.` }
  const { alarms } = firing
  const complete = firing.next === undefined && alarms.length >= counts.ALARM
  const count = complete
    ? overview.firing(
        counts.ALARM,
        showCount(counts.ALARM),
        shortTime(Math.min(...alarms.map(alarm => alarm.since)), now, zone),
      )
    : overview.firingMany(showCount(counts.ALARM))
  const muted = alarms.filter(alarm => alarm.mutedBy.length > 0).length
  const parts = [
    alarms.length === 0 ? count : overview.named(count, namesOf(words, alarms, counts.ALARM)),
    ...(muted > 0 && complete ? [overview.someMuted(showCount(muted))] : []),
    ...(noData > 0 ? [overview.noData(showCount(noData))] : []),
  ]
  return { verdict: 'bad', sentence: `${parts.join('; ')}.` }
}

/** The newest first: what has just begun is what people ask about. */
function namesOf(words: Catalogue, alarms: readonly ApiAlarm[], total: number): string {
  const names = alarms
    .toSorted((a, b) => b.since - a.since)
    .slice(0, named)
    .map(alarm => alarm.name)
    .join(', ')
  return total > named ? words.overview.andMore(names, showCount(total - named)) : names
}

/** `03:08` today, `11-20 03:08` on another day of this year, with the year before that. */
export function shortTime(at: number, now: number, zone: Zone): string {
  const [then, today] = [showExactTime(at, zone), showExactTime(now, zone)]
  if (then.slice(0, 10) === today.slice(0, 10)) return then.slice(11, 16)
  return then.slice(0, 4) === today.slice(0, 4) ? then.slice(5, 16) : then.slice(0, 16)
}
