/** What a rehearsal came to: changes, pages, hours; and thresholds for a wished number of pages. */
import type { ApiAlarmSuggestions, ApiRehearsal } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'
import { showLength } from './length.ts'
import { numberText, stateWord, timeText } from './words.ts'

export function rehearsalText(rehearsal: ApiRehearsal, say: Messages): string {
  const { evaluations, pages, longest, finalState, transitions, byHour } = rehearsal
  const hours = byHour.flatMap((count, hour) => (count === 0 ? [] : [`${String(hour).padStart(2, '0')}h ${count}`]))
  const table = tableOf(
    (['at', 'from', 'to', 'reason'] as const).map(column => say[`alarms-column-${column}`]()),
    transitions.map(({ at, from, to, reason }) => [
      timeText(at * 1_000),
      stateWord(from, say),
      stateWord(to, say),
      tamed(reason),
    ]),
  )
  return [
    transitions.length === 0 ? `${say['no-transitions']()}\n` : `${table}\n`,
    `${say.rehearsed(evaluations, pages, showLength(longest, say), stateWord(finalState, say))}\n`,
    hours.length === 0 ? '' : `${say['rehearsed-hours'](hours.join(', '))}\n`,
  ].join('')
}

export function suggestionsText({ suggestions }: ApiAlarmSuggestions, wish: number, say: Messages): string {
  if (suggestions.length === 0) return `\n${say['no-suggestions']()}\n`
  const table = tableOf(
    (['threshold', 'm-of-n', 'pages', 'longest'] as const).map(column => say[`alarms-column-${column}`]()),
    suggestions.map(({ threshold, toAlarm, periods, pagesPerWeek, longest }) => [
      numberText(threshold),
      `${toAlarm} / ${periods}`,
      numberText(pagesPerWeek),
      showLength(longest, say),
    ]),
    [0, 1, 2],
  )
  return `\n${say['alarms-heading-suggestions'](wish)}\n${table}`
}
