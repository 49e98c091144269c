/** Whose a pod is: the workload that people made, not the ReplicaSet or Job between. */
import type { Pod } from './workload-objects.ts'

export interface WorkloadRef {
  readonly kind: string
  readonly name: string
}

/** Read off the pod alone. A ReplicaSet's name ends with the template's hash, a CronJob's Job with a time in minutes. Null: nobody's. */
export function workloadOf({ metadata }: Pod): WorkloadRef | null {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller) ?? metadata.ownerReferences?.[0]
  if (owner === undefined || typeof owner.kind !== 'string' || typeof owner.name !== 'string') return null
  const { kind, name } = owner
  const hash = metadata.labels?.['pod-template-hash']
  if (kind === 'ReplicaSet' && hash && name.endsWith(`-${hash}`))
    return { kind: 'Deployment', name: name.slice(0, -hash.length - 1) }
  const scheduled = /^(.+)-\d{8,10}$/.exec(name)?.[1]
  if (kind === 'Job' && scheduled !== undefined) return { kind: 'CronJob', name: scheduled }
  return { kind, name }
}
