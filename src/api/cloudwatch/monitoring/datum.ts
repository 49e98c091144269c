/** One datum of PutMetricData, held against the rules, as samples of the store. Pure. */
import { limits } from '../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import type { Sample, SeriesKey } from '../../../store/metrics/index.ts'
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
import { dimensions, labelsOf, lower, metricName, unit } from './fields.ts'
import { invalidCombination, invalidValue, missing } from './refusals.ts'

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

export const datum = structure(
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

export interface Taken {
  readonly key: SeriesKey
  readonly at: number
  readonly samples: readonly Sample[]
}

/** `where`: what the texts call it, `MetricData.member.1`. */
export function takeDatum(namespace: string, given: Datum, where: string, now: Instant): Result<Taken, AwsError> {
  const labels = labelsOf(given.Dimensions ?? [])
  if (labels === undefined)
    return err(invalidValue(`The parameter ${where}.Dimensions must not name a dimension more than once.`))
  const resolution = given.StorageResolution ?? 60
  if (resolution !== 1 && resolution !== 60)
    return err(invalidValue(`The parameter ${where}.StorageResolution must be 1 or 60.`))
  const at = given.Timestamp == null ? now : instantOf(given.Timestamp)
  if (at < now - limits.metricAge)
    return err(invalidValue(`The parameter ${where}.Timestamp must specify a time no more than two weeks in the past.`))
  if (at > now + limits.metricLead)
    return err(
      invalidValue(`The parameter ${where}.Timestamp must specify a time no more than two hours in the future.`),
    )
  const samples = samplesOf(given, where)
  if (!samples.ok) return samples
  const step = resolution * 1_000
  const key: SeriesKey = {
    namespace,
    metric: given.MetricName,
    labels,
    unit: given.Unit ?? 'None',
    resolution,
    source: '',
  }
  return ok({ key, at: Math.floor(at / step) * step, samples: samples.value })
}

function samplesOf({ Value, Values, Counts, StatisticValues }: Datum, where: string): Result<Sample[], AwsError> {
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
  if (Value != null) return wrong(Value, `${where}.Value`) ?? ok([{ kind: 'value', value: Number(Value), weight: 1 }])
  if (Values != null) return weighed(Values, Counts ?? undefined, where)
  if (StatisticValues != null) return told(StatisticValues, `${where}.StatisticValues`)
  return err(missing(`The parameter ${where}.Value is required.`))
}

type Given = number | string

function weighed(
  values: readonly Given[],
  counts: readonly Given[] | undefined,
  where: string,
): Result<Sample[], AwsError> {
  if (counts !== undefined && counts.length !== values.length)
    return err(invalidValue(`The parameters ${where}.Values and ${where}.Counts must be of the same size.`))
  if (values.length === 0) return err(missing(`The parameter ${where}.Values is required.`))
  const most = limits.metricDistributionValues
  if (values.length > most)
    return err(invalidValue(`The collection ${where}.Values must not have a size greater than ${most}.`))
  const samples: Sample[] = []
  for (const [place, value] of values.entries()) {
    const weight = counts?.[place] ?? 1
    const bad =
      wrong(value, `${where}.Values.member.${place + 1}`) ?? wrongCount(weight, `${where}.Counts.member.${place + 1}`)
    if (bad !== undefined) return bad
    if (Number(weight) > 0) samples.push({ kind: 'value', value: Number(value), weight: Number(weight) })
  }
  return ok(samples)
}

function told(given: Checked<typeof set>, where: string): Result<Sample[], AwsError> {
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
  return ok(count === 0 ? [] : [{ kind: 'set', count, sum, min, max }])
}

/** Magnitudes that CloudWatch takes, beside 0. */
const [least, most] = [2 ** -360, 2 ** 360]

function wrong(value: Given, where: string): { readonly ok: false; readonly error: AwsError } | undefined {
  const size = Math.abs(Number(value))
  if (size === 0 || (size >= least && size <= most)) return undefined
  return err(invalidValue(`The value ${value} for parameter ${where} is invalid.`))
}

const wrongCount = (count: Given, where: string) =>
  Number(count) < 0 ? err(invalidValue(`The value ${count} for parameter ${where} is invalid.`)) : wrong(count, where)
