/** What containers ask for and may use, in cores and bytes. Pure. */
import type { ApiAmounts } from '../../../model/index.ts'
import { type Container, type Pod, type ResourceAmounts, readQuantity } from '../../../model/kubernetes/index.ts'

interface Amounts {
  readonly requests: ApiAmounts
  readonly limits: ApiAmounts
}

/** A limit without a request is one: so the API server sets it. */
export function amountsOf({ resources }: Container): Amounts {
  const { requests, limits } = resources ?? {}
  return { requests: read({ ...limits, ...requests }), limits: read(limits) }
}

/** Of all containers and sidecars. Where one has no limit, the pod has none; where none asks for anything, nothing is asked. */
export function podAmounts({ spec }: Pod): Amounts {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  const all = [...spec.containers, ...sidecars].map(amountsOf)
  const requests = all.map(one => one.requests)
  const limits = all.map(one => one.limits)
  return {
    requests: {
      cpu: sumOfSome(requests.map(({ cpu }) => cpu)),
      memory: sumOfSome(requests.map(({ memory }) => memory)),
    },
    limits: { cpu: sumOfAll(limits.map(({ cpu }) => cpu)), memory: sumOfAll(limits.map(({ memory }) => memory)) },
  }
}

const read = (amounts: ResourceAmounts | undefined): ApiAmounts => ({
  cpu: readQuantity(amounts?.cpu ?? '') ?? null,
  memory: readQuantity(amounts?.memory ?? '') ?? null,
})
const sumOfSome = (values: readonly (number | null)[]): number | null =>
  values.every(value => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
const sumOfAll = (values: readonly (number | null)[]): number | null =>
  values.some(value => value === null) ? null : sumOfSome(values)
