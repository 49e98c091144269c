/** Objects for a scenario, with what they all have alike filled in. */
import type { Container, JobSpec, PodSpec } from '../../model/kubernetes/index.ts'
import type { Draft } from './scenario.ts'

export interface Program {
  readonly name: string
  readonly image: string
  readonly cpu: string
  readonly memory: string
  readonly cpuLimit?: string
  readonly memoryLimit?: string
  readonly port?: number
  readonly healthPath?: string
}

function containerOf({ name, image, cpu, memory, cpuLimit, memoryLimit, port, healthPath }: Program): Container {
  const limits = { ...(cpuLimit && { cpu: cpuLimit }), ...(memoryLimit && { memory: memoryLimit }) }
  const probe = {
    ...(healthPath && port && { httpGet: { path: healthPath, port } }),
    periodSeconds: 10,
    failureThreshold: 3,
  }
  return {
    ...{ name, image, imagePullPolicy: 'IfNotPresent' },
    resources: { requests: { cpu, memory }, ...(Object.keys(limits).length > 0 && { limits }) },
    ...(port !== undefined && { ports: [{ containerPort: port, protocol: 'TCP' }] }),
    ...(healthPath !== undefined && { readinessProbe: probe, livenessProbe: probe }),
  }
}

const podSpec = (program: Program, more: Partial<PodSpec> = {}): PodSpec => ({
  containers: [containerOf(program)],
  ...{ restartPolicy: 'Always', terminationGracePeriodSeconds: 30, serviceAccountName: 'default' },
  ...more,
})

const labelled = (namespace: string, { name }: Program) => ({
  metadata: { name, namespace, labels: { app: name }, generation: 1 },
  selector: { matchLabels: { app: name } },
})

export const namespace = (name: string): Draft => ({
  ...{ apiVersion: 'v1', kind: 'Namespace', status: { phase: 'Active' } },
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
})

export function deployment(space: string, program: Program, replicas: number, more: Partial<PodSpec> = {}): Draft {
  const { metadata, selector } = labelled(space, program)
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
    spec: {
      ...{ replicas, selector, revisionHistoryLimit: 5, progressDeadlineSeconds: 180 },
      template: { metadata: { labels: { app: program.name } }, spec: podSpec(program, more) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    },
  }
}

export function daemonSet(space: string, program: Program): Draft {
  const { metadata, selector } = labelled(space, program)
  const more = {
    ...{ hostNetwork: true, priorityClassName: 'system-node-critical', priority: 2_000_001_000 },
    tolerations: [{ operator: 'Exists' }],
  }
  const template = { metadata: { labels: { app: program.name } }, spec: podSpec(program, more) }
  return { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { selector, template } }
}

export function statefulSet(space: string, program: Program, replicas: number, claim: string): Draft {
  const { metadata, selector } = labelled(space, program)
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: claim } }]
  return {
    ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata },
    spec: {
      ...{ replicas, selector, serviceName: program.name },
      template: { metadata: { labels: { app: program.name } }, spec: podSpec(program, { volumes }) },
    },
  }
}

export function cronJob(space: string, program: Program, schedule: string): Draft {
  const { metadata } = labelled(space, program)
  const labels = { app: program.name }
  const spec: JobSpec = {
    ...{ backoffLimit: 2, completions: 1, parallelism: 1 },
    template: { metadata: { labels }, spec: podSpec(program, { restartPolicy: 'Never' }) },
  }
  return {
    ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata },
    spec: {
      ...{ schedule, concurrencyPolicy: 'Forbid', successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
      jobTemplate: { metadata: { labels }, spec },
    },
  }
}

export const service = (space: string, name: string, port: number, address: string, type = 'ClusterIP'): Draft => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: space, labels: { app: name } } },
  spec: {
    type,
    clusterIP: address,
    selector: { app: name },
    ports: [{ name: 'main', port, targetPort: port, protocol: 'TCP' }],
  },
})
