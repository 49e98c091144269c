/** PutMetricData: the way in. It answers when the samples are durable. */
import { hash } from 'node:crypto'
import { limits } from '../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import type { MetricCall, MetricWrite, WrittenSample } from '../../../store/metrics/index.ts'
import {
  type AwsCall,
  type AwsError,
  anything,
  type Checked,
  listOf,
  type Operation,
  structure,
} from '../protocol/index.ts'
import type { MonitoringPorts } from './context.ts'
import { data, takeDatum } from './datum.ts'
import { seriesNames } from './datum-series.ts'
import { lower, monitored, namespace } from './fields.ts'
import { appendTrouble, invalidValue, missing } from './refusals.ts'

const shape = structure(
  {
    Namespace: namespace,
    MetricData: data,
    EntityMetricData: listOf(structure({ Entity: anything, MetricData: data }, [], lower)),
    StrictEntityValidation: anything,
  },
  ['Namespace'],
  lower,
)
type Input = Checked<typeof shape>

type Ports = Required<Pick<MonitoringPorts, 'metrics' | 'metricWriter' | 'clock'>>

export function putMetricData({ metrics, metricWriter, clock }: Ports): Operation {
  const seriesOf = seriesNames(key => metrics.series(key))
  const take = (input: Input, now: Instant): Result<readonly WrittenSample[], AwsError> => {
    const lists = listsOf(input)
    const count = lists.reduce((sum, [list]) => sum + list.length, 0)
    if (count === 0) return err(missing('The parameter MetricData is required.'))
    if (count > limits.metricData)
      return err(invalidValue(`The collection MetricData must not have a size greater than ${limits.metricData}.`))
    const all: WrittenSample[] = []
    for (const [list, name] of lists) {
      for (const [at, one] of list.entries()) {
        const taken = takeDatum(one, { namespace: input.Namespace, name, at, now, seriesOf, all })
        if (taken !== undefined) return err(taken)
      }
    }
    return ok(all)
  }
  return monitored('put', shape, (input, call) => {
    const named = callOf(call)
    const samples = take(input, clock.now())
    // Not `async`: what waits for the disk must not hold the input.
    return samples.ok ? store(metricWriter, { samples: samples.value, call: named }) : Promise.resolve(samples)
  })
}

async function store(writer: Ports['metricWriter'], write: MetricWrite): Promise<Result<object, AwsError>> {
  const stored = await writer.append(write)
  return stored.ok ? ok({}) : err(appendTrouble(stored.error))
}

type Lists = readonly (readonly [NonNullable<Input['MetricData']>, string])[]

/** With what the texts call them. */
const listsOf = ({ MetricData, EntityMetricData }: Input): Lists => [
  [MetricData ?? [], 'MetricData'],
  ...(EntityMetricData ?? []).map(
    ({ MetricData }, entity) => [MetricData ?? [], `EntityMetricData.member.${entity + 1}.MetricData`] as const,
  ),
]

/** A repeat by an SDK is the same call; the same samples in another call count again. */
function callOf(call: AwsCall): MetricCall {
  const invocation = call.header('amz-sdk-invocation-id')
  const attempt = /(?:^|;)\s*attempt=(\d+)/.exec(call.header('amz-sdk-request') ?? '')?.[1]
  const name = `${call.caller.accessKeyId} ${invocation === undefined ? `b${call.bodyDigest()}` : `i${invocation}`}`
  return {
    key: hash('sha256', name, 'buffer').readBigUInt64BE() || 1n,
    named: invocation !== undefined,
    repeats: invocation === undefined || attempt === undefined ? undefined : Number(attempt) > 1,
    unheard: () => call.gone,
  }
}
