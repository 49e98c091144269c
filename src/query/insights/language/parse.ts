/** Text to tree: the commands one after the other. What they mean together is the checker's. */
import { limits } from '../../../limits.ts'
import { said } from '../said/index.ts'
import type { Command, Expression, Notice, Query, SortKey, Source } from '../tree.ts'
import { commandNames } from './catalogue-commands.ts'
import { type CommandBody, type CommandReader, Commands, usualCommands } from './commands.ts'
import { patternCommands } from './commands-patterns.ts'
import { tableCommands } from './commands-tables.ts'
import { Cursor } from './cursor.ts'
import { fieldNamed } from './names.ts'
import { nearest } from './nearest.ts'
import { readSource } from './source.ts'
import type { Token } from './tokens.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'

const readers: ReadonlyMap<string, CommandReader> = new Map(
  Object.entries({ ...usualCommands, ...patternCommands, ...tableCommands }),
)

/** Throws QueryTrouble. */
export function readQuery(text: string): { readonly query: Query; readonly notices: readonly Notice[] } {
  if (text.length > limits.insightsQueryLength) {
    throw new QueryTrouble(said('too-long', { most: limits.insightsQueryLength, length: text.length }), {
      from: limits.insightsQueryLength,
      to: text.length,
    })
  }
  const cursor = new Cursor(text)
  const reader = new QueryReader(cursor)
  const query = reader.whole()
  return { query, notices: cursor.notices }
}

class QueryReader {
  readonly #cursor: Cursor
  readonly #read: Commands
  #inside = 0

  constructor(cursor: Cursor) {
    this.#cursor = cursor
    this.#read = new Commands(cursor, () => this.#inner())
  }

  whole(): Query {
    const query = this.#query()
    if (this.#cursor.peek() !== undefined) throw this.#cursor.unexpected()
    return query
  }

  /** A query in parentheses; none stands in another one. */
  #inner(): Query {
    if (this.#inside > 0) throw new QueryTrouble('query-in-query', this.#cursor.here)
    this.#inside++
    const query = this.#query()
    this.#inside--
    return query
  }

  #query(): Query {
    const cursor = this.#cursor
    const start = cursor.here
    cursor.take('Pipe')
    let source: Source | null = null
    const commands: Command[] = []
    if (cursor.is('CommandName') && cursor.peek()!.text.toLowerCase() === 'source') {
      source = readSource(this.#read, cursor.next())
      if (cursor.take('Pipe') === undefined) return { source, commands, span: cursor.since(start) }
    }
    do commands.push(...this.#command(commands))
    while (cursor.take('Pipe') !== undefined)
    return { source, commands, span: cursor.since(start) }
  }

  #command(before: readonly Command[]): Command[] {
    const cursor = this.#cursor
    const name = cursor.peek()
    if (name?.kind === 'Saved')
      throw new QueryTrouble(unexpectedSymbol(name.text), name, {
        reason: 'no-such-saved-query',
      })
    if (name?.kind !== 'CommandName') throw cursor.unexpected('command-expected')
    const reader = readers.get(name.text.toLowerCase())
    if (reader === undefined && name.text.toLowerCase() !== 'tail') throw this.#unknown(name)
    cursor.next()
    const bodies: CommandBody | readonly CommandBody[] =
      reader === undefined ? this.#tail(name, before) : reader(this.#read, name)
    const span = cursor.since(name)
    return (Array.isArray(bodies) ? bodies : [bodies]).map(body => ({ ...body, span }) as Command)
  }

  /** The last rows in the present order: turned round, cut, and turned back. */
  #tail(name: Token, before: readonly Command[]): CommandBody[] {
    const rows = this.#read.count('rows-expected', 1, limits.insightsLimitRows)
    const last = before.findLast(({ kind }) => kind === 'sort' || kind === 'stats')
    if (last?.kind === 'stats')
      throw new QueryTrouble('tail-needs-order', name, {
        suggestion: 'sort-before-tail',
      })
    const own: Expression = { kind: 'field', field: fieldNamed('@timestamp'), span: { from: name.to, to: name.to } }
    const keys: readonly SortKey[] = last?.kind === 'sort' ? last.keys : [{ expression: own, descending: true }]
    const turned = keys.map(key => ({ ...key, descending: !key.descending }))
    return [
      { kind: 'sort', keys: turned },
      { kind: 'limit', rows, any: false },
      { kind: 'sort', keys },
    ]
  }

  #unknown(name: Token): QueryTrouble {
    const lower = name.text.toLowerCase()
    if (lower === 'source') {
      return new QueryTrouble(unexpectedSymbol('SOURCE'), name, { reason: 'source-first' })
    }
    const near = nearest(name.text, commandNames.keys())
    const known =
      near === undefined
        ? undefined
        : commandNames.get(near)?.name.toLowerCase() === near
          ? commandNames.get(near)!.name
          : near
    const words = said('did-you-mean', { near: known ?? '' })
    const previous = this.#cursor.last
    const joins =
      previous?.kind === 'Pipe' && ['or', 'and'].includes(lower)
        ? [{ span: previous, insert: '', words: said('leave-out-this-pipe') }]
        : []
    return new QueryTrouble(unexpectedSymbol(name.text.slice(0, 40)), name, {
      reason: said('no-such-command', { name: name.text.slice(0, 40) }),
      suggestion: known === undefined ? 'usual-commands' : words,
      repairs: [...(known === undefined ? [] : [{ span: name, insert: known, words }]), ...joins],
    })
  }
}
