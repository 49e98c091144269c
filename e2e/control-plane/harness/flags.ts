/** The command lines of the control plane's parts, and the files that they name. The waiting times are short, so that tests are. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pkiPath } from './certificates.ts'
import type { Place } from './place.ts'

export const serviceRange = '10.96.0.0/16'

export const etcdFlags = ({ folder, ports }: Place): string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  `--listen-client-urls=http://127.0.0.1:${ports.etcd}`,
  `--advertise-client-urls=http://127.0.0.1:${ports.etcd}`,
  `--listen-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
  `--initial-advertise-peer-urls=http://127.0.0.1:${ports.etcdPeer}`,
  `--initial-cluster=default=http://127.0.0.1:${ports.etcdPeer}`,
  '--unsafe-no-fsync',
  '--log-level=warn',
]

export function apiServerFlags({ folder, ports, address }: Place): string[] {
  const pki = (file: string) => pkiPath(folder, file)
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    '--bind-address=0.0.0.0',
    `--advertise-address=${address}`,
    `--secure-port=${ports.api}`,
    `--service-cluster-ip-range=${serviceRange}`,
    `--tls-cert-file=${pki('apiserver.crt')}`,
    `--tls-private-key-file=${pki('apiserver.key')}`,
    `--client-ca-file=${pki('ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${pki('sa.pub')}`,
    `--service-account-signing-key-file=${pki('sa.key')}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--anonymous-auth=false',
    '--allow-privileged=true',
    `--kubelet-client-certificate=${pki('kubelet-client.crt')}`,
    `--kubelet-client-key=${pki('kubelet-client.key')}`,
    `--kubelet-certificate-authority=${pki('ca.crt')}`,
    '--kubelet-preferred-address-types=InternalIP',
    `--requestheader-client-ca-file=${pki('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    `--proxy-client-cert-file=${pki('front-proxy-client.crt')}`,
    `--proxy-client-key-file=${pki('front-proxy-client.key')}`,
    '--enable-aggregator-routing=true',
    `--audit-policy-file=${auditPolicy(folder)}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
    '--audit-log-maxsize=100',
    '--audit-log-maxbackup=2',
  ]
}

export function controllerFlags({ folder, ports, podRange }: Place, kubeconfig: string): string[] {
  const pki = (file: string) => pkiPath(folder, file)
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.controllers}`,
    '--leader-elect=false',
    '--use-service-account-credentials=true',
    `--root-ca-file=${pki('ca.crt')}`,
    `--service-account-private-key-file=${pki('sa.key')}`,
    `--cluster-signing-cert-file=${pki('ca.crt')}`,
    `--cluster-signing-key-file=${pki('ca.key')}`,
    `--flex-volume-plugin-dir=${join(folder, 'volume-plugins')}`,
    '--allocate-node-cidrs=true',
    `--cluster-cidr=${podRange}`,
    `--service-cluster-ip-range=${serviceRange}`,
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    '--horizontal-pod-autoscaler-sync-period=5s',
    '--horizontal-pod-autoscaler-initial-readiness-delay=5s',
    '--horizontal-pod-autoscaler-cpu-initialization-period=10s',
    '--horizontal-pod-autoscaler-downscale-stabilization=30s',
  ]
}

export const schedulerFlags = ({ ports }: Place, kubeconfig: string): string[] => [
  `--kubeconfig=${kubeconfig}`,
  `--authentication-kubeconfig=${kubeconfig}`,
  `--authorization-kubeconfig=${kubeconfig}`,
  '--bind-address=127.0.0.1',
  `--secure-port=${ports.scheduler}`,
  '--leader-elect=false',
  '--kube-api-qps=500',
  '--kube-api-burst=1000',
]

export const kwokFlags = ({ folder, ports, address }: Place, kubeconfig: string): string[] => [
  `--kubeconfig=${kubeconfig}`,
  '--manage-all-nodes=false',
  '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
  `--node-ip=${address}`,
  `--node-port=${ports.kwok}`,
  `--server-address=0.0.0.0:${ports.kwok}`,
  `--tls-cert-file=${pkiPath(folder, 'kwok-server.crt')}`,
  `--tls-private-key-file=${pkiPath(folder, 'kwok-server.key')}`,
  '--node-lease-duration-seconds=40',
  '--enable-crds=Stage,Metric,ResourceUsage,ClusterResourceUsage,Logs,ClusterLogs,Exec,ClusterExec',
]

/** In the order of its rules: nothing of what beats, no bodies of what is secret, whole writes of what people change, the rest without bodies. */
function auditPolicy(folder: string): string {
  const file = join(folder, 'audit-policy.json')
  const writes = ['create', 'update', 'patch', 'delete', 'deletecollection']
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
      { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*'] },
      {
        level: 'Metadata',
        resources: [
          { group: '', resources: ['secrets', 'configmaps', 'serviceaccounts/token'] },
          { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        ],
      },
      {
        level: 'RequestResponse',
        verbs: writes,
        resources: [
          { group: '', resources: ['pods', 'services'] },
          { group: 'apps' },
          { group: 'batch' },
          { group: 'autoscaling' },
          { group: 'rbac.authorization.k8s.io' },
        ],
      },
      { level: 'Metadata' },
    ],
  }
  writeFileSync(file, JSON.stringify(policy))
  return file
}
