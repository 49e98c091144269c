/** A pod's status as its kubelet reports it, worked out from what runs. */
import type { Condition, ContainerState, ContainerStatus, Pod, PodStatus } from '../../model/kubernetes/index.ts'
import { repositoryOf } from '../scenario/image.ts'
import { qosOf } from '../world/amounts.ts'
import { fractionOf } from '../world/chance.ts'
import type { ContainerRun, Instance, PodRun } from '../world/running.ts'
import { timeText, type World } from '../world/world.ts'

const terminated = (instance: Instance): ContainerState => ({
  terminated: {
    exitCode: instance.exitCode ?? 0,
    reason: instance.reason ?? 'Completed',
    startedAt: timeText(instance.startedAt),
    finishedAt: timeText(instance.endedAt ?? instance.startedAt),
    containerID: `containerd://${instance.id}`,
  },
})

/** What names an image's content: the same for the same reference. */
const digestOf = (image: string): string =>
  Array.from({ length: 8 }, (_, n) =>
    Math.floor(fractionOf(image, n) * 4_294_967_296)
      .toString(16)
      .padStart(8, '0'),
  ).join('')

function stateOf({ instance, waiting }: ContainerRun): ContainerState {
  if (waiting !== undefined) return { waiting }
  if (instance === undefined) return { waiting: { reason: 'ContainerCreating' } }
  return instance.endedAt === undefined
    ? { running: { startedAt: timeText(instance.startedAt) } }
    : terminated(instance)
}

function containerStatus(run: ContainerRun): ContainerStatus {
  const { spec, instance, previous } = run
  const image = spec.image ?? ''
  // While it waits to be started again, the run that just ended is the last one.
  const last = instance?.endedAt !== undefined && run.waiting !== undefined ? instance : previous
  const running = instance !== undefined && instance.endedAt === undefined
  return {
    name: spec.name,
    state: stateOf(run),
    lastState: last === undefined ? {} : terminated(last),
    ready: run.ready,
    restartCount: run.restarts,
    image,
    imageID: instance === undefined ? '' : `${repositoryOf(image)}@sha256:${digestOf(image)}`,
    ...(instance !== undefined && { containerID: `containerd://${instance.id}` }),
    started: running,
  }
}

export const isRunning = ({ instance }: ContainerRun) => instance !== undefined && instance.endedAt === undefined

/** Succeeded and Failed only where nothing will be started again. */
function phaseOf(pod: Pod, run: PodRun): string {
  const ended = run.containers.every(
    ({ instance, waiting }) => instance?.endedAt !== undefined && waiting === undefined,
  )
  const policy = pod.spec.restartPolicy ?? 'Always'
  if (ended && policy !== 'Always') {
    const failed = run.containers.some(({ instance }) => (instance?.exitCode ?? 0) !== 0)
    if (!failed) return 'Succeeded'
    if (policy === 'Never') return 'Failed'
  }
  return run.containers.some(container => container.instance !== undefined) ? 'Running' : 'Pending'
}

function conditionsOf(world: World, run: PodRun, phase: string, before: readonly Condition[]): Condition[] {
  const finished = phase === 'Succeeded' || phase === 'Failed'
  const unready = run.containers.filter(({ ready }) => !ready).map(({ spec }) => spec.name)
  const why = finished
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` }
  const isReady = !finished && unready.length === 0
  const make = (type: string, holds: boolean, said: object = {}): Condition => {
    const status = holds ? 'True' : 'False'
    const held = before.find(condition => condition.type === type)
    const since = held?.status === status ? held.lastTransitionTime : undefined
    return { type, status, lastTransitionTime: since ?? timeText(world.now), ...(!holds && said) }
  }
  return [
    make('PodReadyToStartContainers', run.sandboxAt !== undefined && !finished),
    make('Initialized', true, finished ? why : {}),
    make('Ready', isReady, why),
    make('ContainersReady', isReady, why),
    make('PodScheduled', true),
  ]
}

/** The status of a pod that has a node. */
export function statusOf(world: World, pod: Pod, run: PodRun): PodStatus {
  const phase = phaseOf(pod, run)
  return {
    phase,
    conditions: conditionsOf(world, run, phase, pod.status?.conditions ?? []),
    ...(run.node !== undefined && { hostIP: run.node.ip }),
    ...(run.ip !== undefined && { podIP: run.ip }),
    startTime: pod.status?.startTime ?? timeText(world.now),
    qosClass: qosOf(pod.spec),
    containerStatuses: run.containers.map(containerStatus),
  }
}

/** Writes a pod's status, as long as the pod is there. */
export function report(world: World, run: PodRun): void {
  const pod = world.objects.get('Pod', run.key)
  if (pod === undefined || pod.metadata.uid !== run.uid) return
  if (pod.status?.phase === 'Failed' && run.over) return
  world.objects.put('Pod', { ...pod, status: statusOf(world, pod, run) })
}
