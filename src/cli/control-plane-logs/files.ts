/** The files that make a control plane send its audit log here. Pure; `mangru control-plane-logs FILE` prints one as it is to be used. */
import { stringify } from 'yaml'
import { nameForGroups } from '../../model/kubernetes/index.ts'

export interface ControlPlaneLogsPlace {
  /** As Mangru is to call the cluster: a part of the path, since an API server drops a question mark part. */
  readonly cluster: string
  /** Where the API server reaches Mangru, without a path. */
  readonly server: string
}

const folder = '/etc/kubernetes/audit'
const inFolder = (name: string) => `${folder}/${name}`

/** In order: the first rule that holds for a request decides. Bodies only of what people deploy; of secrets and tokens never. */
export const policyFile = (): string =>
  stringify({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
      { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/metrics'] },
      {
        level: 'Metadata',
        resources: [
          { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts/token'] },
          { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        ],
      },
      {
        level: 'RequestResponse',
        verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
        resources: [
          { group: '', resources: ['pods', 'services', 'replicationcontrollers'] },
          { group: 'apps' },
          { group: 'batch' },
          { group: 'autoscaling', resources: ['horizontalpodautoscalers'] },
          { group: 'rbac.authorization.k8s.io' },
        ],
      },
      { level: 'Metadata' },
    ],
  })

export const webhookFile = ({ cluster, server }: ControlPlaneLogsPlace): string =>
  stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'mangru',
        cluster: {
          server: `${server}/api/kubernetes/audit/${encodeURIComponent(cluster)}`,
          ...(server.startsWith('https:') ? { 'certificate-authority': inFolder('mangru-ca.crt') } : {}),
        },
      },
    ],
    users: [{ name: 'kube-apiserver', user: { token: 'TOKEN' } }],
    contexts: [{ name: 'mangru', context: { cluster: 'mangru', user: 'kube-apiserver' } }],
    'current-context': 'mangru',
  })

/** A batch is sent after five seconds at the latest; an event that is too large loses its bodies at the API server already. */
export const apiServerFlags: readonly (readonly [string, string])[] = [
  ['audit-policy-file', inFolder('policy.yaml')],
  ['audit-webhook-config-file', inFolder('mangru.kubeconfig')],
  ['audit-webhook-mode', 'batch'],
  ['audit-webhook-batch-max-wait', '5s'],
  ['audit-webhook-truncate-enabled', 'true'],
]

export const kubeadmFile = (): string =>
  stringify({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    apiServer: {
      extraArgs: apiServerFlags.map(([name, value]) => ({ name, value })),
      extraVolumes: [
        { name: 'audit', hostPath: folder, mountPath: folder, readOnly: true, pathType: 'DirectoryOrCreate' },
      ],
    },
  })

/** EKS knows its clusters by their names, not by their ARNs. */
export const eksCommand = ({ cluster }: ControlPlaneLogsPlace): string => {
  const types = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler']
  const logging = JSON.stringify({ clusterLogging: [{ types, enabled: true }] })
  return `aws eks update-cluster-config --name ${nameForGroups(cluster)} --logging '${logging}'`
}
