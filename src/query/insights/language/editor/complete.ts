/** What may stand at a place in a query: commands behind a pipe, names and functions where a value is due, keywords behind one. */
import { aggregateFunctions, type FunctionEntry, scalarFunctions } from '../catalogue.ts'
import { commands } from '../catalogue-commands.ts'
import { namesAfter } from '../compile.ts'
import { printPlainName } from '../names.ts'
import { firstState, stateAfter, type Token, type TokenState, tokensOf } from '../tokens.ts'
import { keywordsOf } from '../words.ts'

export interface Completion {
  readonly label: string
  readonly kind: 'command' | 'function' | 'aggregate' | 'keyword' | 'field' | 'value' | 'saved'
  /** What is put in; `#{…}` marks what is to be filled in. */
  readonly insert: string
  /** How it is written. */
  readonly detail: string
  readonly doc: { readonly en: string; readonly ko: string } | null
}

export interface Completions {
  /** What is replaced. */
  readonly from: number
  readonly to: number
  readonly items: readonly Completion[]
}

/** What the editor knows beside the text. */
export interface CompletionKnowledge {
  readonly fields: readonly string[]
  /** Names of saved queries. */
  readonly saved?: readonly string[]
  /** Values that were seen in a field. */
  readonly valuesOf?: (field: string) => readonly string[]
}

const systemFields = ['@timestamp', '@message', '@logStream', '@log', '@ingestionTime', '@ptr']
const words: ReadonlySet<Token['kind']> = new Set(['CommandName', 'FunctionName', 'Keyword', 'Field', 'Saved'])

export function completionsAt(text: string, offset: number, known: CompletionKnowledge = { fields: [] }): Completions {
  const tokens = tokensOf(text.slice(0, offset))
  const last = tokens.at(-1)
  const none: Completions = { from: offset, to: offset, items: [] }
  if (inComment(text, offset, last)) return none
  const typing =
    last !== undefined && last.to === offset && (words.has(last.kind) || last.kind === 'Unclosed') ? last : undefined
  const before = typing === undefined ? tokens : tokens.slice(0, -1)
  const state = before.reduce((now: TokenState, token) => stateAfter(now, token.kind, token.text), firstState)
  if (typing?.kind === 'Unclosed')
    return {
      from: typing.from,
      to: text[offset] === typing.text[0] ? offset + 1 : offset,
      items: values(before, typing.text[0]!, typing.text.slice(1), known),
    }
  const from = typing?.from ?? offset
  const rest = /^[\w@.]*/.exec(text.slice(offset))![0].length
  const all = candidates(state, before, typing?.kind === 'Saved', text.slice(0, from), known)
  return { from, to: typing === undefined ? offset : offset + rest, items: matching(all, typing?.text ?? '') }
}

function inComment(text: string, offset: number, last: Token | undefined): boolean {
  return text
    .slice(last?.to ?? 0, offset)
    .split('\n')
    .at(-1)!
    .includes('#')
}

function candidates(
  state: TokenState,
  before: readonly Token[],
  saved: boolean,
  prefix: string,
  known: CompletionKnowledge,
): Completion[] {
  if (state.atCommand || saved)
    return [...(saved ? [] : commandCompletions), ...(known.saved ?? []).map(savedCompletion)]
  const last = before.at(-1)
  const lastWord = last?.kind === 'Keyword' ? last.text.toLowerCase() : ''
  if (lastWord === 'as' || lastWord === 'into') return []
  const since = before.slice(before.findLastIndex(({ kind }) => kind === 'Pipe' || kind === 'CommandName') + 1)
  if (state.afterOperand) return behindValue(state, since)
  const own = keywordsOf(state.command).filter(word => word.endsWith('=') || since.length === 0)
  const inKeys = since.some(token => token.kind === 'Keyword' && token.text.toLowerCase() === 'by')
  const aggregates =
    state.command === 'stats' && !inKeys ? aggregateFunctions.map(entry => functionCompletion(entry, 'aggregate')) : []
  const compared = last?.kind === 'CompareOp' || lastWord === 'like' ? values(before, '"', '', known) : []
  return [
    ...compared,
    ...aggregates,
    ...fieldNames(before, prefix, known).map(fieldCompletion),
    ...scalarFunctions.map(entry => functionCompletion(entry, 'function')),
    ...own.map(keyword),
    ...(isCondition(state.command) ? [keyword('not')] : []),
  ]
}

const isCondition = (command: string): boolean => ['filter', 'where', 'search', 'relevantfields'].includes(command)

function behindValue(state: TokenState, since: readonly Token[]): Completion[] {
  const has = (word: string): boolean =>
    since.some(token => token.kind === 'Keyword' && token.text.toLowerCase() === word)
  const inside = state.outer !== null && state.outer.command === state.command
  const found = isCondition(state.command) || inside ? ['and', 'or', 'like', 'not like', 'in', 'not in'] : []
  if (inside) return found.map(keyword)
  if (
    ['fields', 'display', 'stats', 'parse', 'lookup', 'accum', 'autoregress', 'sessionize', 'json'].includes(
      state.command,
    )
  )
    found.push('as')
  found.push(...keywordsOf(state.command).filter(word => !word.endsWith('=') && !(has(word) && word === 'by')))
  return found.map(keyword)
}

/** Names that are there: after stats its outputs, else what is known and what the text has named so far. */
function fieldNames(before: readonly Token[], prefix: string, known: CompletionKnowledge): readonly string[] {
  const pipe = before.findLast(({ kind }) => kind === 'Pipe')
  const closed = pipe === undefined ? null : namesAfter(prefix.slice(0, pipe.from))
  if (closed !== null) return closed
  const named = before.flatMap((token, at) =>
    token.kind === 'Field' && before[at - 1]?.text.toLowerCase() === 'as' ? [token.text.replaceAll('`', '')] : [],
  )
  return [...new Set([...named, ...known.fields, ...systemFields])]
}

/** Values of the field before the operator, in quotes. */
function values(before: readonly Token[], quote: string, typed: string, known: CompletionKnowledge): Completion[] {
  if (known.valuesOf === undefined || quote === '/' || quote === '`') return []
  const field = before.findLast(({ kind }) => kind === 'Field')
  if (field === undefined) return []
  return known
    .valuesOf(field.text.replaceAll('`', ''))
    .filter(value => value.toLowerCase().startsWith(typed.toLowerCase()))
    .map(value => {
      const escaped = value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`).replaceAll('\n', '\\n')
      return { label: value, kind: 'value', insert: `${quote}${escaped}${quote}`, detail: '', doc: null } as const
    })
}

/** Those that begin with what was typed, then those that hold it. */
function matching(all: readonly Completion[], typed: string): Completion[] {
  const wanted = typed.toLowerCase()
  const begins = all.filter(({ label }) => label.toLowerCase().startsWith(wanted))
  const holds = all.filter(
    ({ label }) => !begins.some(other => other.label === label) && label.toLowerCase().includes(wanted),
  )
  return wanted === '' ? [...all] : [...begins, ...holds]
}

const commandCompletions: readonly Completion[] = commands.map(({ name, snippet, shape, doc }) => ({
  label: name,
  kind: 'command',
  insert: snippet,
  detail: shape,
  doc,
}))
const savedCompletion = (name: string): Completion => {
  const written = /^[\w@.]+$/.test(name) ? `$${name}` : `$\`${name}\``
  return { label: written, kind: 'saved', insert: written, detail: '', doc: null }
}
const functionCompletion = (
  { name, shown, doc, signature }: FunctionEntry,
  kind: 'function' | 'aggregate',
): Completion => ({
  label: name,
  kind,
  insert:
    name === 'count'
      ? 'count(*)'
      : signature.parameters.length === 0
        ? `${name}()`
        : `${name}(#{${signature.parameters[0]!.name}})`,
  detail: shown,
  doc,
})
const fieldCompletion = (name: string): Completion => ({
  label: name,
  kind: 'field',
  insert: printPlainName(name),
  detail: '',
  doc: null,
})
const keyword = (word: string): Completion => ({ label: word, kind: 'keyword', insert: word, detail: '', doc: null })
