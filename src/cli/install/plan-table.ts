/** Plans of installing and uninstalling as a person reads them. Pure. */
import type { InstallTrouble, ObjectName } from '../../act/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf } from '../table.ts'

export type Deed = 'create' | 'change' | 'keep' | 'remove'

export interface PlanRow extends ObjectName {
  readonly deed: Deed
}

export const planTable = (rows: readonly PlanRow[], say: Messages): string =>
  tableOf(
    [say['column-deed'](), say['column-kind'](), say['column-namespace'](), say['column-name']()],
    rows.map(({ deed, kind, namespace, name }) => [say[`deed-${deed}`](), kind, namespace, name]),
  )

export const shownName = ({ kind, namespace, name }: ObjectName): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`

export function explainError(error: ClusterError, say: Messages): string {
  if (error.code === 'aborted') return say['cluster-trouble']('aborted')
  if (error.code === 'may-not') return `${say['install-may-not'](error.verb, error.resource)} ${error.message}`
  if (error.code === 'refused' && error.status === 409) return `${error.message} ${say['install-conflict']()}`
  return error.message
}

export const explainTrouble = ({ at, error }: InstallTrouble, say: Messages): string =>
  at.kind === '' || error.code === 'unreachable' || error.code === 'unknown-caller'
    ? say['cluster-trouble'](explainError(error, say))
    : say['install-stopped'](shownName(at), explainError(error, say))
