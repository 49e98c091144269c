/** Small rules of the checker that need no names. */
import { said } from '../said/index.ts'
import type { Expression, Notice, Query } from '../tree.ts'
import { noticeOf, QueryTrouble } from './trouble.ts'

/** The longest period of each small unit. */
const periodCaps: Readonly<Record<string, number>> = { ms: 1_000, s: 60, m: 60, h: 24 }

/** `bin`, `datefloor` and `dateceil` alike. */
export function cappedPeriods({ name, args }: Expression & { kind: 'call' }): Notice[] {
  return args.flatMap(({ kind, ...arg }) => {
    if (kind !== 'period' || !('period' in arg)) return []
    const { amount, unit } = arg.period
    const cap = periodCaps[unit]
    if (cap === undefined || amount <= cap) return []
    return [noticeOf('bin-capped', arg.span, { name, period: `${amount}${unit}`, capped: `${cap}${unit}` })]
  })
}

/** What `in ( … )` compares with is one column. */
export function checkOneColumn({ commands, span }: Query): void {
  const shown = commands.findLast(({ kind }) => kind === 'display' || kind === 'stats')
  const listed = commands.flatMap(command => (command.kind === 'fields' ? command.columns.map(({ name }) => name) : []))
  const count =
    shown?.kind === 'display'
      ? shown.columns.length
      : shown?.kind === 'stats'
        ? shown.by.length + shown.aggregates.length
        : new Set(listed).size
  if (count !== 1)
    throw new QueryTrouble(count === 0 ? 'no-column' : said('many-columns', { count }), span, {
      suggestion: 'one-column',
    })
}
