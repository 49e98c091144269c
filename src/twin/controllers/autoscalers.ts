/**
 * HorizontalPodAutoscalers on CPU, every 15 seconds: `ceil(replicas × usage ÷ target)` with a tolerance of a tenth; the largest wish of the last five
 * minutes is kept to when it goes down.
 */

import { instant } from '../../model/index.ts'
import type { Condition, HorizontalPodAutoscaler } from '../../model/kubernetes/index.ts'
import { isRunning } from '../kubelet/status.ts'
import { cpuOf } from '../kubelet/usage.ts'
import type { PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import { timeText, type World } from '../world/world.ts'
import { changeDeployment, setsOf } from './deployments.ts'
import { isReady, livePods } from './replica-sets.ts'

const period = 15_000
const memory = 300_000

interface CpuTarget {
  readonly resource?: { readonly target?: { readonly averageUtilization?: number } }
}

/** Starts an autoscaler's rounds. */
export function planScaling(world: World, key: string): void {
  const wishes: { readonly at: number; readonly replicas: number }[] = []
  const round = () => {
    const autoscaler = world.objects.get('HorizontalPodAutoscaler', key)
    if (autoscaler === undefined) return
    while ((wishes[0]?.at ?? world.now) < world.now - memory) wishes.shift()
    scale(world, autoscaler, wishes)
    world.after(period, round)
  }
  world.after(period, round)
}

/** Per cent of what was asked for, over the last fifteen seconds. */
function utilization(world: World, pods: readonly PodRun[]): number | undefined {
  const before = instant(world.now - period)
  let used = 0
  let asked = 0
  for (const pod of pods) {
    for (const run of pod.containers) {
      if (run.instance === undefined || !isRunning(run) || run.instance.startedAt > before) continue
      used += (cpuOf(pod, run, run.instance, world.now) - cpuOf(pod, run, run.instance, before)) / (period * 1_000)
    }
    asked += pod.request.cpu
  }
  return asked === 0 || used === 0 ? undefined : (100 * used) / asked
}

function scale(world: World, autoscaler: HorizontalPodAutoscaler, wishes: { at: number; replicas: number }[]): void {
  const { namespace = '' } = autoscaler.metadata
  const target = `${namespace}/${autoscaler.spec.scaleTargetRef.name}`
  const deployment = world.objects.get('Deployment', target)
  if (deployment === undefined) return
  const current = deployment.spec.replicas ?? 1
  const pods = setsOf(world, deployment).flatMap(set => livePods(world, set.metadata.uid))
  const ready = pods.filter(({ key }) => isReady(world.objects.get('Pod', key)))
  const used = utilization(world, ready)
  if (used === undefined) return
  const wanted = (autoscaler.spec.metrics?.[0] as CpuTarget | undefined)?.resource?.target?.averageUtilization ?? 80
  const ratio = used / wanted
  const wish = Math.abs(ratio - 1) <= 0.1 ? current : Math.ceil(ready.length * ratio)
  const bounded = Math.min(autoscaler.spec.maxReplicas, Math.max(autoscaler.spec.minReplicas ?? 1, wish))
  wishes.push({ at: world.now, replicas: bounded })
  const steady = Math.max(...wishes.map(({ replicas }) => replicas))
  const replicas = bounded > current ? bounded : Math.min(current, steady)
  if (replicas !== current) {
    changeDeployment(world, target, spec => ({ ...spec, replicas }))
    const why =
      replicas > current ? 'cpu resource utilization (percentage of request) above target' : 'All metrics below target'
    tell(world, autoscaler, {
      reason: 'SuccessfulRescale',
      message: `New size: ${replicas}; reason: ${why}`,
      by: 'horizontal-pod-autoscaler',
    })
  }
  report(world, autoscaler, current, replicas, used)
}

function report(
  world: World,
  autoscaler: HorizontalPodAutoscaler,
  current: number,
  replicas: number,
  used: number,
): void {
  const { status } = autoscaler
  const now = timeText(world.now)
  const shown = Math.round(used)
  // A few per cent more or less are not worth a new version of the object.
  const before = (
    status?.currentMetrics?.[0] as { resource?: { current?: { averageUtilization?: number } } } | undefined
  )?.resource?.current?.averageUtilization
  const same = status?.currentReplicas === current && status.desiredReplicas === replicas
  if (same && before !== undefined && Math.abs(before - shown) < 5) return
  const since = (type: string) => status?.conditions?.find(known => known.type === type)?.lastTransitionTime ?? now
  const condition = (type: string, reason: string, message: string): Condition => ({
    ...{ type, status: 'True', reason, message, lastTransitionTime: since(type) },
  })
  world.objects.put('HorizontalPodAutoscaler', {
    ...autoscaler,
    status: {
      ...{ currentReplicas: current, desiredReplicas: replicas },
      ...(replicas === current
        ? status?.lastScaleTime !== undefined && { lastScaleTime: status.lastScaleTime }
        : { lastScaleTime: now }),
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: shown } } }],
      conditions: [
        condition('AbleToScale', 'ReadyForNewScale', 'recommended size matches current size'),
        condition(
          'ScalingActive',
          'ValidMetricFound',
          'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
        ),
      ],
    },
  })
}
