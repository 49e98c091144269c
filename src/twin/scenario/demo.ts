/**
 * The demo: an application of a front end, a backend, a database and a batch job, in namespaces of their own, on three nodes of a group that has two
 * at least and four at most; with the system's own pods, an autoscaler, and a fault now and then.
 */
import { gib, minutes, seconds } from '../../model/index.ts'
import { faultNames } from '../faults/fault.ts'
import { cronJob, daemonSet, deployment, namespace, service, statefulSet } from './build.ts'
import { programs } from './programs.ts'
import type { Draft, Scenario } from './scenario.ts'

const registry = '000000000000.dkr.ecr.eu-west-1.amazonaws.com'
const image = (name: string, tag: string) => `${registry}/${name}:${tag}`

const behaviours = new Map(
  Object.entries({
    'backend-app': programs.backend,
    frontend: programs.frontend,
    postgres: programs.database,
    'batch-app': programs.batch,
    'eks/coredns': programs.dns,
    'amazon-k8s-cni': programs.network,
    'eks/kube-proxy': programs.proxy,
    'cluster-autoscaler': programs.plain,
  }).map(([name, behaviour]) => [`${registry}/${name}`, behaviour]),
)

const system: readonly Draft[] = [
  daemonSet('kube-system', { name: 'aws-node', image: image('amazon-k8s-cni', 'v1.20.1'), cpu: '50m', memory: '32Mi' }),
  daemonSet('kube-system', {
    name: 'kube-proxy',
    image: image('eks/kube-proxy', 'v1.34.0'),
    cpu: '100m',
    memory: '32Mi',
  }),
  deployment(
    'kube-system',
    {
      ...{ name: 'coredns', image: image('eks/coredns', 'v1.12.3'), cpu: '100m', memory: '70Mi', memoryLimit: '170Mi' },
      ...{ port: 53, healthPath: '/health' },
    },
    2,
    { priorityClassName: 'system-cluster-critical', priority: 2_000_000_000 },
  ),
  deployment(
    'kube-system',
    {
      ...{ name: 'cluster-autoscaler', image: image('cluster-autoscaler', 'v1.34.0'), cpu: '100m', memory: '128Mi' },
      memoryLimit: '600Mi',
    },
    1,
  ),
  service('kube-system', 'coredns', 53, '172.20.0.10'),
]

const application: readonly Draft[] = [
  deployment(
    'backend',
    {
      ...{ name: 'backend-app', image: image('backend-app', '1.8.2'), cpu: '600m', memory: '512Mi' },
      ...{ cpuLimit: '1', memoryLimit: '768Mi', port: 8_080, healthPath: '/health' },
    },
    3,
  ),
  service('backend', 'backend-app', 8_080, '172.20.41.7'),
  deployment(
    'frontend',
    {
      ...{ name: 'frontend', image: image('frontend', '2.4.0'), cpu: '100m', memory: '64Mi' },
      ...{ cpuLimit: '300m', memoryLimit: '128Mi', port: 80, healthPath: '/' },
    },
    2,
  ),
  service('frontend', 'frontend', 80, '172.20.118.3'),
  statefulSet(
    'database',
    {
      ...{ name: 'postgres', image: image('postgres', '16.9'), cpu: '500m', memory: '1Gi', memoryLimit: '2Gi' },
      port: 5_432,
    },
    1,
    'data-postgres-0',
  ),
  service('database', 'postgres', 5_432, '172.20.77.90'),
  cronJob(
    'batch',
    {
      ...{ name: 'batch-app', image: image('batch-app', '0.9.1'), cpu: '100m', memory: '128Mi', memoryLimit: '256Mi' },
    },
    '*/15 * * * *',
  ),
]

const around: readonly Draft[] = [
  {
    ...{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'shop', namespace: 'frontend' } },
    spec: { ingressClassName: 'alb', rules: [{ host: 'shop.example.com', http: { paths: [] } }] },
  },
  {
    ...{
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'backend-app', namespace: 'backend' },
    },
    spec: {
      ...{
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'backend-app' },
        minReplicas: 3,
        maxReplicas: 7,
      },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
  },
  {
    ...{
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'backend-app', namespace: 'backend' },
    },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'backend-app' } } },
  },
  {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'backend-app', namespace: 'backend' } },
    keys: ['application.yaml', 'logback.xml'],
  },
  {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'database', namespace: 'backend' }, type: 'Opaque' },
    keys: ['password', 'url', 'username'],
  },
  {
    ...{
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3' },
      provisioner: 'ebs.csi.aws.com',
    },
    ...{ reclaimPolicy: 'Delete', volumeBindingMode: 'WaitForFirstConsumer', allowVolumeExpansion: true },
  },
  {
    ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pvc-5f0c1f9e-data-postgres-0' } },
    spec: {
      ...{
        capacity: { storage: '20Gi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'gp3',
        persistentVolumeReclaimPolicy: 'Delete',
      },
      claimRef: { namespace: 'database', name: 'data-postgres-0' },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a1b2c3d4e5f60718' },
    },
    status: { phase: 'Bound' },
  },
  {
    ...{
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data-postgres-0', namespace: 'database' },
    },
    spec: {
      ...{ accessModes: ['ReadWriteOnce'], storageClassName: 'gp3', volumeName: 'pvc-5f0c1f9e-data-postgres-0' },
      resources: { requests: { storage: '20Gi' } },
    },
    status: { phase: 'Bound', capacity: { storage: '20Gi' } },
  },
]

export const demoScenario: Scenario = {
  clusterName: 'demo',
  version: 'v1.34.1',
  groups: [
    {
      ...{
        name: 'workers',
        instanceType: 'm5.large',
        min: 2,
        desired: 3,
        max: 4,
        cpus: 2,
        memoryBytes: 8_163_164_160,
        maxPods: 29,
      },
      ...{
        diskBytes: gib(80),
        zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
        boot: seconds(70),
        joining: seconds(18),
      },
    },
  ],
  objects: [
    ...['default', 'kube-system', 'backend', 'frontend', 'database', 'batch'].map(namespace),
    ...system,
    ...application,
    ...around,
  ],
  behaviours,
  weights: new Map([
    ['frontend/frontend', 1],
    ['backend/backend-app', 1],
    ['database/postgres', 1.6],
    ['kube-system/coredns', 2],
  ]),
  demand: { peak: 4, busiestHour: 13 },
  quiet: { least: minutes(25), most: minutes(70) },
  faults: faultNames,
}
