/** All objects of an installation, in the order in which they are applied: what stands first is needed by what follows. Pure. */
import type { Manifest, Resource } from '../../model/kubernetes/index.ts'
import { accessObjects } from './access-objects.ts'
import { agentObjects } from './agent-objects.ts'
import { metricsApiObjects } from './metrics-api-objects.ts'
import { networkObjects } from './network-objects.ts'
import { labels, type Release } from './release.ts'
import { dataClaim, keysSecret, serverDeployment, serverService, tlsSecret } from './server-objects.ts'
import type { InstallValues } from './values.ts'

/** What is made anew for an installation; absent: it is there already, or the operator's own. PEM, and keys as `api/auth` makes them. */
export interface Material {
  readonly keys?: Readonly<Record<string, string>>
  readonly tls?: { readonly cert: string; readonly key: string; readonly authority: string }
  /** The authority of the certificate that is served, PEM in base64: for the API server. */
  readonly caBundle: string
}

const namespaceObject = (release: Release, { fluentBit }: InstallValues): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: release.namespace,
    labels: {
      ...labels(release, 'namespace'),
      // Fluent Bit reads the nodes' files.
      'pod-security.kubernetes.io/enforce': fluentBit.enabled ? 'privileged' : 'restricted',
    },
  },
})

function secretObjects(release: Release, values: InstallValues, { keys, tls }: Material): readonly Manifest[] {
  const secret = (name: string, type: string, data: Readonly<Record<string, string>>): Manifest => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: release.namespace, labels: labels(release, 'server') },
    type,
    data: Object.fromEntries(
      Object.entries(data).map(([entry, text]) => [entry, Buffer.from(text).toString('base64')]),
    ),
  })
  return [
    ...(keys === undefined ? [] : [secret(keysSecret(release, values), 'Opaque', keys)]),
    ...(tls === undefined
      ? []
      : [
          secret(tlsSecret(release, values), 'kubernetes.io/tls', {
            ...{ 'tls.crt': tls.cert, 'tls.key': tls.key, 'ca.crt': tls.authority },
          }),
        ]),
  ]
}

export function installObjects(release: Release, values: InstallValues, material: Material): readonly Manifest[] {
  const claim = dataClaim(release, values)
  return [
    ...(values.namespace.create ? [namespaceObject(release, values)] : []),
    ...accessObjects(release, values),
    ...secretObjects(release, values, material),
    ...(claim === undefined ? [] : [claim]),
    ...networkObjects(release, values),
    serverService(release, values),
    serverDeployment(release, values),
    ...agentObjects(release, values),
    // Last: from then on the API server asks us.
    ...metricsApiObjects(release, values, material.caBundle),
  ]
}

const kinds: Readonly<Record<string, readonly [group: string, plural: string, namespaced: boolean]>> = {
  Namespace: ['', 'namespaces', false],
  ServiceAccount: ['', 'serviceaccounts', true],
  ConfigMap: ['', 'configmaps', true],
  Secret: ['', 'secrets', true],
  Service: ['', 'services', true],
  PersistentVolumeClaim: ['', 'persistentvolumeclaims', true],
  Deployment: ['apps', 'deployments', true],
  DaemonSet: ['apps', 'daemonsets', true],
  NetworkPolicy: ['networking.k8s.io', 'networkpolicies', true],
  PodDisruptionBudget: ['policy', 'poddisruptionbudgets', true],
  ClusterRole: ['rbac.authorization.k8s.io', 'clusterroles', false],
  ClusterRoleBinding: ['rbac.authorization.k8s.io', 'clusterrolebindings', false],
  RoleBinding: ['rbac.authorization.k8s.io', 'rolebindings', true],
  APIService: ['apiregistration.k8s.io', 'apiservices', false],
}

/** Where the API serves what we install. */
export function resourceOf(kind: string): Resource {
  const found = kinds[kind]
  if (found === undefined) throw new Error(`nothing of kind ${kind} is installed`)
  const [group, plural, namespaced] = found
  return { group, version: 'v1', plural, namespaced }
}
