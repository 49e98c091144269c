/** Alarms in words: states, conditions, times. Pure. */
import type { ApiAlarm, ApiAlarmInput, ApiAlarmState } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'
import { tamed } from '../table.ts'

export const stateWord = (state: ApiAlarmState | null, say: Messages): string => {
  switch (state) {
    case 'OK':
      return say['alarms-state-ok']()
    case 'ALARM':
      return say['alarms-state-alarm']()
    case 'INSUFFICIENT_DATA':
      return say['alarms-state-insufficient-data']()
    case null:
      return say['alarms-state-never']()
  }
}

/** As options say them. */
export const stateOf = (word: 'ok' | 'alarm' | 'no-data'): ApiAlarmState =>
  word === 'ok' ? 'OK' : word === 'alarm' ? 'ALARM' : 'INSUFFICIENT_DATA'

/** `2026-11-21 03:08:00Z`; milliseconds. */
export const timeText = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')

/** At most six digits that count. */
export const numberText = (value: number): string => String(Number(value.toPrecision(6)))

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
}

const textOf = (input: ApiAlarmInput, name: string): string => {
  const value = input[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** `Sum ≥ 1 in 300 s, 2 of 3`; of a composite its rule. */
export function conditionOf(input: ApiAlarmInput): string {
  if (typeof input.AlarmRule === 'string') return tamed(input.AlarmRule)
  const what = textOf(input, 'Statistic') || textOf(input, 'ExtendedStatistic') || 'math'
  const operator = textOf(input, 'ComparisonOperator')
  const sign = signs[operator]
  const against = sign === undefined ? operator : `${sign} ${textOf(input, 'Threshold')}`
  const period = textOf(input, 'Period')
  const [n, m] = [textOf(input, 'EvaluationPeriods') || '1', textOf(input, 'DatapointsToAlarm')]
  return tamed(
    `${what} ${against}${period === '' ? '' : ` in ${period} s`}${n === '1' ? '' : `, ${m === '' ? n : m} of ${n}`}`,
  )
}

/** What it watches: `Shop Errors {Service=pay}`, or its expressions. */
export function watchedOf(input: ApiAlarmInput): string {
  if (Array.isArray(input.Metrics)) {
    const parts = input.Metrics.flatMap((one: unknown) => {
      const { Id, Expression } = (one ?? {}) as Record<string, unknown>
      return typeof Expression === 'string' ? [`${String(Id)} = ${Expression}`] : []
    })
    return tamed(parts.join(' · '))
  }
  const dimensions = Array.isArray(input.Dimensions)
    ? input.Dimensions.map((one: unknown) => {
        const { Name, Value } = (one ?? {}) as Record<string, unknown>
        return `${String(Name)}=${String(Value)}`
      })
    : []
  const where = dimensions.length === 0 ? '' : ` {${dimensions.join(', ')}}`
  return tamed(`${textOf(input, 'Namespace')} ${textOf(input, 'MetricName')}${where}`)
}

/** Why nobody may be told, and what is wrong. */
export function notesOf(alarm: ApiAlarm, say: Messages): string {
  return [
    ...(alarm.actionsEnabled ? [] : [say['actions-are-off']()]),
    ...(alarm.mutedBy.length === 0 ? [] : [say['muted-by'](alarm.mutedBy.map(tamed).join(', '))]),
    ...(alarm.suppressedBy === null ? [] : [say['suppressed-by'](alarm.suppressedBy)]),
    ...(alarm.evaluationState === null ? [] : [say['evaluation-trouble'](alarm.evaluationState)]),
  ].join(', ')
}
