/** What Mangru's account may do in the cluster, each rule with its reason. Nothing here changes anything in the cluster. Pure. */
import { type ChosenKind, chosenParts, kindNames, resources } from '../../model/kubernetes/index.ts'

export interface AccessRule {
  /** Why Mangru needs it: stands beside the rule in the chart. */
  readonly reason: string
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
  readonly verbs: readonly string[]
}

/** The kinds that are looked at, by group, as `collect/inventory` does: a list, then a watch. */
function looking(): readonly AccessRule[] {
  const groups = new Map<string, string[]>()
  for (const kind of kindNames) {
    if (kind === 'Secret') continue
    const { group, plural } = resources[kind]
    groups.set(group, [...(groups.get(group) ?? []), plural])
  }
  return [...groups].map(([group, plurals]) => ({
    reason: reasons[group] ?? `What there is of ${group}, now and at any time past.`,
    apiGroups: [group],
    resources: plurals.sort(),
    verbs: ['list', 'watch'],
  }))
}

const reasons: Readonly<Record<string, string>> = {
  '': 'What there is and what happened: nodes, pods, services, volumes, quotas, events. Of ConfigMaps only the keys are kept.',
  apps: 'Workloads: what was promised, and what is ready.',
  batch: 'Jobs, and what starts them.',
  autoscaling: 'Autoscalers: what they want, and what holds them back.',
  policy: 'Disruption budgets: why a drain waits.',
  'discovery.k8s.io': 'Endpoints: which pods a service really reaches.',
  'networking.k8s.io': 'Ingresses and network policies.',
  'coordination.k8s.io':
    'Leases: a node that falls silent is noticed by its lease, long before the cluster calls it not ready.',
  'storage.k8s.io': 'Storage classes: why a claim waits.',
}

export const secretsRule: AccessRule = {
  reason:
    'Names, types and keys of Secrets (watch.secrets). The right is one to read values too; Mangru drops them as they come in.',
  apiGroups: [''],
  resources: ['secrets'],
  verbs: ['list', 'watch'],
}

/** For custom resources by choice (watch.kinds), one by one. */
export const chosenRules = (kinds: readonly ChosenKind[]): readonly AccessRule[] =>
  kinds.map(kind => {
    const { group, plural } = chosenParts(kind)
    const reason = `What there is of ${kind} (watch.kinds).`
    return { reason, apiGroups: [group], resources: [plural], verbs: ['list', 'watch'] }
  })

export const watchRules: readonly AccessRule[] = [
  ...looking(),
  {
    reason: 'What Karpenter promised: how far its groups of nodes may grow. Nothing, where it is not installed.',
    apiGroups: ['karpenter.sh'],
    resources: ['nodepools', 'nodeclaims'],
    verbs: ['list'],
  },
  {
    reason: "Pods' logs, followed through the API server: live, and of the instance before a restart.",
    apiGroups: [''],
    resources: ['pods/log'],
    verbs: ['get'],
  },
  {
    reason:
      "Kubelets' figures (/stats/summary, /metrics/cadvisor, /metrics/resource), and files of pods' logs that were rotated (/logs/pods), through the API server's proxy, which knows no finer right. Mangru sends GET alone.",
    apiGroups: [''],
    resources: ['nodes/proxy'],
    verbs: ['get'],
  },
  {
    reason: 'The health of the control plane, check by check, and its version.',
    nonResourceURLs: ['/readyz', '/version'],
    verbs: ['get'],
  },
]

/** For who answers metrics APIs. */
export const metricsApiRules: readonly AccessRule[] = [
  {
    reason: 'May this caller of a metrics API see these pods? The API server is asked, as it says who calls.',
    apiGroups: ['authorization.k8s.io'],
    resources: ['subjectaccessreviews'],
    verbs: ['create'],
  },
]

/** For Fluent Bit's account. */
export const fluentBitRules: readonly AccessRule[] = [
  {
    reason: "The pod behind a log file: its id, image and node, for the records' kubernetes member.",
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['get'],
  },
]

/** As it stands in a ClusterRole. */
export const plainRule = ({ reason: _reason, ...rule }: AccessRule): object => rule

/** YAML of the rules with their reasons before them: the chart includes it. */
export function rulesText(rules: readonly AccessRule[]): string {
  const list = (words: readonly string[]) => `[${words.map(word => JSON.stringify(word)).join(', ')}]`
  return rules
    .map(({ reason, ...rule }) =>
      [
        `# ${reason}`,
        ...Object.entries(rule).map(
          ([name, value], at) => `${at === 0 ? '- ' : '  '}${name}: ${list(value as readonly string[])}`,
        ),
      ].join('\n'),
    )
    .join('\n')
    .concat('\n')
}
