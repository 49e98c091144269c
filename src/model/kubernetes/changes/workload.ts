/** What became of a workload: its pods are made anew, it got another number, or it was asked for otherwise. */
import type { Said } from '../../said.ts'
import type { Container, PodTemplate } from '../workload-objects.ts'
import type { Workload } from '../workload-words.ts'
import { type Found, found } from './change.ts'
import { fieldsSaid } from './fields.ts'

export function workloadChanges(before: Workload, after: Workload): readonly Found[] {
  const [was, is] = [partsOf(before), partsOf(after)]
  return [
    ...found('rollout', 'waiting', ...templateSaid(was.template, is.template)),
    ...found('scaled', 'done', ...replicasSaid(was.replicas, is.replicas)),
    ...found('config', 'done', ...switchesSaid(was.rest, is.rest), ...fieldsSaid(rest(was), rest(is))),
  ]
}

interface Parts {
  readonly template: PodTemplate | undefined
  readonly replicas: number | undefined
  readonly rest: Readonly<Record<string, unknown>>
  readonly labels: unknown
}

function partsOf({ spec, metadata }: Workload): Parts {
  const { replicas, template, jobTemplate, ...others } = spec as Readonly<Record<string, unknown>>
  const job = jobTemplate as { readonly spec?: { readonly template?: PodTemplate } } | undefined
  const { template: ofJob, ...jobSpec } = job?.spec ?? {}
  return {
    template: (template as PodTemplate | undefined) ?? ofJob,
    replicas: typeof replicas === 'number' ? replicas : undefined,
    rest: { ...others, ...(job === undefined ? {} : { jobTemplate: { spec: jobSpec } }) },
    labels: metadata.labels,
  }
}

const switches = ['paused', 'suspend'] as const

/** What has a sentence of its own is left out. */
function rest({ rest: all, labels }: Parts): unknown {
  const { paused: _paused, suspend: _suspend, schedule: _schedule, ...spec } = all
  return { spec, metadata: { labels } }
}

function switchesSaid(before: Parts['rest'], after: Parts['rest']): readonly Said[] {
  const said = switches
    .filter(name => (before[name] ?? false) !== (after[name] ?? false))
    .map((name): Said => ({ code: after[name] === true ? `${name}-on` : `${name}-off`, values: {} }))
  const [from, to] = [String(before.schedule ?? ''), String(after.schedule ?? '')]
  return from === to ? said : [...said, { code: 'schedule-changed', values: { from, to } }]
}

const replicasSaid = (from: number | undefined, to: number | undefined): readonly Said[] =>
  from === undefined || to === undefined || from === to ? [] : [{ code: 'replicas-changed', values: { from, to } }]

const restartedAt = 'kubectl.kubernetes.io/restartedAt'

function templateSaid(before: PodTemplate | undefined, after: PodTemplate | undefined): readonly Said[] {
  if (before === undefined || after === undefined) return []
  const [was, is] = [imagesOf(before), imagesOf(after)]
  const images = [...is]
    .filter(([container, image]) => was.has(container) && was.get(container) !== image)
    .map(
      ([container, to]): Said => ({ code: 'image-changed', values: { container, from: was.get(container) ?? '', to } }),
    )
  const asked =
    before.metadata?.annotations?.[restartedAt] === after.metadata?.annotations?.[restartedAt]
      ? []
      : [{ code: 'restart-asked', values: {} }]
  return [
    ...images,
    ...asked,
    ...fieldsSaid(without(before, images, is), without(after, images, was), 'template-changed'),
  ]
}

const containersOf = ({ spec }: PodTemplate): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
]
const imagesOf = (template: PodTemplate): ReadonlyMap<string, string> =>
  new Map(containersOf(template).map(({ name, image = '' }) => [name, image]))

/** Without the images of containers that both have, and the time of a restart that was asked for: they are told already. */
function without(
  { metadata, spec }: PodTemplate,
  images: readonly Said[],
  other: ReadonlyMap<string, string>,
): unknown {
  const { [restartedAt]: _asked, ...annotations } = metadata?.annotations ?? {}
  const bare = (containers: readonly Container[] | undefined) =>
    containers?.map(({ image, ...container }) =>
      images.length > 0 && other.has(container.name) ? container : { ...container, image },
    )
  const labels = metadata?.labels ?? {}
  return {
    metadata: { labels, annotations },
    spec: { ...spec, containers: bare(spec.containers), initContainers: bare(spec.initContainers) },
  }
}
