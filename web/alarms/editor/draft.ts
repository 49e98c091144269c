/** An alarm while it is written: fields as texts, what is still missing, and PutMetricAlarm's input that comes of it. Pure. */
import type { ApiAlarmInput } from '../../../src/model/index.ts'
import {
  bandOperators,
  factsOf,
  type MissingTreatment,
  numberOf,
  type Operator,
  rowOf,
  rowsOf,
  textOf,
  textsOf,
} from '../words/facts.ts'

export interface AlarmDraft {
  readonly kind: 'metric' | 'queries' | 'composite'
  readonly name: string
  readonly description: string
  readonly namespace: string
  readonly metric: string
  readonly dimensions: readonly Dimension[]
  readonly stat: string
  /** Seconds. */
  readonly period: string
  /** Of one metric: against a number, or a band that is learnt. */
  readonly against: 'number' | 'band'
  /** Of the band, in standard deviations. */
  readonly width: string
  /** JSON of `Metrics`. */
  readonly queries: string
  /** Which of the queries is the band; '' where there is a threshold. */
  readonly bandId: string
  readonly operator: Operator
  readonly threshold: string
  readonly periods: string
  readonly toAlarm: string
  readonly missing: MissingTreatment
  readonly lowSamples: 'evaluate' | 'ignore'
  readonly rule: string
  readonly suppressor: string
  readonly wait: string
  readonly extension: string
  readonly actionsEnabled: boolean
  readonly alarmActions: readonly string[]
  readonly okActions: readonly string[]
  readonly noDataActions: readonly string[]
  /** What this form has no field for, kept as it was put. */
  readonly rest: ApiAlarmInput
}
export interface Dimension {
  readonly name: string
  readonly value: string
}

export const newDraft: AlarmDraft = {
  kind: 'metric',
  name: '',
  description: '',
  namespace: '',
  metric: '',
  dimensions: [],
  stat: 'Average',
  period: '300',
  against: 'number',
  width: '2',
  queries: '',
  bandId: '',
  operator: 'GreaterThanOrEqualToThreshold',
  threshold: '',
  periods: '1',
  toAlarm: '1',
  missing: 'missing',
  lowSamples: 'evaluate',
  rule: '',
  suppressor: '',
  wait: '120',
  extension: '120',
  actionsEnabled: true,
  alarmActions: [],
  okActions: [],
  noDataActions: [],
  rest: {},
}

/** "ERROR at least once in 5 minutes", for the metric of a filter that counts lines. */
export const onceInFiveMinutes = (metric: {
  readonly namespace: string
  readonly metric: string
  readonly name: string
}): Partial<AlarmDraft> => ({
  name: `${metric.name}-in-5-minutes`,
  namespace: metric.namespace,
  metric: metric.metric,
  stat: 'Sum',
  period: '300',
  threshold: '1',
  missing: 'notBreaching',
})

const edited = new Set([
  ...['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions'],
  ...['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'ExtendedStatistic', 'Period', 'Metrics'],
  ...['ThresholdMetricId', 'ComparisonOperator', 'Threshold', 'EvaluationPeriods', 'DatapointsToAlarm'],
  ...['TreatMissingData', 'EvaluateLowSampleCountPercentile'],
  ...['AlarmRule', 'ActionsSuppressor', 'ActionsSuppressorWaitPeriod', 'ActionsSuppressorExtensionPeriod'],
])

export function draftOf(input: ApiAlarmInput): AlarmDraft {
  const facts = factsOf(input)
  const shared = {
    ...newDraft,
    name: textOf(input.AlarmName),
    description: textOf(input.AlarmDescription),
    actionsEnabled: input.ActionsEnabled !== false,
    alarmActions: textsOf(input.AlarmActions),
    okActions: textsOf(input.OKActions),
    noDataActions: textsOf(input.InsufficientDataActions),
    rest: Object.fromEntries(Object.entries(input).filter(([name]) => !edited.has(name))),
  }
  if (facts.watched.kind === 'rule')
    return {
      ...shared,
      kind: 'composite',
      rule: facts.watched.text,
      suppressor: textOf(input.ActionsSuppressor),
      wait: String(numberOf(input.ActionsSuppressorWaitPeriod) ?? newDraft.wait),
      extension: String(numberOf(input.ActionsSuppressorExtensionPeriod) ?? newDraft.extension),
    }
  const judged = {
    ...shared,
    operator: facts.operator,
    threshold: facts.threshold === null ? '' : String(facts.threshold),
    periods: String(facts.periods),
    toAlarm: String(facts.toAlarm),
    missing: facts.missing,
    lowSamples: input.EvaluateLowSampleCountPercentile === 'ignore' ? ('ignore' as const) : ('evaluate' as const),
    period: String(facts.periodMs / 1_000),
  }
  if (input.Metrics === undefined)
    return {
      ...judged,
      namespace: textOf(input.Namespace),
      metric: textOf(input.MetricName),
      dimensions: dimensionsOf(input.Dimensions),
      stat: textOf(input.Statistic) || textOf(input.ExtendedStatistic) || newDraft.stat,
    }
  return (
    bandDraft(judged, input) ?? {
      ...judged,
      kind: 'queries',
      queries: JSON.stringify(input.Metrics, null, 2),
      bandId: textOf(input.ThresholdMetricId),
    }
  )
}

const dimensionsOf = (value: unknown): readonly Dimension[] =>
  rowsOf(value).map(one => ({ name: textOf(one.Name), value: textOf(one.Value) }))

const bandOf = /^ANOMALY_DETECTION_BAND\(\s*(\w+)\s*,\s*(\d+(?:\.\d+)?)\s*\)$/

/** One metric and a band about it, as this form writes them. */
function bandDraft(draft: AlarmDraft, input: ApiAlarmInput): AlarmDraft | undefined {
  const [first, second, more] = rowsOf(input.Metrics)
  if (first === undefined || second === undefined || more !== undefined) return undefined
  const band = bandOf.exec(textOf(second.Expression))
  const stat = rowOf(first.MetricStat)
  const metric = rowOf(stat.Metric)
  if (band === null || band[1] !== first.Id || second.Id !== input.ThresholdMetricId) return undefined
  if (textOf(metric.MetricName) === '' || first.Label !== undefined || stat.Unit !== undefined) return undefined
  return {
    ...draft,
    against: 'band',
    width: band[2]!,
    namespace: textOf(metric.Namespace),
    metric: textOf(metric.MetricName),
    dimensions: dimensionsOf(metric.Dimensions),
    stat: textOf(stat.Stat) || newDraft.stat,
    period: String(numberOf(stat.Period) ?? newDraft.period),
  }
}

export type DraftTrouble =
  | 'name'
  | 'metric'
  | 'dimension'
  | 'stat'
  | 'threshold'
  | 'width'
  | 'periods'
  | 'toAlarm'
  | 'long'
  | 'queries'
  | 'rule'
  | 'suppressor'

const simple = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount']
const isSimple = (stat: string): boolean => simple.includes(stat)
const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))
const isWhole = (text: string, least: number): boolean => /^\d{1,6}$/.test(text.trim()) && Number(text) >= least

/** What the form itself can tell; the rest the server says. */
export function troublesOf(draft: AlarmDraft): readonly DraftTrouble[] {
  const found: DraftTrouble[] = []
  const name = draft.name.trim()
  if (name === '' || name.length > 255) found.push('name')
  if (draft.kind === 'composite') {
    if (draft.rule.trim() === '') found.push('rule')
    if (draft.suppressor.trim() !== '' && !(isWhole(draft.wait, 0) && isWhole(draft.extension, 0)))
      found.push('suppressor')
    return found
  }
  if (draft.kind === 'metric') {
    if (draft.namespace.trim() === '' || draft.metric.trim() === '') found.push('metric')
    if (draft.dimensions.some(one => (one.name.trim() === '') !== (one.value.trim() === ''))) found.push('dimension')
    if (draft.stat.trim() === '') found.push('stat')
    if (draft.against === 'band' && !(isNumber(draft.width) && Number(draft.width) > 0)) found.push('width')
  } else if (queriesOf(draft.queries) === undefined) found.push('queries')
  if (!usesBand(draft) && !isNumber(draft.threshold)) found.push('threshold')
  if (!isWhole(draft.periods, 1)) found.push('periods')
  if (!isWhole(draft.toAlarm, 1) || Number(draft.toAlarm) > Number(draft.periods)) found.push('toAlarm')
  if (draft.kind === 'metric' && found.length === 0 && tooLong(Number(draft.period), Number(draft.periods)))
    found.push('long')
  return found
}

const day = 86_400
const tooLong = (period: number, periods: number): boolean => period * periods > (period >= 3_600 ? 7 * day : day)

/** Against a band, and not a number. */
export const usesBand = (draft: Pick<AlarmDraft, 'kind' | 'against' | 'bandId'>): boolean =>
  draft.kind === 'queries' ? draft.bandId.trim() !== '' : draft.against === 'band'

/** `Metrics` out of its JSON; undefined: that is no list of objects. */
export function queriesOf(text: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  try {
    const read: unknown = JSON.parse(text)
    if (!Array.isArray(read) || read.length === 0) return undefined
    return read.every(one => typeof one === 'object' && one !== null && !Array.isArray(one)) ? read : undefined
  } catch {
    return undefined
  }
}

/** What is put; of a draft with troubles, as far as it goes. */
export function inputOf(draft: AlarmDraft): ApiAlarmInput {
  const shared = {
    AlarmName: draft.name.trim(),
    ...(draft.description.trim() === '' ? {} : { AlarmDescription: draft.description.trim() }),
    ...(draft.actionsEnabled ? {} : { ActionsEnabled: false }),
    ...listed('AlarmActions', draft.alarmActions),
    ...listed('OKActions', draft.okActions),
    ...listed('InsufficientDataActions', draft.noDataActions),
  }
  if (draft.kind === 'composite')
    return {
      ...shared,
      AlarmRule: draft.rule.trim(),
      ...(draft.suppressor.trim() === ''
        ? {}
        : {
            ActionsSuppressor: draft.suppressor.trim(),
            ActionsSuppressorWaitPeriod: Number(draft.wait),
            ActionsSuppressorExtensionPeriod: Number(draft.extension),
          }),
      ...draft.rest,
    }
  const percentile = draft.kind === 'metric' && /^p\d/.test(draft.stat.trim())
  return {
    ...shared,
    ...watchedInput(draft),
    ComparisonOperator: operatorOf(draft),
    ...(usesBand(draft) ? {} : { Threshold: Number(draft.threshold) }),
    EvaluationPeriods: Number(draft.periods),
    ...(Number(draft.toAlarm) === Number(draft.periods) ? {} : { DatapointsToAlarm: Number(draft.toAlarm) }),
    TreatMissingData: draft.missing,
    ...(percentile && draft.lowSamples === 'ignore' ? { EvaluateLowSampleCountPercentile: 'ignore' } : {}),
    ...draft.rest,
  }
}

const listed = (name: string, arns: readonly string[]) => (arns.length === 0 ? {} : { [name]: arns })

/** A band and a number have operators of their own: going from the one to the other keeps the direction. */
export function operatorOf(draft: AlarmDraft): Operator {
  const band = bandOperators.includes(draft.operator)
  if (usesBand(draft) === band) return draft.operator
  if (band) return draft.operator === 'LessThanLowerThreshold' ? 'LessThanThreshold' : 'GreaterThanThreshold'
  return draft.operator.startsWith('Less') ? 'LessThanLowerThreshold' : 'GreaterThanUpperThreshold'
}

/** The one metric, or the queries. */
function watchedInput(draft: AlarmDraft): ApiAlarmInput {
  if (draft.kind === 'queries')
    return {
      Metrics: queriesOf(draft.queries) ?? [],
      ...(draft.bandId.trim() === '' ? {} : { ThresholdMetricId: draft.bandId.trim() }),
    }
  const metric = {
    Namespace: draft.namespace.trim(),
    MetricName: draft.metric.trim(),
    ...(dimensionsIn(draft).length === 0 ? {} : { Dimensions: dimensionsIn(draft) }),
  }
  const [stat, period] = [draft.stat.trim(), Number(draft.period)]
  if (draft.against === 'band')
    return {
      Metrics: [
        { Id: 'm1', MetricStat: { Metric: metric, Period: period, Stat: stat }, ReturnData: true },
        { Id: 'ad1', Expression: `ANOMALY_DETECTION_BAND(m1, ${Number(draft.width)})`, ReturnData: true },
      ],
      ThresholdMetricId: 'ad1',
    }
  return { ...metric, ...(isSimple(stat) ? { Statistic: stat } : { ExtendedStatistic: stat }), Period: period }
}

const dimensionsIn = (draft: AlarmDraft) =>
  draft.dimensions
    .filter(one => one.name.trim() !== '' && one.value.trim() !== '')
    .map(one => ({ Name: one.name.trim(), Value: one.value.trim() }))

/** MetricDataQueries that show what the alarm will look at; empty for composites and unfinished drafts. */
export function previewQueries(draft: AlarmDraft): readonly Readonly<Record<string, unknown>>[] {
  if (draft.kind === 'composite') return []
  if (draft.kind === 'queries') return queriesOf(draft.queries) ?? []
  if (draft.namespace.trim() === '' || draft.metric.trim() === '') return []
  const input = watchedInput({ ...draft, against: 'band' })
  const queries = rowsOf(input.Metrics)
  return draft.against === 'band' ? queries : queries.slice(0, 1)
}
