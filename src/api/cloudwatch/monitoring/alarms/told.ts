/**
 * What of an alarm's input is told again. Only members that the service model knows, of the types that it gives them: whatever else a
 * caller sent must not stand in an answer, least of all as the name of an XML element.
 */
import { Double } from '../../protocol/index.ts'

export type Told = 'text' | 'number' | 'double' | 'flag' | readonly [Told] | { readonly [name: string]: Told }

const dimension = { Name: 'text', Value: 'text' } as const
export const toldQuery = {
  Id: 'text',
  MetricStat: {
    Metric: { Namespace: 'text', MetricName: 'text', Dimensions: [dimension] },
    Period: 'number',
    Stat: 'text',
    Unit: 'text',
  },
  Expression: 'text',
  Label: 'text',
  ReturnData: 'flag',
  Period: 'number',
  AccountId: 'text',
} as const

const actionConfiguration = {
  AlarmTagsPropagation: { Enabled: 'flag', IncludedTagKeys: ['text'], ExcludedTagKeys: ['text'] },
} as const

export const toldMetricAlarm = {
  MetricName: 'text',
  Namespace: 'text',
  Statistic: 'text',
  ExtendedStatistic: 'text',
  Period: 'number',
  Unit: 'text',
  EvaluationPeriods: 'number',
  DatapointsToAlarm: 'number',
  Threshold: 'double',
  ComparisonOperator: 'text',
  TreatMissingData: 'text',
  EvaluateLowSampleCountPercentile: 'text',
  Metrics: [toldQuery],
  ThresholdMetricId: 'text',
  EvaluationWindow: { SlidingWindow: {}, WallClockWindow: { Timezone: 'text' } },
  WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 'number', OnlyStartEvaluatingAfterWarmUpPeriodEnds: 'flag' },
  ActionConfiguration: actionConfiguration,
} as const

export const toldCompositeAlarm = {
  AlarmRule: 'text',
  ActionsSuppressor: 'text',
  ActionsSuppressorWaitPeriod: 'number',
  ActionsSuppressorExtensionPeriod: 'number',
  ActionConfiguration: actionConfiguration,
} as const

export const toldDimensions = [dimension] as const
export const toldTexts = ['text'] as const

/** Undefined: not there, or of another type. */
export function told(value: unknown, as: Told): unknown {
  switch (as) {
    case 'text':
      return typeof value === 'string' ? value : undefined
    case 'number':
      return typeof value === 'number' ? value : undefined
    case 'double':
      return typeof value === 'number' ? new Double(value) : undefined
    case 'flag':
      return typeof value === 'boolean' ? value : undefined
  }
  if (isList(as)) return Array.isArray(value) ? value.flatMap(one => told(one, as[0]) ?? []) : undefined
  return isStructure(value) ? toldMembers(value, as) : undefined
}

export const toldMembers = (value: Readonly<Record<string, unknown>>, as: { readonly [name: string]: Told }) =>
  Object.fromEntries(
    Object.entries(as).flatMap(([name, of]) => {
      const member = told(value[name], of)
      return member === undefined ? [] : [[name, member]]
    }),
  )

const isList = (as: readonly [Told] | { readonly [name: string]: Told }): as is readonly [Told] => Array.isArray(as)
const isStructure = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
