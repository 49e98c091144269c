/** Groups of nodes: what each promised, whoever told of it, against the nodes that are there. Pure. */
import type { ApiNodeGroup, Said } from '../../../model/index.ts'
import { type Node, nodeGroupOf, nodeWords, type PromisedGroup, type Tone } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'

type Promises = ReturnType<ClusterPort['promised']>

/** By name. A group that promises nodes and has none is a group too. */
export function nodeGroups(nodes: readonly Node[], { groups, unknown }: Promises): readonly ApiNodeGroup[] {
  const promised = new Map<string, PromisedGroup>()
  // Whoever knows a least and a most knows more than whoever knows limits alone.
  for (const group of groups) if (better(group, promised.get(group.name))) promised.set(group.name, group)
  const ofInstance = new Map(groups.flatMap(({ name, instances }) => instances.map(one => [one, name] as const)))
  const members = Map.groupBy(nodes, node => nodeGroupOf(node) ?? ofInstance.get(instanceOf(node)) ?? '')
  const names = new Set([...members.keys(), ...promised.keys()])
  return [...names]
    .filter(name => name !== '')
    .sort()
    .map(name => groupNow(name, members.get(name) ?? [], promised.get(name), unknown))
}

export const isReady = (node: Node): boolean => nodeWords(node).status.split(',')[0] === 'Ready'

const better = (one: PromisedGroup, other: PromisedGroup | undefined): boolean =>
  other === undefined || (other.max === null && one.max !== null)

const instanceOf = ({ spec }: Node): string => spec?.providerID?.split('/').at(-1) ?? ''

function groupNow(
  name: string,
  nodes: readonly Node[],
  promised: PromisedGroup | undefined,
  unknown: Said | null,
): ApiNodeGroup {
  const lacking = nodes.filter(node => !isReady(node)).map(({ metadata }) => metadata.name)
  const there = { ready: nodes.length - lacking.length, total: nodes.length }
  const { min = null, desired = null, max = null, limits = {}, source = 'labels' } = promised ?? {}
  return {
    ...{ name, ...there, min, desired, max, limits, source },
    ...promiseOf(there, { desired, max }, lacking),
    unknown: promised === undefined ? (unknown ?? { code: 'group-labels-only', values: {} }) : null,
  }
}

/** Names that one sentence tells (count); the list of nodes has them all. */
const told = 5

function promiseOf(
  { ready, total }: Pick<ApiNodeGroup, 'ready' | 'total'>,
  { desired, max }: Pick<ApiNodeGroup, 'desired' | 'max'>,
  lacking: readonly string[],
): { readonly promise: Said; readonly tone: Tone } {
  const nodes = [...lacking.slice(0, told), ...(lacking.length > told ? ['…'] : [])].join(', ')
  const missing = desired === null ? 0 : Math.max(0, desired - total)
  const say = (code: string, tone: Tone, values: Said['values'] = {}) => ({
    ...{ tone, promise: { code, values: { ready, total, ...(desired === null ? {} : { desired }), ...values } } },
  })
  if (desired === null)
    return lacking.length > 0 ? say('group-some-ready', 'bad', { nodes }) : say('group-all-ready', 'good')
  if (lacking.length > 0 && missing > 0) return say('group-short-and-missing', 'bad', { nodes, missing })
  if (lacking.length > 0) return say('group-short', 'bad', { nodes })
  if (missing > 0) return say('group-missing', 'waiting', { missing })
  if (total > desired) return say('group-leaving', 'waiting', { leaving: total - desired })
  return desired === max ? say('group-full', 'good', { max }) : say('group-kept', 'good')
}
