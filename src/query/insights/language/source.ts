/** `SOURCE`: groups by name, or chosen by prefix, account, class, tag and data source. */
import { said } from '../said/index.ts'
import type { Source } from '../tree.ts'
import type { Commands } from './commands.ts'
import { readText } from './text.ts'
import { type Token, tokensOf } from './tokens.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'

type Named = (Source & { kind: 'named' })['groups']
type Chosen = {
  -readonly [K in 'prefixes' | 'accounts' | 'classes' | 'dataSources' | 'tags']: (Source & { kind: 'chosen' })[K]
}

const most = { prefixes: 5, accounts: 20, classes: 2, dataSources: 10, tags: 5, tagValues: 5 } as const

const chosenBy: Readonly<Record<string, 'prefixes' | 'accounts' | 'classes'>> = {
  nameprefix: 'prefixes',
  nameprefixes: 'prefixes',
  accountidentifier: 'accounts',
  accountidentifiers: 'accounts',
  class: 'classes',
  loggroupclass: 'classes',
}

/** Stands after the word SOURCE. Takes further `| SOURCE …` along. */
export function readSource(read: Commands, start: Token): Source {
  const { tokens } = read
  const chosen: Chosen = { prefixes: [], accounts: [], classes: [], dataSources: [], tags: [] }
  if (!isSelector(tokens.peek())) return { kind: 'named', groups: named(read), span: tokens.since(start) }
  while (isSelector(tokens.peek())) {
    const selector = tokens.next()
    tokens.open('OpenParen', 'paren-expected')
    const word = selector.text.toLowerCase()
    if (word === 'loggroups') logGroups(read, chosen)
    else if (!tokens.is('CloseParen')) {
      if (word === 'datasource' || word === 'datasources') chosen.dataSources = texts(read, most.dataSources)
      else chosen.tags = tags(read)
    }
    tokens.close('CloseParen')
    tokens.take('Comma')
  }
  return { kind: 'chosen', ...chosen, span: tokens.since(start) }
}

const isSelector = (token: Token | undefined): boolean =>
  token?.kind === 'FunctionName' && /^(loggroups|datasources?|loggrouptags)$/i.test(token.text)

function logGroups(read: Commands, chosen: Chosen): void {
  const { tokens } = read
  while (!tokens.is('CloseParen')) {
    const name = tokens.expect('Field', 'source-choice-expected')
    const kind = chosenBy[name.text.toLowerCase()]
    if (kind === undefined) {
      throw new QueryTrouble(unexpectedSymbol(name.text), name, {
        reason: 'source-choice-expected',
      })
    }
    if (tokens.take('Colon') === undefined && tokens.peek()?.text === '=') tokens.next()
    chosen[kind] = texts(read, most[kind])
    if (tokens.take('Comma') === undefined) break
  }
}

function texts(read: Commands, atMost: number): string[] {
  const start = read.tokens.here
  const text = (): string => readText(read.tokens.expect('String', 'quoted-text-expected'))
  const all = read.tokens.is('String') ? [text()] : read.list(text)
  if (all.length > atMost) throw new QueryTrouble(said('list-length', { most: atMost }), read.tokens.since(start))
  return all
}

function tags(read: Commands): Chosen['tags'] {
  const { tokens } = read
  const start = tokens.here
  const all = read.list(() => {
    let key: string | null = null
    let values: string[] | null = null
    tokens.open('OpenBrace', 'brace-expected')
    do {
      const name = tokens.is('Field') ? tokens.next().text : readText(tokens.expect('String', 'tag-word-expected'))
      tokens.expect('Colon', 'colon-expected')
      if (name.toLowerCase() === 'key') key = readText(tokens.expect('String', 'quoted-text-expected'))
      else if (name.toLowerCase() === 'values') values = texts(read, most.tagValues)
      else throw tokens.unexpected('tag-words-expected')
    } while (tokens.take('Comma') !== undefined)
    if (key === null) throw tokens.unexpected('tag-needs-key')
    tokens.close('CloseBrace')
    return { key, values: values ?? [] }
  })
  if (all.length > most.tags) throw new QueryTrouble(said('source-tags', { most: most.tags }), tokens.since(start))
  return all
}

function named(read: Commands): Named {
  const { tokens } = read
  const groups: { name: string; from: number | null; to: number | null }[] = []
  for (;;) {
    const name = read.bareName('group-name-expected')
    let from: number | null = null
    let to: number | null = null
    for (let option = read.option('start', 'end'); option !== undefined; option = read.option('start', 'end')) {
      const at = instant(read)
      if (option.name === 'start') from = at
      else to = at
    }
    groups.push({ name, from, to })
    if (tokens.take('Comma') !== undefined) continue
    if (!tokens.is('Pipe') || !tokens.is('CommandName', 1) || tokens.peek(1)!.text.toLowerCase() !== 'source')
      return groups
    tokens.next()
    tokens.next()
  }
}

const millis = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, mo: 2592e6, q: 7776e6, y: 31536e6 } as const

/** Epoch milliseconds, or `now` and `-1d`: from the query's start backwards, as 0 and less. */
function instant(read: Commands): number {
  const { tokens } = read
  const token = tokens.peek()
  if (token?.text.toLowerCase() === 'now') {
    tokens.next()
    return 0
  }
  if (token?.text === '-') {
    tokens.next()
    const { amount, unit } = read.period()
    return -amount * millis[unit]
  }
  return read.count('instant-expected', 0, Number.MAX_SAFE_INTEGER)
}

/** Whether a text begins with SOURCE: such a query needs no groups beside it. */
export const namesItsSource = (text: string): boolean => {
  const first = tokensOf(text).find(({ kind }) => kind !== 'Pipe')
  return first?.kind === 'CommandName' && first.text.toLowerCase() === 'source'
}
