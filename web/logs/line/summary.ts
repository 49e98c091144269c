/** What a row shows of a JSON line: the sentence in it first, then its other fields; what has a column of its own is left out. Pure. */
import { jsonFields, parseJson } from './message.ts'

export interface Summary {
  /** What was said; empty when no field is known to hold a sentence. */
  readonly said: string
  readonly rest: readonly { readonly name: string; readonly value: string }[]
}

const saying = ['message', 'msg', 'log', 'event', 'error']
/** Time and level stand in columns. */
const elsewhere = /^(@?timestamp|time|ts|level|severity|lvl|@version)$/i
const shownFields = 24

/** Undefined when the message is not a JSON object. */
export function summarize(message: string): Summary | undefined {
  const json = parseJson(message)
  if (json === undefined || Array.isArray(json)) return undefined
  const record = json as Record<string, unknown>
  const sayer = saying.find(name => typeof record[name] === 'string' && record[name] !== '')
  const rest = jsonFields(json)
    .map(field => ({
      name: field.path.replace(/^\$\.?/, '').replace(/^\['(.*?)'\]/, '$1'),
      value: String(field.value),
    }))
    .filter(field => field.name !== sayer && !elsewhere.test(field.name))
  return { said: sayer === undefined ? '' : String(record[sayer]).trim(), rest: rest.slice(0, shownFields) }
}
