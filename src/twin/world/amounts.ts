/** What a pod asks for and may use, in numbers: millicores and bytes. */
import { type Bytes, bytes } from '../../model/index.ts'
import { type Container, type PodSpec, type ResourceAmounts, readQuantity } from '../../model/kubernetes/index.ts'

export interface Amounts {
  /** Millicores. */
  readonly cpu: number
  readonly memory: Bytes
}

const quantity = (text: string | undefined): number => (text === undefined ? 0 : (readQuantity(text) ?? 0))

export const amountsOf = (amounts: ResourceAmounts | undefined): Amounts => ({
  cpu: Math.round(1_000 * quantity(amounts?.cpu)),
  memory: bytes(quantity(amounts?.memory)),
})

/** The sum over its containers: what the scheduler counts. */
export function requestOf({ containers }: PodSpec): Amounts {
  const each = containers.map(({ resources }) => amountsOf(resources?.requests))
  return {
    cpu: each.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: bytes(each.reduce((sum, { memory }) => sum + memory, 0)),
  }
}

/** The memory limit of a container; undefined without one. */
export function memoryLimitOf({ resources }: Container): Bytes | undefined {
  const text = resources?.limits?.memory
  return text === undefined ? undefined : bytes(quantity(text))
}

/** Guaranteed, Burstable or BestEffort, as the kubelet tells them apart. */
export function qosOf({ containers }: PodSpec): string {
  const sets = containers.flatMap(({ resources }) => [resources?.requests, resources?.limits])
  if (sets.every(set => set === undefined || Object.keys(set).length === 0)) return 'BestEffort'
  const guaranteed = containers.every(({ resources }) =>
    ['cpu', 'memory'].every(name => {
      const limit = resources?.limits?.[name]
      return limit !== undefined && (resources?.requests?.[name] ?? limit) === limit
    }),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
