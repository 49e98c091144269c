/** Metrics as applications and agents send them, from a seed. */
import { type Seeded, seeded } from '../mix/index.ts'

export interface DataShape {
  /** Bodies to make. */
  readonly calls: number
  /** Data in one of them (up to 1,000), and values of one datum: 1 is `Value`, more are `Values`. */
  readonly data: number
  readonly values: number
  readonly series: number
  readonly seed: number
  /** Milliseconds since 1970 of the first body; each further one is a minute's part later. */
  readonly at: number
}

/** A value that walks: what CPU, memory and queue depth look like, with two decimals. */
export function gauge(random: Seeded, base: number): () => number {
  let value = base
  return () => {
    value += (random.below(2_001) - 1_000) / 1_000
    if (value < 0) value = -value
    return Math.round(value * 100) / 100
  }
}

const metrics = [
  'CPUUtilization',
  'MemoryUtilization',
  'QueueDepth',
  'Latency',
  'Requests',
  'Errors',
  'Threads',
  'Heap',
]

/** Inputs of PutMetricData. */
export function* dataBodies({ calls, data, values, series, seed, at }: DataShape): Generator<object> {
  const random = seeded(seed)
  const walks = Array.from({ length: series }, () => gauge(random, random.below(100)))
  let next = 0
  for (let call = 0; call < calls; call++) {
    const MetricData = Array.from({ length: data }, () => {
      const one = next++ % series
      const walk = walks[one]!
      return {
        MetricName: metrics[one % metrics.length],
        Dimensions: [
          { Name: 'Service', Value: `service-${Math.floor(one / 80)}` },
          { Name: 'Pod', Value: `service-${Math.floor(one / 80)}-7d9f8b6c5-${one}` },
        ],
        Timestamp: Math.floor(at / 1_000) + Math.floor(call / 10),
        Unit: 'Percent',
        ...(values === 1 ? { Value: walk() } : { Values: Array.from({ length: values }, walk) }),
      }
    })
    yield { Namespace: 'Bench', MetricData }
  }
}
