/** What a form of a widget is handed, and how it changes one property. */
import type { Widget } from '../../../src/model/dashboard/index.ts'
import type { Json } from './body.ts'

export interface FormProps<W extends Widget = Widget> {
  readonly json: Json
  readonly widget: W
  readonly change: (json: Json) => void
}

export const propertiesOf = (json: Json): Json => {
  const { properties } = json
  return typeof properties === 'object' && properties !== null ? (properties as Json) : {}
}

/** Undefined leaves the property out. */
export function withProperty(json: Json, name: string, value: unknown): Json {
  const { [name]: _gone, ...rest } = propertiesOf(json)
  return { ...json, properties: value === undefined ? rest : { ...rest, [name]: value } }
}
