/** Signatures of functions as the catalogue writes them (`FILL(x: TS|TS[], by: S|TS|REPEAT|LINEAR): same`), read into data. */
import type { MathType } from '../tree.ts'

/** `text` in quotes, `number` written in place, `metric` the id of a metric. */
export type SpecialKind = 'text' | 'number' | 'metric'

export interface Parameter {
  readonly name: string
  readonly types: readonly MathType[]
  /** Words that may be written in place. */
  readonly words: readonly string[]
  readonly special: SpecialKind | null
}

/** `same` as the first argument; `fold`: of a TS an S, of TS[] a TS; `branch`: S where all arguments are, else TS. */
export type Gives = MathType | 'same' | 'fold' | 'branch'

export interface Signature {
  readonly name: string
  readonly parameters: readonly Parameter[]
  /** Fewest arguments; the most is all parameters. */
  readonly least: number
  readonly gives: Gives
}

const types: ReadonlySet<string> = new Set(['S', 'TS', 'TS[]'])
const specials: ReadonlySet<string> = new Set(['text', 'number', 'metric'])

/** `NAME(a: kinds, b?: kinds): gives`. Throws on anything else, since signatures are our own. */
export function readSignature(text: string): Signature {
  const outer = /^(\w+)\((.*)\): (\w+(?:\[\])?)$/.exec(text)
  if (outer === null) throw new Error(`not a signature: ${text}`)
  const [, name = '', inner = '', gives] = outer
  let least = 0
  const parameters =
    inner === ''
      ? []
      : inner.split(', ').map(part => {
          const match = /^(\w+)(\?)?: (\S+)$/.exec(part)
          if (match === null) throw new Error(`not a parameter: ${part}`)
          if (match[2] === undefined) least++
          const kinds = (match[3] ?? '').split('|')
          return {
            name: match[1] ?? '',
            types: kinds.filter(kind => types.has(kind)) as MathType[],
            words: kinds.filter(kind => !types.has(kind) && !specials.has(kind)),
            special: (kinds.find(kind => specials.has(kind)) as SpecialKind | undefined) ?? null,
          }
        })
  return { name, parameters, least, gives: gives as Gives }
}
