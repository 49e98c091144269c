/** The life of containers on a node: pull, start, readiness, exit, back-off, memory's end. Each step is a deed of its own on the agenda. */
import type { Millis } from '../../model/index.ts'
import { repositoryOf } from '../scenario/image.ts'
import { chanceMillis, hex } from '../world/chance.ts'
import type { ContainerRun, Instance, PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import type { World } from '../world/world.ts'
import { isRunning, report } from './status.ts'
import { fullAt, spendInstance } from './usage.ts'

/** Back-off of crashing containers and of images that cannot be pulled: doubled from 10 s to 5 min, forgotten after 10 min of running. */
const backOff = { first: 10_000, most: 300_000, forgiven: 600_000 }
const backOffOf = (times: number): number => Math.min(backOff.most, backOff.first * 2 ** (times - 1))

const alive = (world: World, pod: PodRun): boolean => world.pods.get(pod.uid) === pod && !pod.leaving && !pod.over

function say(
  world: World,
  pod: PodRun,
  run: ContainerRun | undefined,
  reason: string,
  message: string,
  warning = false,
): void {
  const object = world.objects.get('Pod', pod.key)
  if (object === undefined || object.metadata.uid !== pod.uid) return
  tell(world, object, {
    type: warning ? 'Warning' : 'Normal',
    ...{ reason, message, by: 'kubelet', host: pod.node?.name ?? '' },
    ...(run !== undefined && { fieldPath: `spec.containers{${run.spec.name}}` }),
  })
}

/** The pod has its sandbox and address; its containers are pulled and started. */
export function startContainers(world: World, pod: PodRun): void {
  for (const run of pod.containers) pull(world, pod, run, 0)
}

function pull(world: World, pod: PodRun, run: ContainerRun, tries: number): void {
  const { node } = pod
  const image = run.spec.image ?? ''
  if (!alive(world, pod) || node === undefined) return
  if (world.badImages.get(image) === 'missing') {
    refusePull(world, pod, run, tries + 1)
    return
  }
  if (node.images.has(image)) {
    say(world, pod, run, 'Pulled', `Container image "${image}" already present on machine`)
    world.after(chanceMillis(world.random, 120, 400), () => start(world, pod, run))
    return
  }
  say(world, pod, run, 'Pulling', `Pulling image "${image}"`)
  // A newer tag of what is there shares most of its layers.
  const shared = [...node.images.keys()].some(there => repositoryOf(there) === repositoryOf(image))
  const took = Math.round(run.behaviour.pull * (shared ? 0.3 : 1) * (0.8 + 0.5 * world.random.next()))
  world.after(took, () => {
    if (!alive(world, pod)) return
    node.images.set(image, run.behaviour.imageBytes)
    const text = `${(took / 1_000).toFixed(3)}s (${(took / 1_000).toFixed(3)}s including waiting). Image size: ${run.behaviour.imageBytes} bytes.`
    say(world, pod, run, 'Pulled', `Successfully pulled image "${image}" in ${text}`)
    world.after(chanceMillis(world.random, 120, 400), () => start(world, pod, run))
  })
}

function refusePull(world: World, pod: PodRun, run: ContainerRun, tries: number): void {
  const image = run.spec.image ?? ''
  const message = `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`
  say(world, pod, run, 'Pulling', `Pulling image "${image}"`)
  say(world, pod, run, 'Failed', message, true)
  say(world, pod, run, 'Failed', 'Error: ErrImagePull', true)
  run.waiting = { reason: 'ErrImagePull', message: message.slice(message.indexOf('rpc error')) }
  report(world, pod)
  world.after(chanceMillis(world.random, 1_500, 4_000), () => {
    if (!alive(world, pod)) return
    say(world, pod, run, 'BackOff', `Back-off pulling image "${image}"`)
    say(world, pod, run, 'Failed', 'Error: ImagePullBackOff', true)
    run.waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` }
    report(world, pod)
    world.after(backOffOf(tries), () => pull(world, pod, run, tries))
  })
}

function start(world: World, pod: PodRun, run: ContainerRun): void {
  if (!alive(world, pod)) return
  if (run.instance !== undefined) {
    spendInstance(pod, run, run.instance, world.now)
    run.previous = run.instance
    run.restarts++
  }
  const instance: Instance = {
    id: hex(world.random, 64),
    startedAt: world.now,
    loadAtStart: pod.load?.total(world.now) ?? 0,
  }
  run.instance = instance
  delete run.waiting
  say(world, pod, run, 'Created', `Created container: ${run.spec.name}`)
  say(world, pod, run, 'Started', `Started container ${run.spec.name}`)
  const { behaviour } = run
  if (behaviour.runs !== undefined) {
    const length = chanceMillis(world.random, behaviour.runs.least, behaviour.runs.most)
    world.after(length, () => exit(world, pod, run, instance, 0, 'Completed'))
  }
  if (world.badImages.get(run.spec.image ?? '') === 'crashes')
    world.after(chanceMillis(world.random, 2_500, 5_000), () => exit(world, pod, run, instance, 1, 'Error'))
  if (behaviour.startup === 0) run.ready = true
  else world.after(behaviour.startup * (0.8 + 0.5 * world.random.next()), () => becomeReady(world, pod, run, instance))
  report(world, pod)
}

function becomeReady(world: World, pod: PodRun, run: ContainerRun, instance: Instance): void {
  if (!alive(world, pod) || run.instance !== instance || instance.endedAt !== undefined) return
  // What will crash in a moment never gets so far that it answers a probe.
  if (pod.failingProbe !== undefined || world.badImages.has(run.spec.image ?? '')) return
  run.ready = true
  report(world, pod)
}

/** An instance ends; whether it is started again is the pod's restart policy. */
export function exit(
  world: World,
  pod: PodRun,
  run: ContainerRun,
  instance: Instance,
  exitCode: number,
  reason: string,
): void {
  if (!alive(world, pod) || run.instance !== instance || instance.endedAt !== undefined) return
  instance.endedAt = world.now
  instance.exitCode = exitCode
  instance.reason = reason
  run.ready = false
  const policy = world.objects.get('Pod', pod.key)?.spec.restartPolicy ?? 'Always'
  if (policy === 'Never' || (policy === 'OnFailure' && exitCode === 0)) {
    report(world, pod)
    return
  }
  if (world.now - instance.startedAt > backOff.forgiven) run.crashes = 0
  run.crashes++
  restartLater(world, pod, run)
}

/** The first restart comes at once; from the second on the container is told to be in a crash loop. */
function restartLater(world: World, pod: PodRun, run: ContainerRun): void {
  if (run.crashes === 1) {
    report(world, pod)
    world.after(chanceMillis(world.random, 800, 2_000), () => start(world, pod, run))
    return
  }
  const wait = backOffOf(run.crashes - 1)
  const name = `${run.spec.name} in pod ${pod.key.slice(pod.key.indexOf('/') + 1)}_${pod.key.slice(0, pod.key.indexOf('/'))}(${pod.uid})`
  report(world, pod)
  world.after(chanceMillis(world.random, 700, 1_500), () => {
    if (!alive(world, pod)) return
    run.waiting = {
      reason: 'CrashLoopBackOff',
      message: `back-off ${shortTime(wait as Millis)} restarting failed container=${name}`,
    }
    say(world, pod, run, 'BackOff', `Back-off restarting failed container ${name}`, true)
    report(world, pod)
    world.after(wait, () => start(world, pod, run))
  })
}

const shortTime = (length: Millis): string => {
  const seconds = Math.round(length / 1_000)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

/** From now on an instance never gives memory back; at its limit the kernel ends it. */
export function leak(world: World, pod: PodRun, run: ContainerRun, perSecond: number): void {
  const { instance } = run
  if (instance === undefined || !isRunning(run)) return
  instance.leak = { from: world.now, perSecond }
  const at = fullAt(pod, run, instance)
  if (at !== undefined) world.after(at - world.now, () => exit(world, pod, run, instance, 137, 'OOMKilled'))
}

/** The readiness probe of a pod's first container fails from now on, or passes again. */
export function setProbe(world: World, pod: PodRun, failing: string | undefined): void {
  const [run] = pod.containers
  if (!alive(world, pod) || run === undefined) return
  if (failing === undefined) delete pod.failingProbe
  else pod.failingProbe = failing
  if (!isRunning(run) || run.ready === (failing === undefined)) return
  run.ready = failing === undefined
  if (failing !== undefined) say(world, pod, run, 'Unhealthy', `Readiness probe failed: ${failing}`, true)
  report(world, pod)
}
