/** One datum of PutMetricData, held against the rules, as samples of the store. Pure. */
import { limits } from '../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import type { Sample, SeriesKey, WrittenSample } from '../../../store/metrics/index.ts'
import {
  type AwsError,
  type Checked,
  instantOf,
  integer,
  listOf,
  type Shape,
  structure,
  time,
} from '../protocol/index.ts'
import type { SeriesOf } from './datum-series.ts'
import { dimensions, isPlainDimensions, isPlainName, isUnit, labelsOf, lower, metricName, unit } from './fields.ts'
import { invalidCombination, invalidValue, missing } from './refusals.ts'
import { sampleOf } from './weighed.ts'

/** Infinities come as such in CBOR and as words in AWS Query: they are refused in words of their own. */
const number: Shape<number | string> = {
  fromForm: value => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value),
  check(value, _at, found) {
    const word = typeof value === 'string' && /^(NaN|[+-]?Infinity)$/.test(value)
    if (typeof value !== 'number' && !word) found.unreadable('STRING_VALUE can not be converted to a Double')
  },
}
const numbers = listOf(number)
const set = structure(
  { SampleCount: number, Sum: number, Minimum: number, Maximum: number },
  ['SampleCount', 'Sum', 'Minimum', 'Maximum'],
  lower,
)

const datum = structure(
  {
    MetricName: metricName,
    Dimensions: dimensions,
    Timestamp: time,
    Value: number,
    Values: numbers,
    Counts: numbers,
    StatisticValues: set,
    Unit: unit,
    StorageResolution: integer({ min: 1 }),
  },
  ['MetricName'],
  lower,
)
export type Datum = Checked<typeof datum>

const listed = listOf(datum)

/** The shape makes a text for each member, which what nearly everybody sends does not need. */
export const data: typeof listed = {
  ...listed,
  check(value, at, found) {
    if (!(Array.isArray(value) && value.every(isPlain))) listed.check(value, at, found)
  },
}

/** Of the right shape beyond doubt. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { MetricName, Dimensions, Timestamp, Value, Values, Counts, StatisticValues, Unit, StorageResolution } =
    value as Readonly<Record<string, unknown>>
  return (
    isPlainName(MetricName) &&
    (Dimensions === undefined || isPlainDimensions(Dimensions)) &&
    (Timestamp === undefined || (typeof Timestamp === 'number' && Math.abs(Timestamp) < 1e11)) &&
    (Value === undefined || typeof Value === 'number') &&
    (Values === undefined || isNumbers(Values)) &&
    (Counts === undefined || isNumbers(Counts)) &&
    StatisticValues === undefined &&
    (Unit === undefined || isUnit(Unit)) &&
    (StorageResolution === undefined || StorageResolution === 1 || StorageResolution === 60)
  )
}

const isNumbers = (value: unknown): boolean => Array.isArray(value) && value.every(one => typeof one === 'number')

/** What is the same for all data of a call, and where this one stands in it. */
export interface Taking {
  readonly namespace: string
  /** What the texts call the list, and the datum's place in it from 0. */
  readonly name: string
  readonly at: number
  readonly now: Instant
  readonly seriesOf: SeriesOf
  /** Where the samples go. */
  readonly all: WrittenSample[]
}

/** What CloudWatch says when it refuses; undefined: it was taken. */
export function takeDatum(
  given: Datum,
  { namespace, name, at: place, now, seriesOf, all }: Taking,
): AwsError | undefined {
  const where = () => `${name}.member.${place + 1}`
  const series = seriesOf(namespace, given, () => keyOf(namespace, given, where))
  if ('refused' in series) return series.refused
  const stamped = given.Timestamp == null
  const at = given.Timestamp == null ? now : instantOf(given.Timestamp)
  if (at < now - limits.metricAge)
    return invalidValue(`The parameter ${where()}.Timestamp must specify a time no more than two weeks in the past.`)
  if (at > now + limits.metricLead)
    return invalidValue(`The parameter ${where()}.Timestamp must specify a time no more than two hours in the future.`)
  const sample = singleOf(given) ?? readSample(given, where())
  if (!sample.ok) return sample.error
  const step = series.key.resolution * 1_000
  if (sample.value !== undefined) all.push({ series, at: Math.floor(at / step) * step, sample: sample.value, stamped })
  return undefined
}

function keyOf(namespace: string, given: Datum, where: () => string): SeriesKey | { readonly refused: AwsError } {
  const labels = labelsOf(given.Dimensions ?? [])
  if (labels === undefined)
    return { refused: invalidValue(`The parameter ${where()}.Dimensions must not name a dimension more than once.`) }
  const resolution = given.StorageResolution ?? 60
  if (resolution !== 1 && resolution !== 60)
    return { refused: invalidValue(`The parameter ${where()}.StorageResolution must be 1 or 60.`) }
  return { namespace, metric: given.MetricName, labels, unit: given.Unit ?? 'None', resolution, source: '' }
}

type ReadSample = Result<Sample | undefined, AwsError>

/** The single good value that most data have, without a text made for it. */
function singleOf({ Value, Values, Counts, StatisticValues }: Datum): ReadSample | undefined {
  if (typeof Value !== 'number' || Values != null || Counts != null || StatisticValues != null) return undefined
  return isGood(Value) ? ok({ kind: 'value', value: Value, weight: 1 }) : undefined
}

/** Undefined where it says that nothing was seen. */
function readSample({ Value, Values, Counts, StatisticValues }: Datum, where: string): ReadSample {
  const kinds = [
    ...(Value == null ? [] : ['Value']),
    ...(Values == null ? [] : ['Values']),
    ...(StatisticValues == null ? [] : ['StatisticValues']),
  ]
  const [one, other] = kinds
  if (other !== undefined)
    return err(
      invalidCombination(
        `The parameters ${where}.${one} and ${where}.${other} are mutually exclusive and you have specified both.`,
      ),
    )
  if (Counts != null && Values == null)
    return err(invalidCombination(`The parameter ${where}.Counts needs ${where}.Values.`))
  if (Value != null) return wrong(Value, `${where}.Value`) ?? ok({ kind: 'value', value: Number(Value), weight: 1 })
  if (Values != null) return weighed(Values, Counts ?? undefined, where)
  if (StatisticValues != null) return told(StatisticValues, `${where}.StatisticValues`)
  return err(missing(`The parameter ${where}.Value is required.`))
}

type Given = number | string

function weighed(values: readonly Given[], counts: readonly Given[] | undefined, where: string): ReadSample {
  if (counts !== undefined && counts.length !== values.length)
    return err(invalidValue(`The parameters ${where}.Values and ${where}.Counts must be of the same size.`))
  if (values.length === 0) return err(missing(`The parameter ${where}.Values is required.`))
  const most = limits.metricDistributionValues
  if (values.length > most)
    return err(invalidValue(`The collection ${where}.Values must not have a size greater than ${most}.`))
  for (let place = 0; place < values.length; place++) {
    const [value, weight] = [values[place] ?? 0, counts?.[place] ?? 1]
    if (isGood(Number(value)) && isGood(Number(weight)) && Number(weight) >= 0) continue
    const bad =
      wrong(value, `${where}.Values.member.${place + 1}`) ?? wrongCount(weight, `${where}.Counts.member.${place + 1}`)
    if (bad !== undefined) return bad
  }
  return ok(sampleOf(values.map(Number), counts?.map(Number)))
}

function told(given: Checked<typeof set>, where: string): ReadSample {
  for (const name of ['Sum', 'Minimum', 'Maximum'] as const) {
    const bad = wrong(given[name], `${where}.${name}`)
    if (bad !== undefined) return bad
  }
  const bad = wrongCount(given.SampleCount, `${where}.SampleCount`)
  if (bad !== undefined) return bad
  const [count, sum, min, max] = [given.SampleCount, given.Sum, given.Minimum, given.Maximum].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  if (min > max) return err(invalidValue(`The parameter ${where}.Minimum must not be greater than ${where}.Maximum.`))
  return ok(count === 0 ? undefined : { kind: 'set', count, sum, min, max })
}

/** Magnitudes that CloudWatch takes, beside 0. */
const [least, most] = [2 ** -360, 2 ** 360]

function isGood(value: number): boolean {
  const size = Math.abs(value)
  return size === 0 || (size >= least && size <= most)
}

const wrong = (value: Given, where: string): { readonly ok: false; readonly error: AwsError } | undefined =>
  isGood(Number(value)) ? undefined : err(invalidValue(`The value ${value} for parameter ${where} is invalid.`))

const wrongCount = (count: Given, where: string) =>
  Number(count) < 0 ? err(invalidValue(`The value ${count} for parameter ${where} is invalid.`)) : wrong(count, where)
