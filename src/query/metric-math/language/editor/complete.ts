/** What may stand at a place in an expression: functions and ids where a value is due, operators behind one, words where a function wants one. */
import { type MathFunction, mathFunction, mathFunctions } from '../catalogue.ts'
import { type Token, tokensOf } from '../tokens.ts'

export interface MathCompletion {
  readonly label: string
  readonly kind: 'function' | 'metric' | 'expression' | 'keyword' | 'operator' | 'value'
  /** What is put in; `#{…}` marks what is to be filled in. */
  readonly insert: string
  /** How it is written, or what it is called. */
  readonly detail: string
  readonly doc: { readonly en: string; readonly ko: string } | null
}

export interface MathCompletions {
  /** What is replaced. */
  readonly from: number
  readonly to: number
  readonly items: readonly MathCompletion[]
}

/** What the editor knows of the other queries. */
export interface MathKnowledge {
  readonly ids: readonly { readonly id: string; readonly kind: 'metric' | 'expression'; readonly label?: string }[]
}

const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p99']
const typed: ReadonlySet<Token['kind']> = new Set(['Id', 'FunctionName', 'Word', 'LogicOp'])

export function mathCompletionsAt(text: string, offset: number, known: MathKnowledge = { ids: [] }): MathCompletions {
  const tokens = tokensOf(text.slice(0, offset))
  const last = tokens.at(-1)
  const typing =
    last !== undefined && last.to === offset && (typed.has(last.kind) || last.kind === 'Unclosed') ? last : undefined
  const before = typing === undefined ? tokens : tokens.slice(0, -1)
  const call = openCall(before)
  if (typing?.kind === 'Unclosed') return inText(text, offset, typing, call)
  const rest = typing === undefined ? 0 : /^\w*/.exec(text.slice(offset))![0].length
  const items = afterValue(before.at(-1)) ? operators : valuesAt(call, known)
  const from = typing?.from ?? offset
  return { from, to: offset + rest, items: matching(items, typing?.text ?? '') }
}

interface OpenCall {
  readonly name: string
  /** Commas before the place. */
  readonly at: number
}

/** The innermost call that is open behind these tokens; null in parentheses of its own or in a list. */
function openCall(tokens: readonly Token[]): OpenCall | null {
  const open: { name: string | null; at: number }[] = []
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'OpenParen') {
      const caller = tokens[index - 1]
      open.push({ name: caller?.kind === 'FunctionName' ? caller.text : null, at: 0 })
    } else if (kind === 'OpenBracket') open.push({ name: null, at: 0 })
    else if (kind === 'CloseParen' || kind === 'CloseBracket') open.pop()
    else if (kind === 'Comma' && open.length > 0) open.at(-1)!.at++
  }
  const innermost = open.at(-1)
  return innermost?.name == null ? null : { name: innermost.name, at: innermost.at }
}

const afterValue = (token: Token | undefined): boolean =>
  token !== undefined && ['Id', 'Number', 'CloseParen', 'CloseBracket', 'String', 'Word'].includes(token.kind)

function valuesAt(call: OpenCall | null, known: MathKnowledge): readonly MathCompletion[] {
  const parameter = call === null ? undefined : mathFunction(call.name)?.signature.parameters[call.at]
  const ids = known.ids.map(({ id, kind, label }) => item(id, kind, id, label ?? ''))
  if (parameter === undefined) return [...ids, ...functions]
  const words = parameter.words.map(word => item(word, 'keyword', word, ''))
  if (parameter.special === 'metric') return ids.filter(({ kind }) => kind === 'metric')
  if (parameter.special === 'text') return call?.name === 'SEARCH' && call.at === 1 ? statistics.map(quoted) : []
  if (parameter.types.length === 0) return words
  return [...words, ...ids, ...functions]
}

/** Inside of quotes: the statistic of SEARCH. */
function inText(text: string, offset: number, typing: Token, call: OpenCall | null): MathCompletions {
  const quote = typing.text[0]!
  const to = text[offset] === quote ? offset + 1 : offset
  if (call?.name !== 'SEARCH' || call.at !== 1) return { from: offset, to: offset, items: [] }
  const wanted = typing.text.slice(1).toLowerCase()
  const items = statistics
    .filter(name => name.toLowerCase().startsWith(wanted))
    .map(name => item(name, 'value', quote + name + quote, ''))
  return { from: typing.from, to, items }
}

/** Those that begin with what was typed, then those that hold it. */
function matching(all: readonly MathCompletion[], text: string): readonly MathCompletion[] {
  if (text === '') return all
  const wanted = text.toLowerCase()
  const begins = all.filter(({ label }) => label.toLowerCase().startsWith(wanted))
  return [...begins, ...all.filter(one => !begins.includes(one) && one.label.toLowerCase().includes(wanted))]
}

const item = (label: string, kind: MathCompletion['kind'], insert: string, detail: string): MathCompletion => ({
  label,
  kind,
  insert,
  detail,
  doc: null,
})
const quoted = (name: string): MathCompletion => item(name, 'value', `'${name}'`, '')
const operators = ['+', '-', '*', '/', '^', '>', '>=', '<', '<=', '==', '!=', 'AND', 'OR'].map(op =>
  item(op, 'operator', op, ''),
)

const functions: readonly MathCompletion[] = mathFunctions.map(entry => ({
  label: entry.name,
  kind: 'function',
  insert: snippet(entry),
  detail: entry.shown,
  doc: entry.doc,
}))

function snippet({ name, signature: { parameters, least } }: MathFunction): string {
  if (name === 'SEARCH') return "SEARCH('#{{Namespace,Dimension} term}', '#{Average}')"
  const wanted = parameters.slice(0, least).map(({ name: own, words }) => `#{${words[0] ?? own}}`)
  return `${name}(${wanted.join(', ')})`
}
