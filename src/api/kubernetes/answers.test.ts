/** What the cluster is answered, written out under cases/: `UPDATE_CASES=1` writes them anew, and their diff is reviewed like code. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { answerTo } from './answer.ts'
import { readPlace } from './paths.ts'
import { type MetricsTestWorld, metricsWorld, object } from './test-world.ts'

const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
const resource = '/apis/metrics.k8s.io/v1beta1'
const external = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop'
const custom = '/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop'
const selector = (text: string) => `labelSelector=${encodeURIComponent(text)}`
const metricSelector = (text: string) => `metricLabelSelector=${encodeURIComponent(text)}`

const cases: Readonly<Record<string, readonly (readonly [path: string, accept?: string])[]>> = {
  discovery: [
    ['/apis'],
    ['/apis/metrics.k8s.io'],
    ['/apis/metrics.k8s.io/v1beta1'],
    ['/apis/custom.metrics.k8s.io/v1beta2'],
    ['/apis/external.metrics.k8s.io/v1beta1'],
    ['/openapi/v3'],
    ['/openapi/v3/apis/metrics.k8s.io/v1beta1'],
    ['/healthz'],
    ['/readyz'],
  ],
  resource: [
    [`${resource}/nodes`],
    [`${resource}/nodes/n-1`],
    [`${resource}/nodes/n-2`],
    [`${resource}/nodes/nobody`],
    [`${resource}/nodes?${selector('zone=b')}`],
    [`${resource}/pods`],
    [`${resource}/pods?fieldSelector=metadata.namespace%3Dback`],
    [`${resource}/namespaces/shop/pods?${selector('app in (web, api),!canary')}`],
    [`${resource}/namespaces/shop/pods?fieldSelector=metadata.name!%3Dweb-1`],
    [`${resource}/namespaces/shop/pods/web-1`],
    [`${resource}/namespaces/shop/pods/new`],
    [`${resource}/namespaces/empty/pods`],
  ],
  tables: [
    [`${resource}/nodes`, table],
    [`${resource}/namespaces/shop/pods?includeObject=None`, table],
    [`${resource}/namespaces/shop/pods/web-1?includeObject=Object`, table.replace('v=v1', 'v=v1beta1')],
  ],
  external: [
    [`${external}/Errors?${selector('mangru/statistic=Sum')}`],
    [`${external}/Orders?${selector('queue=a,mangru/statistic=Maximum')}`],
    [`${external}/Orders?${selector('queue,mangru/namespace=Shop_Orders')}`],
    [`${external}/Orders?${selector('queue notin (a)')}`],
    [`${external}/5xx_rate`],
    [`${external}/Nothing?${selector('mangru/default=0')}`],
    [`${external}/Fraction`],
    [`${external}/fraction`],
    [`${external}/cased`],
  ],
  custom: [
    [`${custom}/pods/*/pod_cpu_utilization?${selector('app=web')}`],
    [`${custom}/pods/*/requests?${metricSelector('mangru/statistic=Sum,path=pay')}`],
    [`${custom.replace('v1beta2', 'v1beta1')}/pods/web-1/requests?${metricSelector('mangru/statistic=Sum,path=pay')}`],
    [`${custom}/deployments.apps/web/pod_cpu_utilization`],
    [`${custom}/services/web/latency?${metricSelector('mangru/statistic=p50')}`],
    [`${custom}/metrics/namespace_pods`],
    ['/apis/custom.metrics.k8s.io/v1beta2/nodes/n-1/node_cpu_utilization'],
  ],
  trouble: [
    ['/apis/apps/v1'],
    [`${resource}/namespaces/shop/deployments`],
    [`${resource}/nodes?${selector('a in b')}`],
    [`${resource}/nodes?fieldSelector=spec.x%3D1`],
    [`${resource}/nodes?watch=true`],
    [`${resource}/nodes`, 'application/vnd.kubernetes.protobuf'],
    [`${external}/Nothing`],
    [`${external}/Orders`],
    [`${external}/Twice`],
    [`${external}/mixed`],
    [`${external}/Errors?${selector('mangru/period=7')}`],
    [`${external}/Errors?${selector('mangru/statistic=Most')}`],
    [`${external}/Errors?${selector('mangru/default=none')}`],
    [`${external}/Errors?${selector('mangru/colour=red')}`],
    [`${custom}/pods/*/unheard-of`],
    [`${custom}/puppies/rex/barks`],
    ['/apis/custom.metrics.k8s.io/v1beta2/pods/web-1/requests'],
  ],
}

/** Of each kind of metric that a case asks for. */
function filled(): MetricsTestWorld {
  const world = metricsWorld()
  world.write({ metric: 'Errors' }, [70, 2], [65, 3], [130, 9])
  world.write({ namespace: 'Shop/Orders', metric: 'Orders', labels: { queue: 'a' } }, [61, 5], [3, 0], [0, 7])
  world.write({ namespace: 'Shop/Orders', metric: 'Orders', labels: { queue: 'b/c' } }, [61, 1_500])
  world.write({ metric: '5xx/rate' }, [100, 0.25], [200, 1])
  world.write({ metric: 'Fraction' }, [100, 2 / 3])
  for (const [at, metric] of ['cased', 'CASED', 'Mixed', 'mixeD'].entries()) world.write({ metric }, [100, at])
  world.write({ namespace: 'A', metric: 'Twice' }, [100, 1])
  world.write({ namespace: 'B', metric: 'Twice' }, [100, 1])
  const agent = { ClusterName: 'demo', Namespace: 'shop', PodName: 'web', FullPodName: 'web-1' }
  const sets = [Object.keys(agent), ['ClusterName', 'Namespace', 'PodName'], ['ClusterName']]
  world.write({ metric: 'pod_cpu_utilization', labels: agent, sets }, [61, 40])
  world.write({ metric: 'pod_cpu_utilization', labels: { ...agent, FullPodName: 'new' }, sets }, [61, 60])
  world.write({ metric: 'pod_cpu_utilization', labels: { ...agent, ClusterName: 'other' }, sets }, [61, 99])
  const logged = { namespace_name: 'shop', pod_name: 'web-1' }
  world.write({ metric: 'requests', labels: { ...logged, path: '/pay' } }, [70, 10], [62, 1])
  world.write({ metric: 'requests', labels: { ...logged, path: '/cart' } }, [70, 500])
  world.write({ metric: 'latency', labels: { namespace: 'shop', service: 'web' } }, [70, 10], [69, 20], [68, 90])
  world.write({ metric: 'namespace_pods', labels: { ClusterName: 'demo', Namespace: 'shop' } }, [70, 4])
  world.write(
    { metric: 'node_cpu_utilization', labels: { ClusterName: 'demo', NodeName: 'n-1', InstanceId: 'i' } },
    [70, 12.5],
  )
  world.objects.push(object('Namespace', 'shop'))
  return world
}

async function asked(world: MetricsTestWorld, path: string, accept?: string): Promise<string> {
  const [bare = '', query = ''] = path.split('?')
  const place = readPlace(bare)
  if (place === undefined) return 'no such path'
  const { status, body } = await answerTo(world.ports, { place, query: new URLSearchParams(query), accept })
  const shown = body.startsWith('{') ? JSON.stringify(JSON.parse(body), null, 1) : body
  return `${status}\n${shown}`
}

describe('golden files', () => {
  test.each(Object.entries(cases))('%s', async (name, questions) => {
    const world = filled()
    const answers: string[] = []
    for (const [path, accept] of questions) {
      const said = accept === undefined ? '' : `\naccept: ${accept}`
      answers.push(`GET ${decodeURIComponent(path)}${said}\n==>\n${await asked(world, path, accept)}\n`)
    }
    const file = fileURLToPath(new URL(`cases/${name}.txt`, import.meta.url))
    if (process.env.UPDATE_CASES === '1') writeFileSync(file, answers.join('\n'))
    expect(answers.join('\n')).toBe(readFileSync(file, 'utf8'))
  })
})
