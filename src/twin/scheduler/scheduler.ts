/** One pass of the scheduler over the pods that wait, oldest first: each gets the best node, or an event that says why it has none. */

import { bind } from '../kubelet/pods.ts'
import type { NodeRun, PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import { timeText, type World } from '../world/world.ts'
import { explainRefusals, refusal } from './filters.ts'
import { scoreOf } from './scores.ts'

export function schedulePods(world: World): void {
  for (const run of [...world.waiting]) {
    const chosen = choose(world, run)
    if (typeof chosen !== 'string') bind(world, run, chosen)
    else refuse(world, run, chosen)
  }
}

function choose(world: World, run: PodRun): NodeRun | string {
  const pod = world.objects.get('Pod', run.key)
  if (pod === undefined) return ''
  const siblings = new Map<NodeRun, number>()
  for (const { node, over } of world.podsByOwner.get(run.owner) ?? [])
    if (node !== undefined && !over) siblings.set(node, (siblings.get(node) ?? 0) + 1)
  const most = Math.max(0, ...siblings.values())
  const refusals: string[] = []
  let best: NodeRun[] = []
  let bestScore = -1
  for (const node of run.onlyNode === undefined ? world.nodes.values() : only(world, run.onlyNode)) {
    const no = refusal(pod, run, node)
    if (no !== undefined) {
      refusals.push(no)
      continue
    }
    const score = scoreOf(run, node, siblings.get(node) ?? 0, most)
    if (score > bestScore) [best, bestScore] = [[node], score]
    else if (score === bestScore) best.push(node)
  }
  const chosen = best[best.length === 1 ? 0 : Math.floor(world.random.next() * best.length)]
  return chosen ?? explainRefusals(refusals)
}

const only = (world: World, name: string): NodeRun[] => {
  const node = world.nodes.get(name)
  return node === undefined ? [] : [node]
}

function refuse(world: World, run: PodRun, message: string): void {
  const pod = world.objects.get('Pod', run.key)
  if (pod === undefined) return
  const told = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  if (told?.message === message) return
  tell(world, pod, { type: 'Warning', reason: 'FailedScheduling', message, by: 'default-scheduler' })
  const condition = {
    ...{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    lastTransitionTime: told?.lastTransitionTime ?? timeText(world.now),
  }
  world.objects.put('Pod', { ...pod, status: { ...pod.status, phase: 'Pending', conditions: [condition] } })
  // Tried again when something becomes free, and after five minutes in any case.
  world.after(300_000, () => {
    if (world.waiting.has(run)) world.wake('Scheduler', '')
  })
  world.wake('NodeGroups', '')
}
