/**
 * What a text must hold for a regular expression to match. Of one that minds case the engine finds such literals by itself; here they are
 * asked for to know what need not be read at all. Whoever is read here as if it said less than it says is looked at by the long way; nobody is
 * left out.
 */

/** Fewer letters than this stand in nearly every line. */
const least = 3
/** More literals than this are not worth a look. */
const most = 32
/** Groups within groups. */
const deepest = 20

/** Of ASCII letters these two alone have a third form (the Kelvin sign, the long s), which a search by bytes does not know. */
const manyFaced = /[kKsS]/
const plain = /[A-Za-z0-9 \-_/:;,=@#%&~"'<>!`]/
/** Escapes of one letter that take nothing of what follows. */
const alone = 'dDsSwWbBAznrtfva'

/**
 * Literals of ASCII of which one must be in the text, in any case. Undefined: nothing can be said, or the expression does not begin with
 * `(?i)`: the engine's own way is the best then.
 */
export function anyCaseLiterals(source: string): readonly string[] | undefined {
  const flags = /^\(\?([a-zA-Z]*)\)/.exec(source)
  if (!flags?.[1]?.includes('i')) return undefined
  const literals = literalsOf(source, flags[0].length, 'any')
  return literals !== undefined && literals.length <= most ? literals : undefined
}

/** A text that stands in whatever matches, letter by letter. Undefined: none is certain, or case does not count. */
export function heldLiteral(source: string): string | undefined {
  const flags = /^\(\?([a-zA-Z]*)\)/.exec(source)
  if (flags?.[1]?.includes('i')) return undefined
  const literals = literalsOf(source, flags?.[0].length ?? 0, 'minded')
  return literals?.length === 1 ? literals[0] : undefined
}

type Case = 'any' | 'minded'

function literalsOf(source: string, from: number, letterCase: Case): readonly string[] | undefined {
  const reader = new Reader(source, from, letterCase)
  const literals = reader.alternatives(0)
  return reader.over ? literals : undefined
}

class Reader {
  readonly #source: string
  readonly #case: Case
  #at: number
  #strange = false

  constructor(source: string, from: number, letterCase: Case) {
    this.#source = source
    this.#at = from
    this.#case = letterCase
  }

  /** Whether all was read. */
  get over(): boolean {
    return !this.#strange && this.#at >= this.#source.length
  }

  /** Up to the end or a closing bracket: of each alternative the best it can promise. */
  alternatives(depth: number): readonly string[] | undefined {
    const all = [this.#sequence(depth)]
    while (this.#source[this.#at] === '|') {
      this.#at += 1
      all.push(this.#sequence(depth))
    }
    return all.every(one => one !== undefined) ? all.flat() : undefined
  }

  #sequence(depth: number): readonly string[] | undefined {
    let best: readonly string[] | undefined
    let run = ''
    /** What the last piece promises; a `?` behind it takes it back. */
    let group: readonly string[] | undefined
    const cut = (next = ''): void => {
      best = better(better(best, run.length < least ? undefined : [run]), group)
      run = next
      group = undefined
    }
    for (; this.#at < this.#source.length && !this.#strange; this.#at += 1) {
      const char = this.#source[this.#at] as string
      if (char === '|' || char === ')') break
      if (char === '*' || char === '?' || char === '{') {
        run = run.slice(0, -1)
        group = undefined
        cut()
        if (char === '{') this.#at += (/^\{\d*,?\d*\}/.exec(this.#rest)?.[0].length ?? 1) - 1
      } else if (char === '(') {
        cut()
        group = this.#group(depth)
      } else if (char === '[') {
        cut()
        this.#class()
      } else {
        const letter = char === '\\' ? this.#escape() : char
        const isPlain = this.#isPlain(letter, char)
        if (group === undefined && isPlain) run += letter
        else cut(isPlain ? letter : '')
      }
    }
    cut()
    return best
  }

  get #rest(): string {
    return this.#source.slice(this.#at)
  }

  /** Leaves the cursor at its closing bracket. */
  #group(depth: number): readonly string[] | undefined {
    const [head, on = ''] = /^\((?:\?(?:P?<[^>]*>|([a-zA-Z]*)[a-zA-Z-]*:))?/.exec(this.#rest) ?? ['(']
    this.#at += head.length
    // Flags for what follows: a repetition behind them would be of what stands before them.
    const found = depth < deepest && this.#source[this.#at] !== '?' ? this.alternatives(depth + 1) : undefined
    if (this.#source[this.#at] !== ')') this.#strange = true
    return this.#case === 'minded' && on.includes('i') ? undefined : found
  }

  /** Leaves the cursor at its closing bracket. One with another bracket or an escape in it is read no further. */
  #class(): void {
    const all = /^\[\^?[^[\]\\]+\]/.exec(this.#rest)?.[0]
    if (all === undefined) this.#strange = true
    else this.#at += all.length - 1
  }

  /** The letter that is meant, `''` for any other thing. */
  #escape(): string {
    const next = this.#source[++this.#at] ?? ''
    if (/^[!-/:-@[-`{-~ ]$/.test(next)) return next
    if (next === '' || !alone.includes(next)) this.#strange = true
    return ''
  }

  /** An escaped sign is itself. */
  #isPlain(letter: string, char: string): boolean {
    if (letter === '' || (char !== '\\' && !plain.test(letter))) return false
    return this.#case === 'minded' || !manyFaced.test(letter)
  }
}

const shortest = (literals: readonly string[]): number => Math.min(...literals.map(one => one.length))

function better(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return shortest(other) > shortest(one) ? other : one
}
