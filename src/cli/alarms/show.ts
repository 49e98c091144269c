/** One alarm in full: its state and why, what it saw, whom it tells. */
import type { ApiAlarmDetail, ApiEvaluatedPeriod } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'
import { showLength } from './length.ts'
import { conditionOf, notesOf, numberText, stateWord, timeText, watchedOf } from './words.ts'

export function alarmText(detail: ApiAlarmDetail, now: number, say: Messages): string {
  const { alarm } = detail
  const { input } = alarm
  const since = showLength((now - alarm.since) / 1_000, say)
  const notes = notesOf(alarm, say)
  const description = alarm.description === '' ? [] : [tamed(alarm.description)]
  return [
    `${tamed(alarm.name)}: ${say['alarms-state-since'](stateWord(alarm.state, say), timeText(alarm.since), since)}`,
    ...description,
    say['alarm-reason'](tamed(alarm.reason)),
    ...(alarm.kind === 'composite'
      ? [say['alarm-rule'](conditionOf(input))]
      : [say['alarm-watches'](`${watchedOf(input)}, ${conditionOf(input)}`)]),
    ...(alarm.evaluatedAt === null ? [] : [say['alarm-evaluated'](timeText(alarm.evaluatedAt))]),
    actionsOf(detail, say),
    ...(notes === '' ? [] : [say['alarm-notes'](notes)]),
  ]
    .map(line => `${line}\n`)
    .join('')
    .concat(...tablesOf(detail, say))
}

function actionsOf({ alarm: { input } }: ApiAlarmDetail, say: Messages): string {
  const all = ['AlarmActions', 'OKActions', 'InsufficientDataActions'].flatMap(name => {
    const list = input[name]
    return Array.isArray(list) ? list.map(arn => `${name.replace('Actions', '')} → ${String(arn)}`) : []
  })
  return all.length === 0 ? say['alarm-tells-nobody']() : say['alarm-tells'](tamed(all.join(', ')))
}

function tablesOf(detail: ApiAlarmDetail, say: Messages): string[] {
  const { evaluated, contributors, children, parents, deliveries } = detail
  const part = (heading: string, table: string, rows: readonly unknown[]) =>
    rows.length === 0 ? '' : `\n${heading}\n${table}`
  const column = (...names: readonly Column[]) => names.map(name => say[`alarms-column-${name}`]())
  return [
    part(
      say['alarms-heading-evaluated'](),
      tableOf(
        column('period', 'value', 'verdict'),
        evaluated.map(period => periodRow(period, say)),
        [1],
      ),
      evaluated,
    ),
    part(
      say['alarms-heading-contributors'](),
      tableOf(
        column('state', 'series', 'since'),
        contributors.map(({ attributes, state, since }) => [
          stateWord(state, say),
          tamed(
            Object.entries(attributes)
              .map(one => one.join('='))
              .join(', '),
          ),
          timeText(since),
        ]),
      ),
      contributors,
    ),
    part(say['alarms-heading-children'](), familyTable(children, say), children),
    part(say['alarms-heading-parents'](), familyTable(parents, say), parents),
    part(
      say['alarms-heading-deliveries'](),
      tableOf(
        column('at', 'state', 'way', 'notes', 'tries'),
        deliveries.map(({ at, state, way, to, status, attempts, error }) => [
          timeText(at),
          state === null ? '' : stateWord(state, say),
          tamed(`${way} ${to}`),
          tamed(`${status}${error === null ? '' : `: ${error}`}`),
          String(attempts),
        ]),
        [4],
      ),
      deliveries,
    ),
  ]
}

type Column = 'period' | 'value' | 'verdict' | 'state' | 'series' | 'since' | 'at' | 'way' | 'notes' | 'tries' | 'alarm'

function periodRow({ start, end, value, low, high, breaching }: ApiEvaluatedPeriod, say: Messages): string[] {
  const band = low === undefined || high === undefined ? '' : ` [${numberText(low)}, ${numberText(high)}]`
  return [
    `${timeText(start)} + ${(end - start) / 1_000} s`,
    value === null ? '' : `${numberText(value)}${band}`,
    breaching === null || value === null
      ? say['alarms-verdict-none']()
      : say[breaching ? 'alarms-verdict-breaches' : 'alarms-verdict-fine'](),
  ]
}

const familyTable = (family: ApiAlarmDetail['children'], say: Messages): string =>
  tableOf(
    [say['alarms-column-state'](), say['alarms-column-alarm']()],
    family.map(({ name, state }) => [stateWord(state, say), tamed(name)]),
  )
