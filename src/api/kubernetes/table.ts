/** A list as a table, which `kubectl get` asks for: columns with cells, and of each object as much as was asked for. */
import type { Form } from './form.ts'

export interface Column {
  readonly name: string
  readonly format: string
  readonly description: string
}

export interface Row {
  readonly cells: readonly string[]
  readonly object: { readonly metadata: object }
}

/** `include`: the query's `includeObject`. */
export function tableOf(form: Form, columns: readonly Column[], rows: readonly Row[], include: string | null): object {
  const apiVersion = form === 'table' ? 'meta.k8s.io/v1' : 'meta.k8s.io/v1beta1'
  const shown = ({ object }: Row): object | null => {
    if (include === 'None') return null
    if (include === 'Object') return object
    return { kind: 'PartialObjectMetadata', apiVersion, metadata: object.metadata }
  }
  return {
    ...{ kind: 'Table', apiVersion, metadata: {} },
    columnDefinitions: columns.map(column => ({ ...column, type: 'string', priority: 0 })),
    rows: rows.map(row => ({ cells: row.cells, object: shown(row) })),
  }
}
