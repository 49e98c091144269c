/** Who an event speaks of: a node's names, a pod's controller as the agent names it, and the Service in front of a pod. */
import { type Node, type Pod, type Service, selectsByLabels } from '../../model/kubernetes/index.ts'

/** Members that all events of a node carry. */
export interface NodeIdentity {
  readonly NodeName: string
  readonly InstanceId: string
  readonly InstanceType?: string
  readonly AutoScalingGroupName?: string
}

const nodeGroupLabels = ['eks.amazonaws.com/nodegroup', 'alpha.eksctl.io/nodegroup-name', 'karpenter.sh/nodepool']

/**
 * On EC2 the instance's id, elsewhere the last part of the provider's id; a node without a provider is its own instance, because published views
 * ask for {NodeName, InstanceId, ClusterName}. What the agent reads from EC2's tags as the group is the node group's label here.
 */
export function nodeIdentity({ metadata: { name, labels = {} }, spec }: Node): NodeIdentity {
  const type = labels['node.kubernetes.io/instance-type']
  const group = nodeGroupLabels.flatMap(label => labels[label] ?? [])[0]
  return {
    NodeName: name,
    InstanceId: spec?.providerID?.split('/').at(-1) || name,
    ...(type === undefined ? {} : { InstanceType: type }),
    ...(group === undefined ? {} : { AutoScalingGroupName: group }),
  }
}

export interface Owner {
  readonly owner_kind: string
  readonly owner_name: string
}

export interface PodIdentity {
  /** The dimension PodName: the controller's name, or the pod's own where nothing multiplies it. */
  readonly podName: string
  readonly owner?: Owner
}

/** A CronJob names its Jobs by the minute since 1970, older ones by the second. */
const jobOfCronJob = /^(.+)-\d{8,10}$/

export function podIdentity({ metadata }: Pod): PodIdentity {
  const references = metadata.ownerReferences ?? []
  const reference = references.find(one => one.controller === true) ?? references[0]
  if (reference === undefined || reference.kind === 'Node') {
    return { podName: metadata.name.startsWith('kube-proxy-') ? 'kube-proxy' : metadata.name }
  }
  const owner = ownerOf(reference.kind, reference.name, metadata.labels?.['pod-template-hash'])
  // Each pod of a StatefulSet is one of its own.
  return { podName: owner.owner_kind === 'StatefulSet' ? metadata.name : owner.owner_name, owner }
}

function ownerOf(kind: string, name: string, templateHash: string | undefined): Owner {
  if (kind === 'ReplicaSet' && templateHash && name.endsWith(`-${templateHash}`)) {
    return { owner_kind: 'Deployment', owner_name: name.slice(0, -templateHash.length - 1) }
  }
  const cronJob = kind === 'Job' ? jobOfCronJob.exec(name)?.[1] : undefined
  return cronJob === undefined ? { owner_kind: kind, owner_name: name } : { owner_kind: 'CronJob', owner_name: cronJob }
}

/** Finds the Service that selects a pod: of several the first by name, so that it is always the same. */
export function serviceFinder(services: readonly Service[]): (pod: Pod) => string | undefined {
  const byNamespace = new Map<
    string,
    { readonly name: string; readonly selector: Readonly<Record<string, string>> }[]
  >()
  for (const { metadata, spec } of services) {
    const { selector = {} } = spec ?? {}
    // A Service without a selector has endpoints that somebody else writes.
    if (Object.keys(selector).length === 0 || metadata.namespace === undefined) continue
    const there = byNamespace.get(metadata.namespace) ?? []
    there.push({ name: metadata.name, selector })
    byNamespace.set(metadata.namespace, there)
  }
  for (const there of byNamespace.values()) there.sort((a, b) => (a.name < b.name ? -1 : 1))
  return ({ metadata: { namespace = '', labels = {} } }) =>
    byNamespace.get(namespace)?.find(({ selector }) => selectsByLabels(selector, labels))?.name
}
