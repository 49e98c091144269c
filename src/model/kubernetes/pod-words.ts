/** A pod's status in words: the column STATUS of `kubectl get pods` by its own rules, and the reasons behind it. */
import type { Said } from '../said.ts'
import { readTime } from './time.ts'
import type { Tone, Words } from './words.ts'
import type { ContainerState, ContainerStatus, Pod } from './workload-objects.ts'

export interface PodWords extends Words {
  readonly ready: number
  readonly containers: number
  readonly restarts: number
}

export function podWords(pod: Pod): PodWords {
  const statuses = pod.status?.containerStatuses ?? []
  const inits = pod.status?.initContainerStatuses ?? []
  const status = statusOf(pod)
  const why = reasons(pod)
  return {
    status,
    tone: toneOf(pod, status, why),
    why,
    ready: statuses.filter(({ ready }) => ready === true).length,
    containers: pod.spec.containers.length,
    restarts: [...statuses, ...inits].reduce((sum, { restartCount }) => sum + (Number(restartCount) || 0), 0),
  }
}

/** As `printPod` of kubectl does it: the first init container that is not done counts, else the last container that says something. */
function statusOf(pod: Pod): string {
  const inits = pod.status?.initContainerStatuses ?? []
  const total = pod.spec.initContainers?.length ?? inits.length
  let status = pod.status?.reason || pod.status?.phase || 'Unknown'
  const initAt = inits.findIndex((one, at) => !initDone(one, pod.spec.initContainers?.[at]?.restartPolicy))
  const init = inits[initAt]
  if (init !== undefined) {
    status = `Init:${stateWord(init.state) ?? `${initAt}/${total}`}`
  } else {
    let running = false
    for (const one of (pod.status?.containerStatuses ?? []).toReversed()) {
      const word = stateWord(one.state)
      if (word !== undefined) status = word
      else if (one.ready && one.state?.running) running = true
    }
    if (status === 'Completed' && running) status = isReady(pod) ? 'Running' : 'NotReady'
  }
  if (pod.metadata.deletionTimestamp === undefined) return status
  return pod.status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating'
}

/** A sidecar is done with starting once it has started. */
const initDone = ({ state, started }: ContainerStatus, policy: string | undefined): boolean =>
  policy === 'Always' ? started === true : state?.terminated?.exitCode === 0

function stateWord(state: ContainerState | undefined): string | undefined {
  if (state?.waiting !== undefined) {
    const { reason } = state.waiting
    return reason && reason !== 'PodInitializing' ? reason : undefined
  }
  const ended = state?.terminated
  if (ended === undefined) return undefined
  return ended.reason || (ended.signal ? `Signal:${ended.signal}` : `ExitCode:${ended.exitCode}`)
}

const isReady = (pod: Pod): boolean =>
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false

function toneOf(pod: Pod, status: string, why: readonly Said[]): Tone {
  const phase = pod.status?.phase
  if (phase === 'Succeeded') return 'done'
  if (phase === 'Failed' || phase === 'Unknown' || status === 'Unknown') return 'bad'
  if (status === 'Terminating') return 'waiting'
  if (why.some(({ code }) => code !== 'container-not-ready' && code !== 'container-restarted')) return 'bad'
  return status === 'Running' && isReady(pod) ? 'good' : 'waiting'
}

/** Waiting by these is the way of every start. */
const ordinary = new Set(['ContainerCreating', 'PodInitializing'])

function reasons(pod: Pod): readonly Said[] {
  const why: Said[] = []
  const { status } = pod
  const scheduled = status?.conditions?.find(({ type }) => type === 'PodScheduled')
  if (scheduled?.status === 'False' && pod.metadata.deletionTimestamp === undefined)
    why.push({ code: 'pod-unscheduled', values: { message: scheduled.message ?? scheduled.reason ?? '' } })
  if (status?.phase === 'Failed' && status.reason)
    why.push({ code: 'pod-failed', values: { reason: status.reason, message: status.message ?? '' } })
  for (const one of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    why.push(...containerReasons(one, status?.phase))
  return why
}

function containerReasons(one: ContainerStatus, phase: string | undefined): readonly Said[] {
  const container = one.name
  const { waiting, running, terminated } = one.state ?? {}
  const last = terminated ?? one.lastState?.terminated
  const restarts = Number(one.restartCount) || 0
  const crashed = last === undefined || last.exitCode === 0 ? undefined : crashOf(container, last, restarts)
  if (waiting?.reason && !ordinary.has(waiting.reason)) {
    const values = { container, reason: waiting.reason, message: waiting.message ?? '' }
    const held: Said = { code: 'container-waiting', values }
    // Why it went down says more than that it waits to be started again.
    return waiting.reason === 'CrashLoopBackOff' && crashed ? [crashed, held] : [held]
  }
  if (terminated !== undefined) return crashed ? [crashed] : []
  if (running === undefined) return []
  const back: Said[] = crashed ? [{ ...crashed, code: 'container-restarted' }] : []
  if (one.ready === false && phase === 'Running')
    return [{ code: 'container-not-ready', values: { container } }, ...back]
  return back
}

function crashOf(container: string, last: NonNullable<ContainerState['terminated']>, restarts: number): Said {
  const at = readTime(last.finishedAt) ?? 0
  const message = (last.message ?? '').slice(0, 300)
  const code = last.reason === 'OOMKilled' ? 'container-out-of-memory' : 'container-crashed'
  return { code, values: { container, exitCode: last.exitCode, restarts, at, message } }
}
