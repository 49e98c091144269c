/** What is offered while pods are chosen, and how a choice is read back from what stands in the field. Pure. */
import type { ApiClusterPod, ApiClusterWorkload, ApiPodSelector } from '../../../src/model/index.ts'
import { readLabelSelector, readWorkloadWord } from '../../../src/model/kubernetes/index.ts'

/** Between a workload and its namespace. */
const between = ' · '

export interface Offers {
  /** `Deployment/web · shop`: workloads first, then pods. */
  readonly workloads: readonly string[]
  readonly namespaces: readonly string[]
  /** `app=web`. */
  readonly labels: readonly string[]
  readonly containers: readonly string[]
}

const unique = (words: Iterable<string>): string[] => [...new Set(words)].filter(word => word !== '').toSorted()

export function offersOf(workloads: readonly ApiClusterWorkload[], pods: readonly ApiClusterPod[]): Offers {
  const named = (kind: string, name: string, namespace: string) => `${kind}/${name}${between}${namespace}`
  return {
    workloads: [
      ...unique(workloads.map(({ kind, name, namespace }) => named(kind, name, namespace))),
      ...unique(pods.map(({ name, namespace }) => named('Pod', name, namespace))),
    ],
    namespaces: unique(pods.map(({ namespace }) => namespace)),
    labels: unique(pods.flatMap(({ labels }) => Object.entries(labels).map(pair => pair.join('=')))),
    containers: unique(pods.flatMap(({ containerNames }) => containerNames)),
  }
}

/** The form as it is filled in: each field as text. */
export interface PodForm {
  readonly workload: string
  readonly namespace: string
  readonly labels: string
  readonly containers: readonly string[]
  readonly previous: boolean
}

export const formOf = (pods: ApiPodSelector | undefined): PodForm => ({
  workload: pods?.workload ?? '',
  namespace: pods?.namespace ?? '',
  labels: pods?.labels ?? '',
  containers: pods?.containers ?? [],
  previous: pods?.previous ?? false,
})

/** Where an offered workload is chosen, its namespace goes where it belongs. */
export function withWorkload(form: PodForm, text: string): PodForm {
  const [workload = '', namespace] = text.split(between)
  return { ...form, workload, ...(namespace === undefined ? {} : { namespace }) }
}

export type PodFormFault = 'workload' | 'labels' | 'nothing'

/** `cluster` goes along. */
export function selectorOf(form: PodForm, cluster: string | undefined): ApiPodSelector | PodFormFault {
  const [workload, namespace, labels] = [form.workload.trim(), form.namespace.trim(), form.labels.trim()]
  if (workload === '' && namespace === '' && labels === '') return 'nothing'
  const ref = workload === '' ? undefined : readWorkloadWord(workload)
  if (workload !== '' && ref === undefined) return 'workload'
  if (!readLabelSelector(labels).ok) return 'labels'
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === '' ? {} : { namespace }),
    ...(ref === undefined ? {} : { workload: `${ref.kind}/${ref.name}` }),
    ...(labels === '' ? {} : { labels }),
    ...(form.containers.length === 0 ? {} : { containers: form.containers }),
    ...(form.previous ? { previous: true } : {}),
  }
}

/** What stands on the chip: `Deployment/web · shop · app=web · main`. */
export const titleOf = ({ workload, namespace, labels, containers }: ApiPodSelector): string =>
  [workload, namespace, labels, containers?.join(', ')].filter(Boolean).join(between)
