/** Why an alarm is in its state, in CloudWatch's words, so that what reads its mails and events reads ours. */
import { isBandOperator } from '../compare.ts'
import type { Datapoint } from '../datapoint.ts'
import { breachesToAlarm, type ComparisonOperator, type MetricAlarm, type MissingTreatment } from '../definition.ts'
import type { Evaluation } from '../metric.ts'
import { type Deciding, decidingOf } from './evaluated.ts'
import { printNumber, printPointTime } from './numbers.ts'

/** From this many points on only the newest are shown, this many. */
const shownPoints = 5

/** `Threshold Crossed: 1 datapoint [21.5 (20/01/26 10:05:00)] was greater than the threshold (21.0).` */
export function reasonOf(alarm: MetricAlarm, evaluation: Evaluation): string {
  const deciding = decidingOf(alarm, evaluation)
  const { missing } = deciding
  if (evaluation.state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${count(alarm.periods)} ${was(alarm.periods)} unknown.`
  const filled = filledIn(alarm, evaluation, missing)
  if (deciding.points.length === 0) {
    const periods = `${alarm.periods} period${alarm.periods === 1 ? '' : 's'}`
    return `Threshold Crossed: no datapoints were received for ${periods}${filled}.`
  }
  const toAlarm = evaluation.state === 'ALARM'
  const subject = subjectOf(deciding, toAlarm)
  const { points, crossed } = subject
  const head =
    alarm.toAlarm === undefined ? count(points.length) : `${points.length} out of the last ${alarm.periods} datapoints`
  const few = points.length < shownPoints
  const list = points.slice(0, shownPoints).map(({ at, value }) => `${printNumber(value)} (${printPointTime(at)})`)
  const inline = few ? ` [${list.join(', ')}]` : ''
  const told = few
    ? ''
    : `. The most recent datapoints which ${crossed ? 'crossed' : 'did not cross'} the threshold: [${list.join(', ')}]`
  const clause = comparison(alarm, points, crossed)
  return `${leader(alarm)}: ${head}${inline} ${was(points.length)} ${clause}${filled}${told}${least(alarm, toAlarm)}.`
}

const leader = (alarm: MetricAlarm): string =>
  isBandOperator(alarm.operator) ? 'Thresholds Crossed' : 'Threshold Crossed'

/** The points that speak for the state; where filled-in ones alone decided, those that are there. */
function subjectOf(
  { breaching, notBreaching }: Deciding,
  toAlarm: boolean,
): { points: readonly Datapoint[]; crossed: boolean } {
  const crossed = toAlarm ? breaching.length > 0 : notBreaching.length === 0
  return { points: crossed ? breaching : notBreaching, crossed }
}

const treatments: Readonly<Partial<Record<MissingTreatment, string>>> = {
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
}

function filledIn(alarm: MetricAlarm, { leftOut }: Evaluation, missing: number): string {
  const word = leftOut ? undefined : treatments[alarm.treatMissing]
  if (missing === 0 || word === undefined) return ''
  return ` and ${missing} missing datapoint${missing === 1 ? '' : 's'} ${was(missing)} treated as [${word}]`
}

function least(alarm: MetricAlarm, toAlarm: boolean): string {
  if (alarm.toAlarm === undefined) return ''
  const needed = toAlarm ? breachesToAlarm(alarm) : alarm.periods - breachesToAlarm(alarm) + 1
  return ` (minimum ${count(needed)} for ${toAlarm ? 'OK -> ALARM' : 'ALARM -> OK'} transition)`
}

const words: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
} satisfies Partial<Record<ComparisonOperator, string>>

function comparison(alarm: MetricAlarm, points: readonly Datapoint[], crossed: boolean): string {
  const not = crossed ? '' : 'not '
  if (!isBandOperator(alarm.operator))
    return `${not}${words[alarm.operator]} the threshold (${printNumber(alarm.threshold ?? 0)})`
  const shown = points.slice(0, shownPoints)
  const list = (bounds: readonly (number | undefined)[]): string =>
    `[${bounds.map(bound => printNumber(bound ?? 0)).join(', ')}]`
  const lower = `${not}less than the lower thresholds ${list(shown.map(({ low }) => low))}`
  const upper = `${not}greater than the upper thresholds ${list(shown.map(({ high }) => high))}`
  if (alarm.operator === 'LessThanLowerThreshold') return lower
  return alarm.operator === 'GreaterThanUpperThreshold' ? upper : `${lower} or ${upper}`
}

const count = (n: number): string => `${n} datapoint${n === 1 ? '' : 's'}`
const was = (n: number): string => (n === 1 ? 'was' : 'were')
