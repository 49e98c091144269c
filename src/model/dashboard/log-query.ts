/** The query of a log widget, taken apart: which groups it names by SOURCE, and what it asks of them. */

export interface LogWidgetQuery {
  /** Names of log groups, each once. Empty: the query says itself where it looks (`SOURCE logGroups(…)`), or nowhere. */
  readonly groups: readonly string[]
  /** Without the SOURCEs that name groups. */
  readonly text: string
}

const named = `(?:'([^']*)'|"([^"]*)"|\`([^\`]*)\`)`
const source = new RegExp(`^(?:\\|\\s*)?SOURCE\\s+${named}`, 'i')
const another = new RegExp(`^,\\s*${named}`)

export function logWidgetQuery(query: string): LogWidgetQuery {
  const groups = new Set<string>()
  let rest = query.trimStart()
  for (let match = source.exec(rest); match !== null; match = another.exec(rest) ?? source.exec(rest)) {
    groups.add(match[1] ?? match[2] ?? match[3] ?? '')
    rest = rest.slice(match[0].length).trimStart()
  }
  groups.delete('')
  return { groups: [...groups], text: rest.replace(/^\|\s*/, '') }
}
