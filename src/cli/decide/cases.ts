/**
 * Cases out of a stream, one after the other: a JSON value on each line, or one JSON array. Only the case under way is held, and a case
 * that is too long is passed over.
 */
import { limits } from '../../limits.ts'

/** `at`: which line or element it was, counted from 1. */
export type CaseText =
  | { readonly kind: 'text'; readonly text: string; readonly at: string }
  | { readonly kind: 'trouble'; readonly message: string; readonly at: string }

export async function* caseTexts(body: AsyncIterable<Uint8Array>): AsyncGenerator<CaseText> {
  const decoder = new TextDecoder()
  let splitter: Splitter | undefined
  for await (const piece of body) {
    let text = decoder.decode(piece, { stream: true })
    if (splitter === undefined) {
      text = text.trimStart()
      if (text === '') continue
      splitter = text.startsWith('[') ? new ArraySplitter() : new LineSplitter()
    }
    yield* splitter.take(text)
  }
  const rest = decoder.decode()
  if (splitter === undefined) return
  yield* splitter.take(rest)
  yield* splitter.end()
}

interface Splitter {
  take(text: string): Iterable<CaseText>
  end(): Iterable<CaseText>
}

/** Text that grows to a bound, and then only counts as too long. */
class Growing {
  #text = ''
  #long = false

  add(piece: string): void {
    if (this.#long || piece === '') return
    if (this.#text.length + piece.length <= limits.decideCaseLength) this.#text += piece
    else {
      this.#long = true
      this.#text = ''
    }
  }

  /** Begins anew. Undefined: nothing but blanks. */
  taken(at: string): CaseText | undefined {
    const [text, long] = [this.#text, this.#long]
    this.#text = ''
    this.#long = false
    if (long) return { kind: 'trouble', message: `a case may have ${limits.decideCaseLength} characters`, at }
    return text.trim() === '' ? undefined : { kind: 'text', text, at }
  }
}

class LineSplitter implements Splitter {
  readonly #line = new Growing()
  #number = 1;

  *take(text: string): Iterable<CaseText> {
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#line.add(text.slice(from, end))
      yield* this.end()
      this.#number++
      from = end + 1
    }
    this.#line.add(text.slice(from))
  }

  *end(): Iterable<CaseText> {
    const found = this.#line.taken(`line ${this.#number}`)
    if (found !== undefined) yield found
  }
}

/** Brackets and strings are followed just far enough to tell where an element ends; whether it is JSON is seen when it is read. */
class ArraySplitter implements Splitter {
  readonly #element = new Growing()
  #number = 1
  #depth = -1
  #inText = false
  #escaped = false
  #state: 'open' | 'closed' | 'trailing' = 'open';

  *take(text: string): Iterable<CaseText> {
    let from = 0
    for (let at = 0; at < text.length; at++) {
      if (this.#state !== 'open') {
        if (this.#state === 'closed' && text.slice(at).trim() !== '') {
          this.#state = 'trailing'
          yield { kind: 'trouble', message: 'there is more behind the array', at: 'end' }
        }
        return
      }
      const letter = text[at]
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false
        else if (letter === '\\') this.#escaped = true
        else if (letter === '"') this.#inText = false
        continue
      }
      const ends = this.#depth === 0 && (letter === ',' || letter === ']')
      if (ends) {
        this.#element.add(text.slice(from, at))
        from = at + 1
        yield* this.#ended(letter === ']')
      } else if (letter === '"') this.#inText = true
      else if (letter === '[' || letter === '{') {
        if (this.#depth++ < 0) from = at + 1
      } else if (letter === ']' || letter === '}') this.#depth--
    }
    if (this.#state === 'open') this.#element.add(text.slice(from))
  }

  *end(): Iterable<CaseText> {
    if (this.#state !== 'open') return
    const found = this.#element.taken(`element ${this.#number}`)
    if (found !== undefined) yield found
    yield { kind: 'trouble', message: 'the array does not end', at: 'end' }
  }

  *#ended(last: boolean): Iterable<CaseText> {
    const at = `element ${this.#number}`
    const found = this.#element.taken(at)
    if (found !== undefined) yield found
    // An empty array is one, a comma needs something before it and behind it.
    else if (!last || this.#number > 1) yield { kind: 'trouble', message: 'there is nothing here', at }
    this.#number++
    if (last) this.#state = 'closed'
  }
}
