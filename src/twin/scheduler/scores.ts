/** Which of the nodes that will do is best: as much free as possible, cpu and memory in balance, the pods of one workload apart. */
import type { NodeRun, PodRun } from '../world/running.ts'

/** What a pod without requests counts as here, and here alone: 100m and 200 MiB. */
const assumed = { cpu: 100, memory: 209_715_200 }

const fractions = (node: NodeRun, cpu: number, memory: number): readonly [number, number] => [
  Math.min(1, (node.taken.cpu + cpu) / node.allocatable.cpu),
  Math.min(1, (node.taken.memory + memory) / node.allocatable.memory),
]

const balance = ([a, b]: readonly [number, number]): number => Math.trunc((1 - Math.abs(a - b) / 2) * 100)

/** 0 to 100 for room, 0 to 100 for balance; and twice the spread of the workload over nodes, 0 to 100. */
export function scoreOf(run: PodRun, node: NodeRun, siblings: number, mostSiblings: number): number {
  const cpu = run.request.cpu === 0 ? assumed.cpu : run.request.cpu
  const memory = run.request.memory === 0 ? assumed.memory : run.request.memory
  const [cpuThen, memoryThen] = fractions(node, cpu, memory)
  const leastAllocated = (Math.trunc((1 - cpuThen) * 100) + Math.trunc((1 - memoryThen) * 100)) / 2
  const before = balance(fractions(node, 0, 0))
  const balanced = 50 + (50 + balance([cpuThen, memoryThen]) - before) / 2
  const spread = mostSiblings === 0 ? 100 : (100 * (mostSiblings - siblings)) / mostSiblings
  return leastAllocated + balanced + 2 * spread
}
