/** What a pod's own object says: what its containers ask for and may take, and how they are. Amounts in millicores and bytes. */
import { type Container, type ContainerStatus, type Pod, readQuantity } from '../../model/kubernetes/index.ts'
import type { Fields } from './rates.ts'
import { put } from './rates.ts'

export interface Amounts {
  readonly cpuRequest?: number
  readonly cpuLimit?: number
  readonly memoryRequest?: number
  readonly memoryLimit?: number
}

/** Of one container; 0 counts as not set, as everywhere in Kubernetes. */
export function containerAmounts({ resources }: Container): Amounts {
  const amount = (kind: 'requests' | 'limits', resource: 'cpu' | 'memory', unit: number): number | undefined => {
    const text = resources?.[kind]?.[resource]
    const value = text === undefined ? undefined : readQuantity(text)
    // A thousandth of a millicore, or of a byte, is the noise of binary fractions.
    return value === undefined || !(value > 0) ? undefined : Number((value * unit).toFixed(3))
  }
  return present({
    cpuRequest: amount('requests', 'cpu', 1_000),
    cpuLimit: amount('limits', 'cpu', 1_000),
    memoryRequest: amount('requests', 'memory', 1),
    memoryLimit: amount('limits', 'memory', 1),
  })
}

/** Requests that are set, summed; a limit only where every container has one, because one without it may take everything. */
export function podAmounts({ spec: { containers } }: Pod): Amounts {
  const each = containers.map(containerAmounts)
  const sum = (of: keyof Amounts, all: boolean): number | undefined => {
    const set = each.flatMap(one => one[of] ?? [])
    return set.length === 0 || (all && set.length < each.length) ? undefined : set.reduce((a, b) => a + b, 0)
  }
  return present({
    cpuRequest: sum('cpuRequest', false),
    cpuLimit: sum('cpuLimit', true),
    memoryRequest: sum('memoryRequest', false),
    memoryLimit: sum('memoryLimit', true),
  })
}

function present(told: { readonly [name in keyof Amounts]-?: number | undefined }): Amounts {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)) as Amounts
}

/** It is over, and asks for nothing more. */
export const isOver = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'
export const isRunning = ({ status }: Pod): boolean => status?.phase === 'Running'
const holds = ({ status }: Pod, type: string, wanted: string): boolean =>
  status?.conditions?.some(condition => condition.type === type && condition.status === wanted) === true
export const isReady = (pod: Pod): boolean => holds(pod, 'Ready', 'True')

export const runningContainers = ({ status }: Pod): number =>
  (status?.containerStatuses ?? []).filter(({ state }) => state?.running !== undefined).length

/** `pod_status_*`: 1 or 0 each. */
export function podStatusFields(pod: Pod): Fields {
  const phase = pod.status?.phase
  const is = (yes: boolean) => (yes ? 1 : 0)
  return {
    pod_status_ready: is(isReady(pod)),
    pod_status_scheduled: is(holds(pod, 'PodScheduled', 'True')),
    pod_status_running: is(phase === 'Running'),
    pod_status_pending: is(phase === 'Pending'),
    pod_status_failed: is(phase === 'Failed'),
    pod_status_succeeded: is(phase === 'Succeeded'),
    pod_status_unknown: is(phase === 'Unknown' || holds(pod, 'Ready', 'Unknown')),
  }
}

/** What a waiting container says for a reason, by the metric that counts it. */
const waitingReasons: Readonly<Record<string, string>> = {
  CrashLoopBackOff: 'crash_loop_back_off',
  ErrImagePull: 'image_pull_error',
  ImagePullBackOff: 'image_pull_error',
  InvalidImageName: 'image_pull_error',
  StartError: 'start_error',
  RunContainerError: 'start_error',
  CreateContainerError: 'create_container_error',
  CreateContainerConfigError: 'create_container_config_error',
}

/** `pod_container_status_*`: how many containers are so. */
export function containerCountFields({ status }: Pod): Fields {
  const prefix = 'pod_container_status'
  const fields: Fields = Object.fromEntries(
    ['running', 'terminated', 'waiting', ...Object.values(waitingReasons).map(reason => `waiting_reason_${reason}`)]
      .concat('terminated_reason_oom_killed')
      .map(name => [`${prefix}_${name}`, 0]),
  )
  const count = (name: string) => put(fields, `${prefix}_${name}`, (fields[`${prefix}_${name}`] ?? 0) + 1)
  for (const container of status?.containerStatuses ?? []) {
    const { state, lastState } = container
    const now = stateOf(container)
    if (now !== undefined) count(now)
    const reason = waitingReasons[state?.waiting?.reason ?? '']
    if (reason !== undefined) count(`waiting_reason_${reason}`)
    if ([state, lastState].some(one => one?.terminated?.reason === 'OOMKilled')) count('terminated_reason_oom_killed')
  }
  return fields
}

export const stateOf = ({ state }: ContainerStatus): 'running' | 'terminated' | 'waiting' | undefined =>
  (['running', 'terminated', 'waiting'] as const).find(name => state?.[name] !== undefined)

/** Counts of restarts by container, of one pod: what the next sample's are held against. */
export type Restarts = ReadonlyMap<string, number>

export const restartsOf = ({ status }: Pod): Restarts =>
  new Map((status?.containerStatuses ?? []).map(({ name, restartCount }) => [name, restartCount]))

/** How many there were since the sample before; absent where there was none, and for a container that it did not know. */
export function newRestarts(before: Restarts | undefined, container: string, now: Restarts): number | undefined {
  const [earlier, count] = [before?.get(container), now.get(container)]
  return earlier === undefined || count === undefined ? undefined : Math.max(0, count - earlier)
}
