/** Saved queries on the command line: found by name, and called with values for their parameters. */
import type { ApiSavedQueries, ApiSavedQuery, Result } from '../../model/index.ts'
import { err, ok } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'

export const savedQueries = (api: Api): Promise<Result<ApiSavedQueries, ApiTrouble>> =>
  api.json<ApiSavedQueries>('/api/queries/saved')

export function savedTable(queries: readonly ApiSavedQuery[], say: Messages): string {
  return tableOf(
    [say['column-name'](), say['column-parameters'](), say['column-groups'](), say['column-query']()],
    queries.map(({ name, parameters, groups, query }) => [
      tamed(name),
      parameters.map(one => (one.defaultValue === undefined ? one.name : `${one.name}=${one.defaultValue}`)).join(' '),
      groups.join(' '),
      tamed(query.replace(/\s+/g, ' ').trim()),
    ]),
  )
}

/** `p=v` words; the first one that is none is the error. */
export function parameterWords(words: readonly string[]): Result<ReadonlyMap<string, string>, string> {
  const values = new Map<string, string>()
  for (const word of words) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? []
    if (name === undefined || value === undefined) return err(word)
    values.set(name, value)
  }
  return ok(values)
}

/** The query that calls a saved one; the server puts its text in place. */
export function callOf(name: string, values: ReadonlyMap<string, string>): string {
  const given = [...values].map(([parameter, value]) => `${parameter}=${JSON.stringify(value)}`)
  return `$\`${name}\`(${given.join(', ')})`
}
