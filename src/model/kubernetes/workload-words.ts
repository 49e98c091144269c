/** A workload's status in words: what was asked for against what is there, and why they differ. */
import type { Said } from '../said.ts'
import type { Condition } from './object.ts'
import type { Tone, Words } from './words.ts'
import type { CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from './workload-objects.ts'

export type Workload = Deployment | StatefulSet | DaemonSet | ReplicaSet | Job | CronJob

export interface WorkloadWords extends Words {
  readonly desired: number
  readonly ready: number
  /** Of the newest template; null where the kind does not tell. */
  readonly updated: number | null
}

export function workloadWords(workload: Workload): WorkloadWords {
  switch (workload.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'ReplicaSet': {
      const { spec, status } = workload
      const updated = status !== undefined && 'updatedReplicas' in status ? (status.updatedReplicas ?? 0) : null
      return running(spec.replicas ?? 1, status?.readyReplicas ?? 0, updated, status?.conditions, isBehind(workload))
    }
    case 'DaemonSet': {
      const { status } = workload
      const { desiredNumberScheduled = 0, numberReady = 0, updatedNumberScheduled = 0 } = status ?? {}
      return running(
        ...([desiredNumberScheduled, numberReady, updatedNumberScheduled] as const),
        ...([status?.conditions, isBehind(workload)] as const),
      )
    }
    case 'Job':
      return jobWords(workload)
    case 'CronJob': {
      const active = workload.status?.active?.length ?? 0
      const status = workload.spec.suspend ? 'Suspended' : active > 0 ? 'Active' : 'Scheduled'
      return {
        status,
        tone: workload.spec.suspend ? 'waiting' : 'good',
        why: [],
        desired: 0,
        ready: active,
        updated: null,
      }
    }
  }
}

/** Its controller has not looked at the newest wish yet. */
const isBehind = ({ metadata, status }: Deployment | StatefulSet | DaemonSet | ReplicaSet): boolean =>
  (status?.observedGeneration ?? 0) < (metadata.generation ?? 0)

function running(
  desired: number,
  ready: number,
  updated: number | null,
  conditions: readonly Condition[] = [],
  behind: boolean,
): WorkloadWords {
  const why: Said[] = []
  const stuck = conditions.find(({ type, status }) => type === 'Progressing' && status === 'False')
  if (stuck !== undefined)
    why.push({ code: 'rollout-stuck', values: { reason: stuck.reason ?? '', message: stuck.message ?? '' } })
  const refused = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  if (refused !== undefined) why.push({ code: 'replicas-refused', values: { message: refused.message ?? '' } })
  if (ready < desired) why.push({ code: 'replicas-missing', values: { ready, desired } })
  const rolling = behind || (updated !== null && updated < desired)
  if (rolling && stuck === undefined)
    why.push({ code: 'rollout-under-way', values: { updated: updated ?? 0, desired } })
  const [status, tone] = verdict(desired, ready, rolling, stuck !== undefined || refused !== undefined)
  return { status, tone, why, desired, ready, updated }
}

function verdict(desired: number, ready: number, rolling: boolean, failing: boolean): readonly [string, Tone] {
  if (failing) return ['Failing', 'bad']
  if (desired === 0) return ['Stopped', 'done']
  if (rolling) return ['Rolling out', 'waiting']
  if (ready < desired) return [ready === 0 ? 'Down' : 'Degraded', 'bad']
  return ['Healthy', 'good']
}

function jobWords({ spec, status }: Job): WorkloadWords {
  const desired = spec.completions ?? spec.parallelism ?? 1
  const counts = { desired, ready: status?.succeeded ?? 0, updated: null }
  const failed = status?.conditions?.find(({ type, status: is }) => type === 'Failed' && is === 'True')
  if (failed !== undefined) {
    const values = { reason: failed.reason ?? '', message: failed.message ?? '' }
    return { status: 'Failed', tone: 'bad', why: [{ code: 'job-failed', values }], ...counts }
  }
  const complete = status?.conditions?.some(({ type, status: is }) => type === 'Complete' && is === 'True')
  if (complete) return { status: 'Complete', tone: 'done', why: [], ...counts }
  if (spec.suspend) return { status: 'Suspended', tone: 'waiting', why: [], ...counts }
  const tries = status?.failed ?? 0
  const why = tries > 0 ? [{ code: 'job-retrying', values: { failed: tries, most: spec.backoffLimit ?? 6 } }] : []
  return { status: 'Running', tone: tries > 0 ? 'bad' : 'waiting', why, ...counts }
}
