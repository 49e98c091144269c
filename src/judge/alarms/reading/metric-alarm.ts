/** Reads PutMetricAlarm's input: the alarm, and the series that it watches; refuses what CloudWatch refuses, in its words where known. */
import { metricUnits, millis, ok, type Result } from '../../../model/index.ts'
import { isBandOperator } from '../compare.ts'
import type { ComparisonOperator, MetricAlarm, MissingTreatment } from '../definition.ts'
import { actionsOf, checkActions, nameTrouble } from './actions.ts'
import { Constraints } from './constraints.ts'
import { type AlarmInputError, refused, shaped } from './error.ts'
import { type AlarmQuery, type MetricAlarmInput, metricAlarmInput } from './input.ts'
import { type AlarmSource, readSource } from './source.ts'
import { readWindow } from './window.ts'

export interface ReadMetricAlarm {
  readonly alarm: MetricAlarm
  readonly source: AlarmSource
}

const operators: readonly ComparisonOperator[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
]
const treatments: readonly MissingTreatment[] = ['breaching', 'notBreaching', 'ignore', 'missing']

export function readMetricAlarm(
  json: unknown,
  arnOf: (name: string) => string,
): Result<ReadMetricAlarm, AlarmInputError> {
  const shape = shaped(metricAlarmInput, json)
  if (!shape.ok) return shape
  const input = shape.value
  const broken = constraintsOf(input).message() ?? nameTrouble(input.AlarmName ?? '')
  if (broken !== undefined) return refused(broken)
  if (input.EvaluationCriteria !== undefined || input.EvaluationInterval !== undefined)
    return refused('EvaluationCriteria and EvaluationInterval are not supported: alarms on PromQL cannot be set here')
  const source = readSource(input)
  if (!source.ok) return source
  const window = readWindow(input, source.value.period)
  if (!window.ok) return window
  const threshold = thresholdTrouble(input)
  if (threshold !== undefined) return refused(threshold)
  const [name, toAlarm] = [input.AlarmName ?? '', input.DatapointsToAlarm]
  const { statistic, unit, namespace } = watched(source.value)
  const alarm: MetricAlarm = {
    kind: 'metric',
    name,
    arn: arnOf(name),
    ...actionsOf(input),
    operator: input.ComparisonOperator as ComparisonOperator,
    ...(input.Threshold !== undefined && { threshold: input.Threshold }),
    period: millis(source.value.period * 1_000),
    periods: input.EvaluationPeriods ?? 1,
    ...(toAlarm !== undefined && { toAlarm }),
    treatMissing: treatmentOf(input, namespace),
    ...(statistic !== undefined && { statistic }),
    ...(unit !== undefined && { unit }),
    lowSamples: input.EvaluateLowSampleCountPercentile === 'ignore' ? 'ignore' : 'evaluate',
    window: window.value,
  }
  return ok({ alarm, source: source.value })
}

function constraintsOf(input: MetricAlarmInput): Constraints {
  const constraints = new Constraints()
  checkActions(input, constraints)
  constraints.required('comparisonOperator', input.ComparisonOperator)
  constraints.oneOf('comparisonOperator', input.ComparisonOperator, operators)
  constraints.required('evaluationPeriods', input.EvaluationPeriods)
  constraints.least('evaluationPeriods', input.EvaluationPeriods, 1)
  constraints.least('datapointsToAlarm', input.DatapointsToAlarm, 1)
  constraints.length('metricName', input.MetricName, 1, 255)
  constraints.length('namespace', input.Namespace, 1, 255)
  constraints.matches('namespace', input.Namespace, /^[^:].*$/s, '[^:].*')
  for (const [at, { Name, Value }] of (input.Dimensions ?? []).entries()) {
    constraints.length(`dimensions.${at + 1}.member.name`, Name, 1, 255)
    constraints.length(`dimensions.${at + 1}.member.value`, Value, 1, 1_024)
  }
  constraints.oneOf('unit', input.Unit, metricUnits)
  constraints.least('period', input.Period, 1)
  const warmUp = input.WarmUpConfiguration?.WarmUpPeriodDurationInMinutes
  constraints.least('warmUpConfiguration.warmUpPeriodDurationInMinutes', warmUp, 1)
  constraints.most('warmUpConfiguration.warmUpPeriodDurationInMinutes', warmUp, 2_880)
  constraints.oneOf('treatMissingData', input.TreatMissingData, treatments)
  constraints.oneOf('evaluateLowSampleCountPercentile', input.EvaluateLowSampleCountPercentile, ['evaluate', 'ignore'])
  return constraints
}

function thresholdTrouble(input: MetricAlarmInput): string | undefined {
  const { Threshold, ThresholdMetricId, ComparisonOperator, EvaluationPeriods = 1, DatapointsToAlarm = 1 } = input
  if (!Number.isInteger(EvaluationPeriods) || !Number.isInteger(DatapointsToAlarm))
    return 'EvaluationPeriods and DatapointsToAlarm must be whole numbers'
  if (DatapointsToAlarm > EvaluationPeriods) return 'DatapointsToAlarm must be less than or equal to EvaluationPeriods'
  if (Threshold !== undefined && ThresholdMetricId !== undefined)
    return 'Threshold and ThresholdMetricId cannot both be set'
  const band = isBandOperator(ComparisonOperator as ComparisonOperator)
  if (band && ThresholdMetricId === undefined)
    return `ComparisonOperator ${ComparisonOperator} needs a ThresholdMetricId`
  if (!band && ThresholdMetricId !== undefined)
    return `ComparisonOperator ${ComparisonOperator} cannot be used with a ThresholdMetricId`
  return band || Threshold !== undefined ? undefined : 'Threshold must not be null'
}

/** The one metric that is watched; of math nothing is known. */
function watched(source: AlarmSource): { statistic?: string; unit?: string; namespace?: string } {
  if (source.kind === 'queries') return namespaceOf(source.queries)
  const { statistic, unit, namespace } = source
  return { statistic, namespace, ...(unit !== undefined && { unit }) }
}

function namespaceOf(queries: readonly AlarmQuery[]): { namespace?: string } {
  const [only, another] = new Set(queries.flatMap(({ MetricStat }) => MetricStat?.Metric.Namespace ?? []))
  return only === undefined || another !== undefined ? {} : { namespace: only }
}

/** DynamoDB's metrics come only when something happens, so CloudWatch ignores their absence unless told otherwise. */
const treatmentOf = (input: MetricAlarmInput, namespace: string | undefined): MissingTreatment =>
  (input.TreatMissingData as MissingTreatment | undefined) ?? (namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing')
