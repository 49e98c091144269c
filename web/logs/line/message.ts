/** What a log line's text holds: JSON and its fields, the words a pattern looks for, and patterns that ask for a field. Pure. */

export type JsonLeaf = string | number | boolean | null

export interface JsonField {
  /** As a filter pattern writes it: `$.kubernetes.labels['app.kubernetes.io/name']`, `$.list[0]`. */
  readonly path: string
  readonly value: JsonLeaf
}

/** The object or list a message consists of; undefined for any other text. */
export function parseJson(message: string): object | undefined {
  const text = message.trim()
  if (!/^[{[]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** Every leaf with its path, in the order written. */
export function jsonFields(value: object): JsonField[] {
  const fields: JsonField[] = []
  const walk = (node: unknown, path: string) => {
    if (Array.isArray(node)) for (const [index, item] of node.entries()) walk(item, `${path}[${index}]`)
    else if (typeof node === 'object' && node !== null)
      for (const [name, child] of Object.entries(node)) walk(child, path + step(name))
    else fields.push({ path, value: node as JsonLeaf })
  }
  walk(value, '$')
  return fields
}

const step = (name: string): string =>
  /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `['${name.replaceAll("'", "\\'")}']`

/**
 * The pattern that asks, besides what `pattern` asks already, that the field has (or has not) this value.
 * Undefined when the two cannot stand together: CloudWatch patterns are either text or JSON.
 */
export function withField(pattern: string, field: JsonField, exclude: boolean): string | undefined {
  const clause = clauseOf(field, exclude)
  const before = pattern.trim()
  if (before === '') return `{ ${clause} }`
  const inner = /^\{(.*)\}$/s.exec(before)?.[1]?.trim()
  if (inner === undefined) return undefined
  return inner.includes('||') ? `{ (${inner}) && ${clause} }` : `{ ${inner} && ${clause} }`
}

function clauseOf({ path, value }: JsonField, exclude: boolean): string {
  if (value === null) return exclude ? `${path} != "null"` : `${path} IS NULL`
  if (typeof value === 'boolean') return `${path} IS ${(exclude ? !value : value) ? 'TRUE' : 'FALSE'}`
  const written = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return `${path} ${exclude ? '!=' : '='} ${written}`
}

/** Texts that a pattern requires and that can be marked in a line; none for what only excludes or asks fields. */
export function markedTexts(pattern: string): string[] {
  const text = pattern.trim()
  if (text.startsWith('{')) return [...text.matchAll(/=\s*"([^"*]{2,})"/g)].map(found => found[1]!)
  if (text.startsWith('[') || text.startsWith('%')) return []
  const terms = [...text.matchAll(/(-|\?)?(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)]
  return terms.flatMap(([, sign, quoted, bare]) => {
    const term = quoted?.replace(/\\(.)/g, '$1') ?? bare ?? ''
    return sign === '-' || term === '' ? [] : [term]
  })
}

export interface Piece {
  readonly text: string
  readonly marked: boolean
}

/** Cuts a text where a marked one occurs; joined again it is the same text. */
export function pieces(text: string, marks: readonly string[]): Piece[] {
  const wanted = marks.filter(mark => mark !== '')
  if (wanted.length === 0) return [{ text, marked: false }]
  const found: Piece[] = []
  let at = 0
  let plain = 0
  while (at < text.length) {
    const mark = wanted.find(one => text.startsWith(one, at))
    if (mark === undefined) {
      at += 1
      continue
    }
    if (plain < at) found.push({ text: text.slice(plain, at), marked: false })
    found.push({ text: mark, marked: true })
    at += mark.length
    plain = at
  }
  if (plain < text.length) found.push({ text: text.slice(plain), marked: false })
  return found
}

/** One line of a message, and how many follow it: what an unwrapped row shows. */
export function firstLine(message: string): { readonly line: string; readonly more: number } {
  const text = message.trimEnd()
  const end = text.indexOf('\n')
  if (end < 0) return { line: text, more: 0 }
  return { line: text.slice(0, end), more: text.slice(end + 1).split('\n').length }
}
