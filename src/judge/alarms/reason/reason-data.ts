/** StateReasonData: the same for programs, as a JSON text whose numbers are written as CloudWatch writes them. */
import type { Datapoint } from '../datapoint.ts'
import type { MetricAlarm } from '../definition.ts'
import type { EvaluatedPeriod, Evaluation } from '../metric.ts'
import { decidingOf } from './evaluated.ts'
import { printDataTime, printNumber } from './numbers.ts'

export function reasonDataOf(alarm: MetricAlarm, evaluation: Evaluation): string {
  const { points, periods } = decidingOf(alarm, evaluation)
  const recent = points.toReversed()
  const band = alarm.threshold === undefined
  const lower = band && alarm.operator !== 'GreaterThanUpperThreshold'
  const upper = band && alarm.operator !== 'LessThanLowerThreshold'
  const first = recent[0]
  return object([
    ['version', '"1.0"'],
    ['queryDate', text(printDataTime(evaluation.at))],
    ['startDate', first && text(printDataTime(first.at))],
    ['unit', alarm.unit === undefined ? undefined : text(alarm.unit)],
    ['statistic', alarm.statistic === undefined ? undefined : text(alarm.statistic)],
    ['period', String(alarm.period / 1_000)],
    ['recentDatapoints', numbers(recent, point => point.value)],
    ['recentLowerThresholds', lower ? numbers(recent, point => point.low) : undefined],
    ['recentUpperThresholds', upper ? numbers(recent, point => point.high) : undefined],
    ['threshold', alarm.threshold === undefined ? undefined : printNumber(alarm.threshold)],
    ['evaluatedDatapoints', `[${periods.map(evaluated).join(',')}]`],
  ])
}

const evaluated = ({ start, point }: EvaluatedPeriod): string =>
  object([
    ['timestamp', text(printDataTime(start))],
    ['sampleCount', point?.samples === undefined ? undefined : printNumber(point.samples)],
    ['value', point && printNumber(point.value)],
  ])

const text = (value: string): string => JSON.stringify(value)

const numbers = (points: readonly Datapoint[], of: (point: Datapoint) => number | undefined): string =>
  `[${points.map(point => printNumber(of(point) ?? 0)).join(',')}]`

const object = (members: readonly (readonly [string, string | undefined])[]): string =>
  `{${members.flatMap(([name, value]) => (value === undefined ? [] : [`${text(name)}:${value}`])).join(',')}}`
