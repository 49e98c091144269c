/** The agents that send here as they send to CloudWatch: Fluent Bit on every node, and the configuration of a CloudWatch agent. Pure. */
import type { Manifest } from '../../model/kubernetes/index.ts'
import { clusterRight, serviceAccount } from './access-objects.ts'
import { fluentBitRules } from './access-rules.ts'
import { fluentBitConf } from './fluent-bit-conf.ts'
import { clusterName, fullName, labels, type Release, selectorLabels } from './release.ts'
import { keysSecret, ports, tlsSecret } from './server-objects.ts'
import type { InstallValues } from './values.ts'

const hostFolder = (name: string, path: string) => ({ name, hostPath: { path, type: '' } })
const readOnly = (name: string, mountPath: string) => ({ name, mountPath, readOnly: true })

function fluentBitContainer(release: Release, values: InstallValues): object {
  const { fluentBit, clusterName: cluster } = values
  const key = (name: string, entry: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: keysSecret(release, values), key: entry } },
  })
  return {
    name: 'fluent-bit',
    image: fluentBit.image,
    args: ['--config=/etc/fluent-bit/fluent-bit.conf'],
    env: [
      { name: 'CLUSTER_NAME', value: cluster },
      { name: 'HOST_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'SERVICE_NAME', value: `${fullName(release)}.${release.namespace}.svc` },
      { name: 'SERVICE_TLS_PORT', value: `${ports.https}` },
      { name: 'OWN_LOGS', value: `/var/log/containers/${fullName(release)}-fluent-bit*` },
      key('AWS_ACCESS_KEY_ID', 'writer.id'),
      key('AWS_SECRET_ACCESS_KEY', 'writer.secret'),
    ],
    ports: [{ name: 'health', containerPort: 2020 }],
    livenessProbe: { httpGet: { path: '/', port: 'health' }, periodSeconds: 30, timeoutSeconds: 5 },
    resources: {
      requests: { cpu: fluentBit.cpu, memory: fluentBit.memory },
      limits: { memory: fluentBit.memory },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      // The nodes' log files belong to root, and nothing is needed but to read them.
      ...{ runAsUser: 0, capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] } },
    },
    volumeMounts: [
      readOnly('config', '/etc/fluent-bit'),
      readOnly('authority', '/etc/mangru/tls'),
      { name: 'state', mountPath: '/var/fluent-bit/state' },
      readOnly('logs', '/var/log'),
      readOnly('docker', '/var/lib/docker/containers'),
    ],
  }
}

function fluentBitObjects(release: Release, values: InstallValues): readonly Manifest[] {
  const name = `${fullName(release)}-fluent-bit`
  const metadata = { name, namespace: release.namespace, labels: labels(release, 'fluent-bit') }
  const selector = selectorLabels(release, 'fluent-bit')
  const tolerations = values.fluentBit.tolerations.length > 0 ? values.fluentBit.tolerations : [{ operator: 'Exists' }]
  const pod = {
    serviceAccountName: name,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 40,
    priorityClassName: 'system-node-critical',
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    tolerations,
    containers: [fluentBitContainer(release, values)],
    volumes: [
      { name: 'config', configMap: { name } },
      {
        name: 'authority',
        secret: { secretName: tlsSecret(release, values), items: [{ key: 'ca.crt', path: 'ca.crt' }] },
      },
      // Where each file was read to outlives the pod.
      { name: 'state', hostPath: { path: `/var/fluent-bit/state/${release.namespace}`, type: 'DirectoryOrCreate' } },
      hostFolder('logs', '/var/log'),
      hostFolder('docker', '/var/lib/docker/containers'),
    ],
  }
  return [
    serviceAccount(release, name, 'fluent-bit'),
    ...clusterRight(release, {
      ...{ name: `${clusterName(release)}-fluent-bit`, account: name, part: 'fluent-bit', rules: fluentBitRules },
    }),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'fluent-bit.conf': fluentBitConf } },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        selector: { matchLabels: selector },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '20%' } },
        template: { metadata: { labels: selector }, spec: pod },
      },
    },
  ]
}

function cloudwatchAgentConfig(release: Release, { clusterName: cluster, containerInsights }: InstallValues): Manifest {
  const endpoint = `http://${fullName(release)}.${release.namespace}.svc:${ports.http}`
  const config = {
    agent: { region: 'us-east-1' },
    logs: {
      metrics_collected: {
        kubernetes: {
          cluster_name: cluster,
          enhanced_container_insights: containerInsights !== 'classic',
          metrics_collection_interval: 60,
        },
      },
      force_flush_interval: 5,
      endpoint_override: endpoint,
    },
    metrics: { endpoint_override: endpoint },
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cwagentconfig', namespace: release.namespace, labels: labels(release, 'cloudwatch-agent') },
    data: { 'cwagentconfig.json': `${JSON.stringify(config, null, 2)}\n` },
  }
}

export const agentObjects = (release: Release, values: InstallValues): readonly Manifest[] => [
  ...(values.fluentBit.enabled ? fluentBitObjects(release, values) : []),
  ...(values.cloudwatchAgent.enabled ? [cloudwatchAgentConfig(release, values)] : []),
]
