/** Faults, one after the other with quiet in between. Each plans its end when it begins, so that none lasts for ever. */
import { limits } from '../../limits.ts'
import { changeDeployment } from '../controllers/index.ts'
import { exit, leak, setProbe } from '../kubelet/containers.ts'
import { evictPod } from '../kubelet/pods.ts'
import { isRunning } from '../kubelet/status.ts'
import { usageOf } from '../kubelet/usage.ts'
import { reportNode } from '../nodes/index.ts'
import { repositoryOf } from '../scenario/image.ts'
import { memoryLimitOf } from '../world/amounts.ts'
import { chanceMillis, pick } from '../world/chance.ts'
import type { Load, Mood } from '../world/load.ts'
import type { PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import { keyOf, type World } from '../world/world.ts'
import type { Fault, FaultName } from './fault.ts'

const minute = 60_000

/** What begins a fault; undefined where it finds nothing to hit. `end` tells that it is over. */
type Beginning = (world: World, end: () => void) => string | undefined

const beginnings: Readonly<Record<FaultName, Beginning>> = {
  'bad-rollout': (world, end) => rollOut(world, 'crashes', end),
  'missing-image': (world, end) => rollOut(world, 'missing', end),
  'oom-kill': runOutOfMemory,
  'full-node': fillNode,
  'slow-database': slowDown,
}

/** Begins with faults: the first after the shortest quiet, then each some time after the one before has ended. */
export function planFaults(world: World): void {
  const { quiet, faults } = world.scenario
  if (quiet === undefined || faults.length === 0) return
  let round: FaultName[] = []
  const next = () => {
    if (round.length === 0) round = shuffled(world, faults)
    const name = round.pop()
    const again = () => world.after(chanceMillis(world.random, quiet.least, quiet.most), next)
    if (name === undefined || !beginFault(world, name, again)) again()
  }
  world.after(quiet.least, next)
}

/** Begins one fault; false where there is nothing that it could hit. `after` is called once it is over. */
export function beginFault(world: World, name: FaultName, after: () => void): boolean {
  let fault: Fault | undefined
  const end = () => {
    if (fault === undefined || fault.to !== undefined) return
    fault.to = world.now
    after()
  }
  const what = beginnings[name](world, end)
  if (what === undefined) return false
  fault = { name, what, from: world.now }
  world.faults.push(fault)
  if (world.faults.length > limits.twinKeptFaults) world.faults.shift()
  return true
}

function shuffled(world: World, names: readonly FaultName[]): FaultName[] {
  const order = [...names]
  for (let n = order.length - 1; n > 0; n--) {
    const other = Math.floor((n + 1) * world.random.next())
    ;[order[n], order[other]] = [order[other] as FaultName, order[n] as FaultName]
  }
  return order
}

/** A new version that does not run; some minutes later somebody rolls it back. */
function rollOut(world: World, trouble: 'crashes' | 'missing', end: () => void): string | undefined {
  const candidates = [...world.objects.all('Deployment')].filter(({ metadata }) => metadata.namespace !== 'kube-system')
  if (candidates.length === 0) return undefined
  const deployment = pick(world.random, candidates)
  const key = keyOf(deployment)
  const [container] = deployment.spec.template.spec.containers
  const good = container?.image
  if (good === undefined) return undefined
  const bad = `${repositoryOf(good)}:${nextVersion(good, trouble)}`
  const setImage = (image: string) =>
    changeDeployment(world, key, spec => ({
      ...spec,
      template: {
        ...spec.template,
        spec: {
          ...spec.template.spec,
          containers: spec.template.spec.containers.map(each =>
            each.name === container?.name ? { ...each, image } : each,
          ),
        },
      },
    }))
  world.badImages.set(bad, trouble)
  setImage(bad)
  world.after(chanceMillis(world.random, 4 * minute, 9 * minute), () => {
    setImage(good)
    // Nobody knows the version any more once its pods are gone.
    world.after(2 * minute, () => {
      world.badImages.delete(bad)
      end()
    })
  })
  return `Deployment ${key}`
}

function nextVersion(image: string, trouble: 'crashes' | 'missing'): string {
  const tag = image.slice(repositoryOf(image).length + 1)
  const bumped = tag.replace(/\d+$/, last => String(Number(last) + 1))
  return trouble === 'missing' ? `${bumped}-rc` : bumped
}

const podsThat = (world: World, suits: (pod: PodRun) => boolean): PodRun[] =>
  [...world.pods.values()].filter(
    pod => !pod.leaving && !pod.over && pod.load !== undefined && pod.containers.every(isRunning) && suits(pod),
  )

/** A pod never gives memory back until the kernel ends it at its limit. */
function runOutOfMemory(world: World, end: () => void): string | undefined {
  const candidates = podsThat(
    world,
    ({ key, containers: [run] }) =>
      !key.startsWith('kube-system/') && run !== undefined && memoryLimitOf(run.spec) !== undefined,
  )
  if (candidates.length === 0) return undefined
  const pod = pick(world.random, candidates)
  const [run] = pod.containers
  if (run?.instance === undefined) return undefined
  const { instance } = run
  const length = chanceMillis(world.random, 5 * minute, 10 * minute)
  const room = (memoryLimitOf(run.spec) ?? 0) - pod.temper * run.behaviour.memoryIdle
  leak(world, pod, run, Math.max(1_000, room / (length / 1_000)))
  world.after(length + 2 * minute, () => {
    // Whatever became of it: nothing leaks any longer.
    exit(world, pod, run, instance, 137, 'OOMKilled')
    end()
  })
  return `Pod ${pod.key}`
}

/** A pod writes its node's disk full; the kubelet evicts it, and is under pressure for five minutes more. */
function fillNode(world: World, end: () => void): string | undefined {
  const candidates = podsThat(world, ({ key }) => !key.startsWith('kube-system/') && !key.startsWith('database/'))
  if (candidates.length === 0) return undefined
  const pod = pick(world.random, candidates)
  const { node } = pod
  if (node === undefined) return undefined
  const length = chanceMillis(world.random, 5 * minute, 9 * minute)
  const room = 0.9 * node.diskBytes - usageOf(node, world.now).disk
  pod.filling = { from: world.now, perSecond: Math.max(1, room / (length / 1_000)) }
  world.after(length, () => {
    const object = world.objects.get('Node', node.name)
    if (object === undefined || pod.over || pod.leaving) return end()
    node.diskPressure = true
    reportNode(world, node)
    const told = { by: 'kubelet', host: node.name }
    tell(world, object, {
      type: 'Warning',
      reason: 'EvictionThresholdMet',
      message: 'Attempting to reclaim ephemeral-storage',
      ...told,
    })
    tell(world, object, {
      reason: 'NodeHasDiskPressure',
      message: `Node ${node.name} status is now: NodeHasDiskPressure`,
      ...told,
    })
    const using = `Container ${pod.containers[0]?.spec.name} was using ${Math.round(room / 1_024)}Ki, request is 0, has larger consumption of ephemeral-storage.`
    world.after(10_000, () =>
      evictPod(
        world,
        pod,
        `The node was low on resource: ephemeral-storage. Threshold quantity: ${Math.round(node.diskBytes / 10)}, available: ${Math.round((0.098 * node.diskBytes) / 1_024)}Ki. ${using}`,
      ),
    )
    world.after(5 * minute, () => {
      node.diskPressure = false
      reportNode(world, node)
      tell(world, object, {
        reason: 'NodeHasNoDiskPressure',
        message: `Node ${node.name} status is now: NodeHasNoDiskPressure`,
        ...told,
      })
      world.wake('Scheduler', '')
      end()
    })
  })
  return `Node ${node.name}`
}

/** The database takes its time: requests are dear, who asks it waits and complains, and one of those fails its probe for a while. */
function slowDown(world: World, end: () => void): string | undefined {
  const database = world.loads.get('database/postgres')
  const backend = world.loads.get('backend/backend-app')
  if (database === undefined || backend === undefined) return undefined
  const moods = (mood: Mood, dearness: number) => {
    const each: readonly (readonly [Load, number])[] = [
      [database, dearness],
      [backend, 1 + (dearness - 1) / 4],
    ]
    for (const [load, cost] of each) load.setMood(world.now, mood, cost)
  }
  const length = chanceMillis(world.random, 5 * minute, 12 * minute)
  moods('slow-database', 3)
  const backends = podsThat(world, ({ load }) => load === backend)
  const probed = backends.length > 1 ? pick(world.random, backends) : undefined
  if (probed !== undefined) {
    const message = `Get "http://${probed.ip}:8080/health": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
    world.after(minute, () => setProbe(world, probed, message))
    world.after(minute * 2.5, () => setProbe(world, probed, undefined))
  }
  world.after(length, () => {
    moods('well', 1)
    end()
  })
  return 'StatefulSet database/postgres'
}
