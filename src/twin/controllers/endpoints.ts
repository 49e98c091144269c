/** EndpointSlices: the addresses of the pods that a Service chooses, and whether they are ready. */
import { type Pod, type Service, selectsByLabels } from '../../model/kubernetes/index.ts'
import { ownerOf } from '../kubelet/pods.ts'
import { suffix, uuid } from '../world/chance.ts'
import { timeText, type World } from '../world/world.ts'
import { isReady } from './replica-sets.ts'

/** Services that choose a pod with these labels. */
export function* servicesOf(world: World, { metadata }: Pod): Generator<Service> {
  for (const service of world.objects.all('Service'))
    if (
      service.metadata.namespace === metadata.namespace &&
      service.spec?.selector !== undefined &&
      selectsByLabels(service.spec.selector, metadata.labels ?? {})
    )
      yield service
}

export function reconcileService(world: World, key: string): void {
  const service = world.objects.get('Service', key)
  const selector = service?.spec?.selector
  if (service === undefined || selector === undefined) return
  const { namespace = '', name } = service.metadata
  const endpoints = []
  for (const run of world.pods.values()) {
    if (!run.key.startsWith(`${namespace}/`) || run.ip === undefined || run.over) continue
    const pod = world.objects.get('Pod', run.key)
    if (pod === undefined || !selectsByLabels(selector, pod.metadata.labels ?? {})) continue
    const ready = isReady(pod) && !run.leaving
    endpoints.push({
      addresses: [run.ip],
      conditions: { ready, serving: isReady(pod), terminating: run.leaving },
      nodeName: run.node?.name ?? '',
      zone: run.node?.labels['topology.kubernetes.io/zone'] ?? '',
      targetRef: { kind: 'Pod', name: pod.metadata.name, uid: run.uid },
    })
  }
  const label = 'kubernetes.io/service-name'
  let slice = [...world.objects.all('EndpointSlice')].find(
    ({ metadata }) => metadata.namespace === namespace && metadata.labels?.[label] === name,
  )
  if (slice !== undefined && JSON.stringify(slice.endpoints) === JSON.stringify(endpoints)) return
  slice ??= {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...{ name: `${name}-${suffix(world.random, 5)}`, namespace, uid: uuid(world.random), resourceVersion: '' },
      ...{ labels: { [label]: name }, ownerReferences: [ownerOf(service)], creationTimestamp: timeText(world.now) },
    },
    addressType: 'IPv4',
    ports: (service.spec?.ports ?? []).map(({ name: port = '', port: number }) => ({
      name: port,
      port: number,
      protocol: 'TCP',
    })),
  }
  world.objects.put('EndpointSlice', { ...slice, endpoints })
}
