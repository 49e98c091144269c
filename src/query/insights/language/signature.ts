/** Signatures of functions as the catalogue writes them (`round(a: number, digits?: number): number`), read into data. */

/**
 * What a parameter takes or a function gives. `flag` prints as 1 or 0, `structure` is a map or a list, `period` and `regex` are
 * written in place (a text stands for a regex too).
 */
export type ValueKind = 'any' | 'number' | 'text' | 'time' | 'flag' | 'structure' | 'period' | 'regex'

export interface Parameter {
  readonly name: string
  readonly kind: ValueKind
  /** Only a literal may stand here. */
  readonly constant: boolean
}

export interface Signature {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** Fewest and most arguments; `most` is null where any number may follow. */
  readonly least: number
  readonly most: number | null
  readonly gives: ValueKind
}

/**
 * `name(a: kind, b?: kind, c: !kind, ...d: kind): kind`: `?` may be left out, `!` must be a literal, `...` may come any number of
 * times, never too. Throws on anything else, since signatures are our own.
 */
export function readSignature(text: string): Signature {
  const outer = /^(\w+)\((.*)\): (\w+)$/.exec(text)
  if (outer === null) throw new Error(`not a signature: ${text}`)
  const [, name = '', inner = '', gives] = outer
  let least = 0
  let most: number | null = 0
  const parameters =
    inner === ''
      ? []
      : inner.split(', ').map(part => {
          const match = /^(\.\.\.)?(\w+)(\?)?: (!)?(\w+)$/.exec(part)
          if (match === null) throw new Error(`not a parameter: ${part}`)
          if (match[1] === undefined && match[3] === undefined) least++
          most = match[1] !== undefined || most === null ? null : most + 1
          return { name: match[2] ?? '', kind: match[5] as ValueKind, constant: match[4] !== undefined }
        })
  return { name, parameters, least, most, gives: gives as ValueKind }
}
