/**
 * The words of the language that are no commands and no functions. Few are reserved everywhere; the others are keywords only within
 * their command, so that a field may have the same name.
 */

/** Keywords wherever an operand may not stand; as field names they need backticks. */
export const reservedWords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'like', 'as'])

/** Keywords by command, in small letters. `=` at the end: only when an equals sign follows. */
const wordsOfCommand: Readonly<Record<string, readonly string[]>> = {
  stats: ['by', 'offset'],
  sort: ['asc', 'desc'],
  order: ['by', 'asc', 'desc'],
  limit: ['any'],
  head: ['any'],
  parse: ['multi', 'logfmt', 'csv'],
  json: ['field='],
  diff: ['previousday', 'previousweek', 'previousmonth'],
  unnest: ['into'],
  lookup: ['output', 'outputnew'],
  cidrlookup: ['output', 'outputnew'],
  join: ['type=', 'left=', 'right=', 'where'],
  addtotals: ['fieldname=', 'row=', 'col='],
  autoregress: ['p='],
  fillmissing: ['with', 'for'],
  outlier: ['action=', 'param=', 'uselower=', 'mark='],
  appendcols: ['override', 'max='],
  sessionize: ['maxspan'],
  logcompare: ['timeshift'],
  relevantfields: ['where'],
  source: ['start=', 'end='],
}

const keywords: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(wordsOfCommand).map(([command, words]) => [command, new Set(words)]),
)

/** Every word that is a keyword somewhere, but for those that only an equals sign makes one. */
export const allKeywords: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...Object.values(wordsOfCommand).flatMap(words => words.filter(word => !word.endsWith('='))),
])

/** The keywords of a command, without those that every command has. */
export const keywordsOf = (command: string): readonly string[] => wordsOfCommand[command.toLowerCase()] ?? []

/** `word` and `command` in small letters. */
export function isKeyword(word: string, command: string, beforeEquals: boolean): boolean {
  if (reservedWords.has(word)) return true
  const own = keywords.get(command)
  return own !== undefined && (own.has(word) || (beforeEquals && own.has(`${word}=`)))
}
