/** What people are told of one alarm, in plain words: a sentence, and facts with their names. Mails and chats only dress it. */
import type { AlarmMessage } from '../../../model/index.ts'
import type { PeopleWords } from '../words/index.ts'
import { type AlarmInput, type AlarmMetric, inputOf } from './alarm-input.ts'

export interface Account {
  readonly state: AlarmMessage['now']['value']
  readonly headline: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  /** The alarm's name, and of which series if it is one of several. */
  readonly name: string
  readonly link: string
}

/** `publicUrl`: where people reach this server, without a slash at its end. */
export function accountOf(message: AlarmMessage, words: PeopleWords, publicUrl: string): Account {
  const { alarm, now, before, contributor } = message
  const { labels } = words
  const input = inputOf(message)
  const series = contributor === undefined ? '' : attributesOf(contributor.attributes)
  const name = series === '' ? alarm.name : `${alarm.name} (${series})`
  const facts: (readonly [string, string])[] = [
    [labels.reason, now.reason],
    [labels.since, words.time(now.at)],
    [labels.before, words.states[before.value]],
    alarm.kind === 'composite' ? [labels.rule, input.AlarmRule ?? ''] : [labels.watches, conditionOf(input, words)],
    [
      labels.caused,
      (message.triggers ?? []).map(({ arn, value }) => `${nameIn(arn)} (${words.states[stateOf(value)]})`).join(', '),
    ],
    [labels.newest, newestOf(message)],
    [labels.description, alarm.description],
  ]
  return {
    state: now.value,
    name,
    headline: `${words.headline[now.value](name)}.${message.afterMute ? ` ${words.afterMute}` : ''}`,
    facts: facts.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value })),
    link: alarmLink(publicUrl, alarm.name),
  }
}

export const alarmLink = (publicUrl: string, name: string): string =>
  `${publicUrl}/alarms/alarm?name=${encodeURIComponent(name)}`

export const attributesOf = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')

const nameIn = (arn: string): string => /:alarm:(.+)$/s.exec(arn)?.[1] ?? arn

const stateOf = (value: string): AlarmMessage['now']['value'] =>
  value === 'OK' || value === 'ALARM' ? value : 'INSUFFICIENT_DATA'

const signs: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
}
const bands = {
  LessThanLowerOrGreaterThanUpperThreshold: 'both',
  LessThanLowerThreshold: 'below',
  GreaterThanUpperThreshold: 'above',
} as const

/** `Sum of Errors (Shop, Service=pay) over 5 min ≥ 1, in 3 of 5 periods` */
export function conditionOf(input: AlarmInput, words: PeopleWords): string {
  const operator = input.ComparisonOperator ?? ''
  const against = Object.hasOwn(bands, operator)
    ? words.outside[bands[operator as keyof typeof bands]]
    : `${signs[operator] ?? operator} ${input.Threshold ?? ''}`
  const periods = words.periods(input.DatapointsToAlarm ?? input.EvaluationPeriods ?? 1, input.EvaluationPeriods ?? 1)
  return `${measuredBy(input, words)} ${against}${periods === '' ? '' : `, ${periods}`}`
}

function measuredBy(input: AlarmInput, words: PeopleWords): string {
  const queries = input.Metrics ?? []
  const shown = queries.find(({ ReturnData, Id }) => (ReturnData ?? true) && Id !== input.ThresholdMetricId)
  if (shown === undefined) return measure(input, input.ExtendedStatistic ?? input.Statistic, input.Period, words)
  const { MetricStat, Label, Expression, Id } = shown
  if (MetricStat === undefined) return Label ?? Expression ?? Id ?? ''
  return measure(MetricStat.Metric ?? {}, MetricStat.Stat, MetricStat.Period, words)
}

function measure(
  { Namespace = '', MetricName = '', Dimensions = [] }: AlarmMetric,
  statistic = '',
  period = 60,
  words: PeopleWords,
): string {
  const where = [Namespace, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].filter(part => part !== '')
  return words.measured(statistic, MetricName, where.join(', '), words.length(period))
}

/** The newest first; clock times in UTC, as in the reason. */
function newestOf({ seen }: AlarmMessage): string {
  const shown = (seen?.points ?? []).slice(-newestShown).toReversed()
  return shown.map(({ at, value }) => `${printed(value)} (${new Date(at).toISOString().slice(11, 16)} UTC)`).join(', ')
}

const newestShown = 5

/** Short, and no digit of it wrong that is shown. */
const printed = (value: number): string => String(Number(value.toPrecision(6)))
