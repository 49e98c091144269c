/** Reads MetricDataQueries, of GetMetricData and of alarms: what is asked for under each id, or what CloudWatch refuses. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { isPeriod, isStatistic } from '../language/index.ts'
import type { MathQuery } from '../request/index.ts'
import type { MetricIdentity } from '../search/index.ts'

/** `code` as AWS's Query protocol names it. */
export interface DataInputError {
  readonly code: 'ValidationError' | 'InvalidParameterValue' | 'InvalidParameterCombination' | 'MissingParameter'
  readonly message: string
}

/** A query as `planMath` takes it, with what its result needs. */
export type DataQuery = MathQuery & {
  /** Null where none is given. */
  readonly label: string | null
  readonly returned: boolean
} & (
    | { readonly kind: 'expression' }
    | {
        readonly kind: 'metric'
        readonly metric: MetricIdentity
        readonly statistic: string
        readonly unit: string | undefined
      }
  )

const query = z.object({
  Id: z.string(),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: z.string().min(1).max(255),
        MetricName: z.string().min(1).max(255),
        Dimensions: z
          .array(
            z.object({ Name: z.string().min(1).max(255), Value: z.string().max(limits.metricDimensionValueLength) }),
          )
          .max(limits.metricDimensions)
          .optional(),
      }),
      Period: z.number(),
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  Period: z.number().optional(),
  ReturnData: z.boolean().optional(),
  AccountId: z.string().optional(),
})
type QueryInput = z.output<typeof query>

/** `name`: what the list is called in messages. Ids, expressions and counts are `planMath`'s to check. */
export function readDataQueries(
  json: unknown,
  name = 'MetricDataQueries',
): Result<readonly DataQuery[], DataInputError> {
  const shape = z.array(query).safeParse(json)
  if (!shape.success) {
    const [first] = shape.error.issues
    return refuse(
      'ValidationError',
      `${[name, ...(first?.path ?? [])].join('.')}: ${first?.message ?? 'cannot be read'}`,
    )
  }
  const read: DataQuery[] = []
  for (const [at, input] of shape.data.entries()) {
    const one =
      input.MetricStat === undefined
        ? expression(input, `${name}.member.${at + 1}`)
        : metric(input, `${name}.member.${at + 1}`)
    if (!one.ok) return one
    read.push(one.value)
  }
  return ok(read)
}

const refuse = (code: DataInputError['code'], message: string) => err<DataInputError>({ code, message })

const asked = ({ Id, Label, ReturnData }: QueryInput) => ({
  id: Id,
  label: Label ?? null,
  returned: ReturnData ?? true,
})

function expression(input: QueryInput, member: string): Result<DataQuery, DataInputError> {
  const { Expression, Period } = input
  if (Expression === undefined)
    return refuse(
      'MissingParameter',
      `Either the parameter ${member}.MetricStat or ${member}.Expression must be specified.`,
    )
  if (Period !== undefined && !isPeriod(Period)) return refuse('InvalidParameterValue', periodText(`${member}.Period`))
  return ok({ ...asked(input), kind: 'expression', text: Expression, period: Period ?? null })
}

function metric(input: QueryInput, member: string): Result<DataQuery, DataInputError> {
  const { MetricStat, Expression } = input
  if (MetricStat === undefined) throw new Error('a metric was promised')
  if (Expression !== undefined)
    return refuse(
      'InvalidParameterCombination',
      `The parameters ${member}.MetricStat and ${member}.Expression are mutually exclusive and you have specified both.`,
    )
  const { Metric, Period, Stat, Unit } = MetricStat
  if (!isPeriod(Period)) return refuse('InvalidParameterValue', periodText(`${member}.MetricStat.Period`))
  if (!isStatistic(Stat))
    return refuse(
      'InvalidParameterValue',
      `The value ${Stat} for parameter ${member}.MetricStat.Stat is not supported.`,
    )
  const { Namespace, MetricName, Dimensions = [] } = Metric
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]))
  if (Object.keys(dimensions).length < Dimensions.length)
    return refuse(
      'InvalidParameterValue',
      `The parameter ${member}.MetricStat.Metric.Dimensions names a dimension twice.`,
    )
  return ok({
    ...asked(input),
    kind: 'metric',
    metric: { namespace: Namespace, metric: MetricName, dimensions },
    statistic: Stat,
    unit: Unit,
    period: Period,
  })
}

const periodText = (parameter: string): string =>
  `The parameter ${parameter} must be 1, 5, 10, 20, 30 or a multiple of 60, and at most ${limits.mathPeriod}.`
