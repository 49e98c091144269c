/** Commands that group lines, compare times or make rows out of lists. */
import type { CommandReader } from './commands.ts'

const previous = { previousday: 'previousDay', previousweek: 'previousWeek', previousmonth: 'previousMonth' } as const

const countFrequent: CommandReader = read => ({ kind: 'countFrequent', fields: read.fieldList() })

export const patternCommands: Readonly<Record<string, CommandReader>> = {
  pattern: read => ({ kind: 'pattern', of: read.sum() }),
  diff: read => {
    const word = read.tokens.takeKeyword(...Object.keys(previous))?.text.toLowerCase() as
      | keyof typeof previous
      | undefined
    return { kind: 'diff', against: word === undefined ? 'window' : previous[word] }
  },
  anomaly: () => ({ kind: 'anomaly' }),
  unnest: read => {
    const of = read.sum()
    read.tokens.expectKeyword('into')
    return { kind: 'unnest', of, name: read.alias() }
  },
  expand: read => ({ kind: 'expand', field: read.field() }),
  unmask: read => ({ kind: 'unmask', fields: read.fieldList() }),
  sessionize: read => {
    const fields = read.fieldList()
    const maxSpan =
      read.tokens.takeKeyword('maxspan') === undefined ? { amount: 30, unit: 'm' as const } : read.period()
    return { kind: 'sessionize', fields, maxSpan, name: read.aliasIfAny() ?? 'session_id' }
  },
  countfrequent: countFrequent,
  count_frequent: countFrequent,
  logcompare: read => {
    read.tokens.expectKeyword('timeshift')
    return { kind: 'logcompare', shift: read.period() }
  },
  relevantfields: read => {
    const fields = read.tokens.isKeyword('where') ? [] : read.fieldList()
    read.tokens.expectKeyword('where')
    return { kind: 'relevantfields', fields, where: read.expression() }
  },
  estimate: () => ({ kind: 'estimate' }),
}
