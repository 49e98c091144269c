/**
 * The filter of a list: words that a row must hold, `!word` that it must not, `label=value` of a label or a column (`*` stands for anything), and
 * `"two words"` as one. Pure; no text is wrong.
 */

export interface Term {
  readonly not: boolean
  /** Undefined: a word that may stand anywhere. */
  readonly key?: string
  /** In small letters. */
  readonly value: string
}

export interface Filterable {
  readonly cells: readonly { readonly text: string }[]
  /** By the name of a column, as `namespace`. */
  readonly fields: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
}

export function readFilter(written: string): readonly Term[] {
  const terms: Term[] = []
  for (const [, mark = '', key, sign, quoted, plain = ''] of written.matchAll(
    /(!?)(?:([\w./-]+)(!?=))?(?:"([^"]*)"?|(\S*))/g,
  )) {
    const value = (quoted ?? plain).toLowerCase()
    const not = (mark === '!') !== (sign === '!=')
    if (key !== undefined) terms.push({ not, key, value })
    else if (value !== '') terms.push({ not, value })
  }
  return terms
}

/** Whether a row is wanted: all terms must hold. */
export function wanted(terms: readonly Term[], row: Filterable): boolean {
  let text: string | undefined
  return terms.every(({ not, key, value }) => {
    if (key !== undefined) return holds(row, key, value) !== not
    text ??= row.cells
      .map(cell => cell.text)
      .join('\n')
      .toLowerCase()
    return text.includes(value) !== not
  })
}

/** A label goes before a column of the same name, since only it can be chosen by no other word. `app=` is a label that is empty or not there. */
function holds({ labels, fields }: Filterable, key: string, value: string): boolean {
  const is = own(labels, key) ?? own(fields, key.toLowerCase())
  if (is === undefined) return value === ''
  return value.includes('*') ? like(value).test(is) : is.toLowerCase() === value
}

const own = (record: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map(part => part.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
      .join('.*')}$`,
    'is',
  )
