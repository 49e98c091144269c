/** Which command may stand where, whatever names they use. */
import { limits } from '../../../limits.ts'
import { said } from '../said/index.ts'
import type { Command, Notice } from '../tree.ts'
import { isBin } from './check-stats.ts'
import { noticeOf, QueryTrouble, unexpectedSymbol } from './trouble.ts'
import { everyPart } from './walk.ts'

type Kind = Command['kind']

/** What may stand before filterIndex: nothing that makes or changes fields. */
const beforeIndex: ReadonlySet<Kind> = new Set(['fields', 'display', 'filter', 'filterIndex', 'sort', 'limit'])

/** Throws at the first rule that is broken. */
export function checkOrder(commands: readonly Command[], compatible: boolean): void {
  const stats = commands.filter(({ kind }) => kind === 'stats')
  if (stats.length > limits.insightsStats)
    throw new QueryTrouble(said('too-many-stats', { most: limits.insightsStats }), stats[limits.insightsStats]!.span)
  const joins = commands.filter(({ kind }) => kind === 'join')
  if (joins.length > 1) throw new QueryTrouble('too-many-joins', joins[1]!.span)
  const lastStats = commands.findLastIndex(({ kind }) => kind === 'stats')
  for (const [at, command] of commands.entries()) {
    const before = commands.slice(0, at)
    afterDedup(command, before)
    afterPattern(command, before)
    if (at < lastStats) beforeStats(command, compatible)
    if (command.kind === 'estimate' && at < commands.length - 1)
      throw new QueryTrouble(unexpectedSymbol('estimate'), command.span, { reason: 'estimate-last' })
    if (command.kind === 'filterIndex' && !before.every(({ kind }) => beforeIndex.has(kind))) {
      throw new QueryTrouble(unexpectedSymbol('filterIndex'), command.span, {
        reason: 'filter-index-first',
      })
    }
    if (command.kind === 'fillmissing' && !before.some(isTimeSeries)) {
      throw new QueryTrouble(unexpectedSymbol('fillmissing'), command.span, {
        reason: 'fillmissing-after-bin',
      })
    }
  }
}

const isTimeSeries = (command: Command): boolean =>
  command.kind === 'stats' && command.by.some(({ expression }) => [...everyPart(expression)].some(isBin))

function afterDedup({ kind, span }: Command, before: readonly Command[]): void {
  if (kind === 'limit' || !before.some(command => command.kind === 'dedup')) return
  throw new QueryTrouble(unexpectedSymbol(kind), span, {
    reason: 'only-limit-after-dedup',
    suggestion: said('put-before-dedup', { command: kind }),
  })
}

function afterPattern({ kind, span }: Command, before: readonly Command[]): void {
  const last = before.at(-1)?.kind
  if (kind === 'diff' && last !== 'pattern') {
    throw new QueryTrouble('diff-after-pattern', span, {
      suggestion: 'pattern-diff',
    })
  }
  if (kind === 'anomaly' && last !== 'pattern') {
    throw new QueryTrouble('anomaly-after-pattern', span, {
      suggestion: 'pattern-anomaly',
    })
  }
}

function beforeStats({ kind, span }: Command, compatible: boolean): void {
  if (kind === 'limit' || (kind === 'sort' && !compatible)) {
    throw new QueryTrouble(unexpectedSymbol(kind), span, {
      reason: said('not-before-stats', { command: kind }),
      suggestion: said('put-behind-stats', { command: kind }),
    })
  }
}

/** A sort of rows that are then aggregated changes nothing; published queries have it. */
export function withoutIdleSorts(commands: readonly Command[], notices: Notice[]): readonly Command[] {
  const lastStats = commands.findLastIndex(({ kind }) => kind === 'stats')
  return commands.filter((command, at) => {
    if (command.kind !== 'sort' || at > lastStats) return true
    notices.push(noticeOf('sort-ignored', command.span))
    return false
  })
}
