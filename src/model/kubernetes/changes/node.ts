/** What became of a node: whether it is ready, cordoned, under pressure; and what else was changed about it. */
import type { Said } from '../../said.ts'
import type { Node } from '../cluster-objects.ts'
import type { Condition } from '../object.ts'
import { readTime } from '../time.ts'
import { type Found, found } from './change.ts'
import { fieldsSaid } from './fields.ts'

/** A node is still being furnished so long after it was made (ms). */
const furnishing = 180_000

export function nodeChanges(before: Node, after: Node, at: number): readonly Found[] {
  const made = readTime(after.metadata.creationTimestamp) ?? 0
  const taken = at - made < furnishing ? [] : fieldsSaid(asked(before), asked(after))
  return [
    ...readiness(conditionOf(before, 'Ready'), conditionOf(after, 'Ready')),
    ...pressures(before, after),
    ...cordon(before.spec?.unschedulable === true, after.spec?.unschedulable === true),
    ...found('config', 'done', ...taken),
  ]
}

const conditionOf = (node: Node, type: string): Condition | undefined =>
  node.status?.conditions?.find(condition => condition.type === type)

function readiness(was: Condition | undefined, is: Condition | undefined): readonly Found[] {
  if (was?.status === is?.status) return []
  const values = { reason: is?.reason ?? '', message: is?.message ?? '' }
  if (is?.status === 'True') return found('node', 'good', { code: 'node-became-ready', values: {} })
  // A node that joins was never ready before.
  if (was === undefined && is?.status === 'False') return []
  const code = is?.status === 'False' ? 'node-became-not-ready' : 'node-became-silent'
  return found('node', 'bad', { code, values })
}

function pressures(before: Node, after: Node): readonly Found[] {
  const types = new Set((after.status?.conditions ?? []).map(({ type }) => type))
  types.delete('Ready')
  return [...types].flatMap(condition => {
    const [was, is] = [conditionOf(before, condition)?.status === 'True', conditionOf(after, condition)]
    if (was === (is?.status === 'True')) return []
    const said: Said = {
      code: was ? 'node-pressure-ended' : 'node-pressure-began',
      values: { condition, message: is?.message ?? '' },
    }
    return found('node', was ? 'good' : 'bad', said)
  })
}

function cordon(was: boolean, is: boolean): readonly Found[] {
  if (was === is) return []
  return found('node', is ? 'waiting' : 'good', { code: is ? 'node-was-cordoned' : 'node-was-uncordoned', values: {} })
}

/** Taints that say again what a condition or a cordon says are left out. */
function asked({ metadata, spec, status }: Node): unknown {
  const { nodeInfo } = status ?? {}
  return {
    labels: metadata.labels,
    taints: (spec?.taints ?? [])
      .filter(({ key }) => !/^node\.(cloudprovider\.)?kubernetes\.io\//.test(key))
      .map(({ timeAdded: _when, ...taint }) => taint),
    kubelet: nodeInfo?.kubeletVersion,
    kernel: nodeInfo?.kernelVersion,
    runtime: nodeInfo?.containerRuntimeVersion,
    system: nodeInfo?.osImage,
  }
}
