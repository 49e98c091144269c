/** Who Mangru is in the cluster, and what it may do. Pure. */
import { isChosenKind, type Manifest } from '../../model/kubernetes/index.ts'
import { type AccessRule, chosenRules, metricsApiRules, plainRule, secretsRule, watchRules } from './access-rules.ts'
import { clusterName, fullName, labels, type Release } from './release.ts'
import { answersApis } from './server-objects.ts'
import type { InstallValues } from './values.ts'

const rbac = 'rbac.authorization.k8s.io'

export function serviceAccount(release: Release, name: string, part: string, annotations = {}): Manifest {
  const some = Object.keys(annotations).length > 0 ? { annotations } : {}
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: release.namespace, labels: labels(release, part), ...some },
    // Each pod says itself that it wants the token.
    automountServiceAccountToken: false,
  }
}

/** A role of the whole cluster, given to one account. */
export function clusterRight(
  release: Release,
  { name, account, part, rules }: { name: string; account: string; part: string; rules: readonly AccessRule[] },
): readonly Manifest[] {
  const metadata = { name, labels: labels(release, part) }
  return [
    { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata, rules: rules.map(plainRule) },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: release.namespace }],
    },
  ]
}

export function accessObjects(release: Release, values: InstallValues): readonly Manifest[] {
  const name = fullName(release)
  const apis = values.tls.enabled && answersApis(values)
  const rules = [
    ...watchRules,
    ...(values.watch.secrets ? [secretsRule] : []),
    ...chosenRules(values.watch.kinds.filter(isChosenKind)),
    ...(apis ? metricsApiRules : []),
  ]
  const frontProxy: Manifest = {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    // The authority by which the API server proves itself stands in a ConfigMap there.
    metadata: { name: clusterName(release), namespace: 'kube-system', labels: labels(release, 'server') },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: [{ kind: 'ServiceAccount', name, namespace: release.namespace }],
  }
  return [
    serviceAccount(release, name, 'server', values.serviceAccount.annotations),
    ...clusterRight(release, { name: clusterName(release), account: name, part: 'server', rules }),
    ...(apis ? [frontProxy] : []),
  ]
}
