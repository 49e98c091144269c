/** The metrics APIs, asked by the real kubectl and the real autoscaler through the real API server, as an APIService that a process of the test answers. */
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logsClient } from '../browser.ts'
import { eventually, fakePod } from './harness/index.ts'
import { type Mangru, startMangru } from './mangru.ts'
import { dropNamespace, makeNamespace, makeRealPod, runs } from './namespaces.ts'
import { theCluster } from './the-cluster.ts'

const it = theCluster()
const namespace = 'scaled'
const service = 'mangru'
const group = '/shop/orders'
const apis = [
  ['metrics.k8s.io', 'v1beta1'],
  ['custom.metrics.k8s.io', 'v1beta1'],
  ['custom.metrics.k8s.io', 'v1beta2'],
  ['external.metrics.k8s.io', 'v1beta1'],
] as const

describe.skipIf(it === undefined)(
  'the metrics APIs',
  () => {
    const { plane, node } = (it ?? {}) as NonNullable<typeof it>
    let mangru: Mangru
    let port: number
    let authority: string
    const file = (name: string) => readFileSync(join(plane.place.folder, 'pki', name), 'utf8')

    beforeAll(async () => {
      const args = ['--metrics-api-listen', '0.0.0.0:0', '--metrics-api-names', `${service}.${namespace}.svc`]
      mangru = await startMangru(plane.kubeconfig, { args: [...args, '--no-pod-logs', '--container-insights', 'off'] })
      const said = /metrics APIs are at https:\/\/\S+:(\d+); what trusts them trusts (\S+)/.exec(mangru.server.said())
      port = Number(said?.[1])
      authority = readFileSync(said?.[2] ?? '', 'utf8')
      await makeNamespace(plane, namespace)
      plane.apply({ apiVersion: 'v1', kind: 'List', items: [...wayTo(), ...workloads()] })
      if (node !== undefined) {
        const burner = { resources: { limits: { cpu: '200m', memory: '32Mi' } } }
        await makeRealPod(plane, { namespace, name: 'burner', script: 'while :; do :; done', ...burner })
      }
    })
    afterAll(async () => {
      if (it === undefined) return
      // A namespace goes only when all APIs of the cluster answer.
      for (const [api, version] of apis)
        await plane.api.delete(`/apis/apiregistration.k8s.io/v1/apiservices/${version}.${api}`)
      await dropNamespace(plane, namespace)
      await mangru?.stop()
    })

    /** The APIs, by a Service without a selector that leads to the test's own process. */
    function wayTo(): readonly object[] {
      const slice = { name: service, namespace, labels: { 'kubernetes.io/service-name': service } }
      return [
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: service, namespace },
          spec: { ports: [{ name: 'https', port: 443 }] },
        },
        {
          ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: slice, addressType: 'IPv4' },
          ports: [{ name: 'https', port, protocol: 'TCP' }],
          endpoints: [{ addresses: [plane.place.address], conditions: { ready: true } }],
        },
        ...apis.map(([api, version]) => ({
          ...{ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `${version}.${api}` } },
          spec: {
            ...{ group: api, version, groupPriorityMinimum: 100, versionPriority: version === 'v1beta2' ? 200 : 100 },
            ...{
              caBundle: Buffer.from(authority).toString('base64'),
              service: { name: service, namespace, port: 443 },
            },
          },
        })),
      ]
    }

    /** Two Deployments of one pod that says it uses twice what it asked for, each with an autoscaler. */
    function workloads(): readonly object[] {
      const external = {
        metric: {
          name: 'OrdersQueued',
          selector: { matchLabels: { queue: 'mail', 'mangru/statistic': 'Sum', 'mangru/default': '0' } },
        },
        target: { type: 'AverageValue', averageValue: '10' },
      }
      const cpu = { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } }
      return [
        ...scaled('by-cpu', { type: 'Resource', resource: cpu }),
        ...scaled('by-orders', { type: 'External', external }),
      ]
    }
    function scaled(name: string, metric: object): readonly object[] {
      const labels = { app: name }
      const annotations = { 'kwok.x-k8s.io/usage-cpu': '200m', 'kwok.x-k8s.io/usage-memory': '32Mi' }
      const target = { apiVersion: 'apps/v1', kind: 'Deployment', name }
      const down = { scaleDown: { stabilizationWindowSeconds: 0 } }
      return [
        {
          ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace } },
          spec: {
            replicas: 1,
            selector: { matchLabels: labels },
            template: { metadata: { labels, annotations }, spec: fakePod() },
          },
        },
        {
          ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name, namespace } },
          spec: { scaleTargetRef: target, minReplicas: 1, maxReplicas: 4, metrics: [metric], behavior: down },
        },
      ]
    }
    const replicas = async (name: string): Promise<number> =>
      (await plane.api.get(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`)).status.replicas ?? 0
    const grown = (name: string, to: number) =>
      eventually(`${name} to have ${to} pods`, async () => (await replicas(name)) === to, { within: 180_000 })

    /** Straight to Mangru, past the API server. */
    const ask = (path: string, client?: string, headers: Record<string, string> = {}) =>
      new Promise<{ status: number; text: string }>((resolve, reject) => {
        const own = client === undefined ? {} : { cert: file(`${client}.crt`), key: file(`${client}.key`) }
        const asked = request(
          { host: '127.0.0.1', port, path, headers, ca: authority, agent: false, servername: 'localhost', ...own },
          answer => {
            const pieces: Buffer[] = []
            answer.on('data', (piece: Buffer) => pieces.push(piece))
            answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString() }))
          },
        )
        asked.on('error', reject)
        asked.end()
      })

    test('let in nobody but the API server, and of its users those who may', async () => {
      const nodes = '/apis/metrics.k8s.io/v1beta1/nodes'
      const admin = { 'X-Remote-User': 'root', 'X-Remote-Group': 'system:masters' }
      await eventually(
        'the front proxy to be known',
        async () => (await ask(nodes, 'front-proxy-client', admin)).status === 200,
      )
      expect((await ask(nodes)).status).toBe(401)
      expect((await ask(nodes, undefined, admin)).status).toBe(401)
      expect((await ask(nodes, 'admin', admin)).status).toBe(401)
      expect((await ask(nodes, 'front-proxy-client')).status).toBe(401)
      const nobody = await ask(nodes, 'front-proxy-client', { 'X-Remote-User': 'nobody' })
      expect([nobody.status, JSON.parse(nobody.text).reason]).toEqual([403, 'Forbidden'])
      expect((await ask('/apis', 'front-proxy-client', { 'X-Remote-User': 'nobody' })).status).toBe(200)
      expect((await ask('/healthz')).status).toBe(200)
    })

    test('are available, and tell what they serve', async () => {
      for (const [api, version] of apis)
        await eventually(`${version}.${api} to be available`, async () => {
          const { status } = await plane.api.get(`/apis/apiregistration.k8s.io/v1/apiservices/${version}.${api}`)
          return status.conditions?.some(
            (one: { type: string; status: string }) => one.type === 'Available' && one.status === 'True',
          )
        })
      await eventually('kubectl to know them', () => {
        const told = plane.kubectl(['api-resources', '-o', 'name'])
        return ['nodes.metrics.k8s.io', 'pods.metrics.k8s.io', 'externalmetrics.external.metrics.k8s.io'].every(name =>
          told.includes(name),
        )
      })
    })

    test('answer kubectl top and kubectl get', async () => {
      const top = (...args: readonly string[]) =>
        plane
          .kubectl(['top', ...args, '--no-headers'])
          .trim()
          .split(/\s+/)
      const tells = () => {
        try {
          return top('pods', '-n', namespace, '-l', 'app=by-cpu', '--sort-by=cpu').length >= 3
        } catch {
          return false
        }
      }
      // Two readings, fifteen seconds apart, and what discovery takes.
      await eventually('kubectl top to tell of the pod', tells, { within: 180_000, every: 1_000 })
      const [name = '', cpu = '', memory] = top('pods', '-n', namespace, '-l', 'app=by-cpu')
      expect(name).toMatch(/^by-cpu-/)
      expect(Number.parseInt(cpu, 10)).toBeGreaterThan(150)
      expect(Number.parseInt(cpu, 10)).toBeLessThan(250)
      expect(memory).toBe('32Mi')
      expect(top('pods', '-n', namespace, name, '--containers').slice(0, 2)).toEqual([name, 'app'])
      const table = plane.kubectl(['get', 'nodes.metrics.k8s.io'])
      expect(table.split('\n')[0]?.split(/\s+/)).toEqual(['NAME', 'CPU', 'MEMORY', 'WINDOW'])
      expect(plane.kubectl(['top', 'nodes'])).toMatch(/fake-\d\s+\d+m\s+\d+%/)
      expect(() => plane.kubectl(['get', 'pods.metrics.k8s.io', 'nobody', '-n', namespace])).toThrow('NotFound')
    })

    test.skipIf(node === undefined)('tell of a real container what its kubelet tells', async () => {
      await runs(plane, namespace, 'burner')
      const used = async () => (await mangru.usage()).pods.find(({ name }) => name === 'burner')
      const seen = await eventually('figures of the burner', async () => {
        const found = await used()
        return found !== undefined && found.cpu > 0.02 ? found : undefined
      })
      // The kernel lets it have a fifth of a core, and no more.
      expect((seen as { cpu: number }).cpu).toBeLessThan(0.26)
      const [, cpu = '', memory = ''] = plane
        .kubectl(['top', 'pods', '-n', namespace, 'burner', '--no-headers'])
        .split(/\s+/)
      expect(Number.parseInt(cpu, 10)).toBeLessThan(260)
      expect(Number.parseInt(memory, 10)).toBeLessThan(32)
    })

    test('tell of pods what their log lines say', async () => {
      const logs = logsClient(mangru.server.url)
      const logGroupName = '/shop/hits'
      await logs.send(new CreateLogGroupCommand({ logGroupName }))
      await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'app' }))
      const dimensions = { namespace_name: '$.ns', pod_name: '$.pod' }
      const hits = { metricName: 'hits', metricNamespace: 'Shop/Web', metricValue: '1', dimensions }
      const filter = {
        logGroupName,
        filterName: 'hits',
        filterPattern: '{ $.pod = "*" }',
        metricTransformations: [hits],
      }
      await logs.send(new PutMetricFilterCommand(filter))
      const { items } = await plane.api.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dby-cpu`)
      const pod: string = items[0].metadata.name
      const logEvents = Array.from({ length: 3 }, () => ({
        timestamp: Date.now(),
        message: JSON.stringify({ ns: namespace, pod }),
      }))
      await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'app', logEvents }))
      logs.destroy()
      const query = `labelSelector=app%3Dby-cpu&metricLabelSelector=${encodeURIComponent('mangru/statistic=Sum')}`
      for (const version of ['v1beta1', 'v1beta2']) {
        const path = `/apis/custom.metrics.k8s.io/${version}/namespaces/${namespace}/pods/*/hits?${query}`
        const told = JSON.parse(plane.kubectl(['get', '--raw', path]))
        const described = { kind: 'Pod', namespace, name: pod, apiVersion: 'v1' }
        expect(told.items).toEqual([expect.objectContaining({ describedObject: described, value: '3' })])
      }
    })

    test('let the autoscaler scale up on CPU and, on what a log line says, up and down', async () => {
      const logs = logsClient(mangru.server.url)
      await logs.send(new CreateLogGroupCommand({ logGroupName: group }))
      await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'app' }))
      const transformation = { metricName: 'OrdersQueued', metricNamespace: 'Shop/Orders', metricValue: '$.count' }
      await logs.send(
        new PutMetricFilterCommand({
          ...{ logGroupName: group, filterName: 'queued', filterPattern: '{ $.event = "queued" }' },
          metricTransformations: [{ ...transformation, dimensions: { queue: '$.queue' } }],
        }),
      )
      const message = JSON.stringify({ event: 'queued', queue: 'mail', count: 25 })
      const logEvents = [{ timestamp: Date.now(), message }]
      await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'app', logEvents }))
      logs.destroy()
      await grown('by-orders', 3)
      await grown('by-cpu', 4)
      // The minute of the line goes by, and the next one has none: what the selector says of that counts.
      await grown('by-orders', 1)
    })

    test('let it scale down on CPU', async () => {
      const pods = `/api/v1/namespaces/${namespace}/pods`
      const { items } = await plane.api.get(`${pods}?labelSelector=app%3Dby-cpu`)
      for (const { metadata } of items) {
        const annotations = { 'kwok.x-k8s.io/usage-cpu': '2m' }
        await plane.api.patch(`${pods}/${metadata.name}`, { metadata: { annotations } })
      }
      await grown('by-cpu', 1)
      const hpa = await plane.api.get(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/by-cpu`)
      const active = hpa.status.conditions.find(({ type }: { type: string }) => type === 'ScalingActive')
      expect(active).toMatchObject({ status: 'True', reason: 'ValidMetricFound' })
    })
  },
  240_000,
)
