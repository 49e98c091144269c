/** What makes an alarm fire, in one line of the reader's language: `Sum of ErrorCount is at least 1 in 5 min`. Pure. */
import { showDuration, showNumber } from '../../format/index.ts'
import type { Catalogue } from '../../i18n/index.ts'
import type { AlarmFacts, Watched } from './facts.ts'

/** `at least 1`, `above 90`, `outside the expected band`. */
export const showLimit = (words: Catalogue, { operator, threshold }: Pick<AlarmFacts, 'operator' | 'threshold'>) =>
  words.alarms.is[operator](threshold === null ? '–' : showNumber(threshold))

/** `Sum` → sum, `p99` → p99. */
export const showStat = (words: Catalogue, stat: string): string =>
  (words.alarms.stats as Readonly<Record<string, string>>)[stat] ?? stat

export function showWatched(words: Catalogue, watched: Watched): string {
  switch (watched.kind) {
    case 'metric':
      return words.alarms.statOf(showStat(words, watched.stat), watched.metric)
    case 'queries':
      return watched.text
    case 'rule':
      return watched.text
  }
}

export function showCondition(words: Catalogue, facts: AlarmFacts): string {
  const what = showWatched(words, facts.watched)
  if (facts.watched.kind === 'rule') return what
  const limit = showLimit(words, facts)
  const width = showDuration(facts.periodMs, words.units)
  return facts.periods === 1
    ? words.alarms.conditionOne(what, limit, width)
    : words.alarms.conditionSome(what, limit, String(facts.toAlarm), String(facts.periods), width)
}
