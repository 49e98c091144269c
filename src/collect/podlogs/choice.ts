/** Whose logs are collected: namespaces and labels by the operator's choice, and what a pod says of itself by its annotations. Pure. */
import type { ApiPodLogState } from '../../model/index.ts'
import { type LabelSelector, type Pod, selects } from '../../model/kubernetes/index.ts'

export interface PodLogChoice {
  /** `shop`, `team-*`; with `!` what is left out. None without `!`: all namespaces. */
  readonly namespaces: readonly string[]
  /** Empty: all pods. */
  readonly labels: LabelSelector
}

export type LeftOutBy = keyof ApiPodLogState['leftOut']

/** `"false"` leaves a pod's logs out, `"true"` takes them whatever the operator chose. */
export const ownAnnotation = 'mangru.dev/logs'
/** What Fluent Bit leaves out is left out here too: `"true"`; with `-CONTAINER` at its end one container. */
export const fluentBitAnnotation = 'fluentbit.io/exclude'

/** What leaves all logs of a pod out; undefined: nothing. */
export function leftOutBy({ metadata }: Pod, { namespaces, labels }: PodLogChoice): LeftOutBy | undefined {
  const own = metadata.annotations?.[ownAnnotation]
  if (own === 'true') return undefined
  if (own === 'false' || metadata.annotations?.[fluentBitAnnotation] === 'true') return 'annotations'
  if (!hasNamespace(namespaces, metadata.namespace ?? '')) return 'namespaces'
  return selects(labels, metadata.labels) ? undefined : 'labels'
}

export const isContainerLeftOut = ({ metadata }: Pod, container: string): boolean =>
  metadata.annotations?.[ownAnnotation] !== 'true' &&
  metadata.annotations?.[`${fluentBitAnnotation}-${container}`] === 'true'

function hasNamespace(patterns: readonly string[], namespace: string): boolean {
  const wanted = patterns.filter(pattern => !pattern.startsWith('!'))
  const unwanted = patterns.filter(pattern => pattern.startsWith('!')).map(pattern => pattern.slice(1))
  if (unwanted.some(pattern => isLike(pattern, namespace))) return false
  return wanted.length === 0 || wanted.some(pattern => isLike(pattern, namespace))
}

/** `*` stands for any characters. */
function isLike(pattern: string, namespace: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return namespace === pattern
  if (!namespace.startsWith(first)) return false
  let from = first.length
  const last = rest.pop() ?? ''
  for (const part of rest) {
    const at = namespace.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return namespace.length - from >= last.length && namespace.endsWith(last)
}
