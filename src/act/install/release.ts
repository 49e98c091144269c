/** What an installation is called, and what its objects carry. The chart's `_names.tpl` says the same. Pure. */
import type { Manifest } from '../../model/kubernetes/index.ts'

export interface Release {
  /** `mangru`, unless Helm was told otherwise. */
  readonly name: string
  readonly namespace: string
  /** The program's version: the default tag of the image. */
  readonly version: string
}

/** `mangru`, or `NAME-mangru`: objects in the namespace begin so. */
export const fullName = ({ name }: Release): string =>
  (name.includes('mangru') ? name : `${name}-mangru`).slice(0, 50).replace(/-+$/, '')

/** Objects of the whole cluster bear the namespace before it, so that two installations do not meet. */
export const clusterName = (release: Release): string => `${release.namespace}:${fullName(release)}`

export const managedBy = 'mangru-install'

/** The pods of the server; `part` tells apart what else is installed. */
export const selectorLabels = ({ name }: Release, part: string): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': 'mangru',
  'app.kubernetes.io/instance': name,
  'app.kubernetes.io/component': part,
})

export const labels = (release: Release, part: string): Readonly<Record<string, string>> => ({
  ...selectorLabels(release, part),
  'app.kubernetes.io/version': release.version,
  'app.kubernetes.io/managed-by': managedBy,
  'mangru/namespace': release.namespace,
})

/** What `mangru install` made for this namespace, and nothing that Helm or a person made. */
export const ownSelector = (namespace: string): string =>
  `app.kubernetes.io/managed-by=${managedBy},mangru/namespace=${namespace}`

export const isOwn = ({ metadata }: Manifest, namespace: string): boolean =>
  metadata.labels?.['app.kubernetes.io/managed-by'] === managedBy && metadata.labels['mangru/namespace'] === namespace
