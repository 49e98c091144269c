/** PutMetricData: the way in. It answers when the samples are durable; one insert for each call. */
import { hash } from 'node:crypto'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
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
import { datum, type Taken, takeDatum } from './datum.ts'
import { lower, monitored, namespace } from './fields.ts'
import { invalidValue, missing, storeTrouble } from './refusals.ts'

const shape = structure(
  {
    Namespace: namespace,
    MetricData: listOf(datum),
    EntityMetricData: listOf(structure({ Entity: anything, MetricData: listOf(datum) }, [], lower)),
    StrictEntityValidation: anything,
  },
  ['Namespace'],
  lower,
)
type Input = Checked<typeof shape>

export const putMetricData = ({ metrics, clock, newId }: MonitoringPorts): Operation =>
  monitored('put', shape, async (input, call) => {
    const token = tokenOf(call, newId)
    const taken = takeAll(input, clock.now())
    if (!taken.ok) return taken
    const block = metrics.block()
    for (const { key, at, samples } of taken.value) {
      const series = metrics.series(key)
      for (const sample of samples) block.add(series, at, sample)
    }
    const stored = await metrics.append(block, token)
    return stored.ok ? ok({}) : err(storeTrouble(stored.error))
  })

/** A repeat by an SDK is the same call; the same samples in another call count again. */
function tokenOf(call: AwsCall, newId: () => string): string {
  const invocation = call.header('amz-sdk-invocation-id')
  return invocation === undefined
    ? `put ${newId()}`
    : `put ${hash('sha256', `${call.caller.accessKeyId} ${invocation} ${call.bodyDigest()}`)}`
}

function takeAll(input: Input, now: Parameters<typeof takeDatum>[3]): Result<readonly Taken[], AwsError> {
  const given = [
    ...(input.MetricData ?? []).map((one, at) => [one, `MetricData.member.${at + 1}`] as const),
    ...(input.EntityMetricData ?? []).flatMap(({ MetricData }, entity) =>
      (MetricData ?? []).map(
        (one, at) => [one, `EntityMetricData.member.${entity + 1}.MetricData.member.${at + 1}`] as const,
      ),
    ),
  ]
  if (given.length === 0) return err(missing('The parameter MetricData is required.'))
  if (given.length > limits.metricData)
    return err(invalidValue(`The collection MetricData must not have a size greater than ${limits.metricData}.`))
  const all: Taken[] = []
  for (const [one, where] of given) {
    const taken = takeDatum(input.Namespace, one, where, now)
    if (!taken.ok) return taken
    all.push(taken.value)
  }
  return ok(all)
}
