/** Which command may stand where, whatever names they use. */
import { limits } from '../../../limits.ts'
import type { Command, Notice } from '../tree.ts'
import { isBin } from './check-stats.ts'
import { QueryTrouble } from './trouble.ts'
import { everyPart } from './walk.ts'

type Kind = Command['kind']

/** What may stand before filterIndex: nothing that makes or changes fields. */
const beforeIndex: ReadonlySet<Kind> = new Set(['fields', 'display', 'filter', 'filterIndex', 'sort', 'limit'])

/** Throws at the first rule that is broken. */
export function checkOrder(commands: readonly Command[], compatible: boolean): void {
  const stats = commands.filter(({ kind }) => kind === 'stats')
  if (stats.length > limits.insightsStats)
    throw new QueryTrouble(`a query may have ${limits.insightsStats} stats`, stats[limits.insightsStats]!.span)
  const joins = commands.filter(({ kind }) => kind === 'join')
  if (joins.length > 1) throw new QueryTrouble('a query may have one join', joins[1]!.span)
  const lastStats = commands.findLastIndex(({ kind }) => kind === 'stats')
  for (const [at, command] of commands.entries()) {
    const before = commands.slice(0, at)
    afterDedup(command, before)
    afterPattern(command, before)
    if (at < lastStats) beforeStats(command, compatible)
    if (command.kind === 'estimate' && at < commands.length - 1)
      throw new QueryTrouble('unexpected symbol found estimate', command.span, { reason: 'estimate comes last' })
    if (command.kind === 'filterIndex' && !before.every(({ kind }) => beforeIndex.has(kind))) {
      throw new QueryTrouble('unexpected symbol found filterIndex', command.span, {
        reason: 'filterIndex comes before every command that changes fields',
      })
    }
    if (command.kind === 'fillmissing' && !before.some(isTimeSeries)) {
      throw new QueryTrouble('unexpected symbol found fillmissing', command.span, {
        reason: 'fillmissing comes after stats … by bin(…)',
      })
    }
  }
}

const isTimeSeries = (command: Command): boolean =>
  command.kind === 'stats' && command.by.some(({ expression }) => [...everyPart(expression)].some(isBin))

function afterDedup({ kind, span }: Command, before: readonly Command[]): void {
  if (kind === 'limit' || !before.some(command => command.kind === 'dedup')) return
  throw new QueryTrouble(`unexpected symbol found ${kind}`, span, {
    reason: 'only limit may follow dedup',
    suggestion: `Put ${kind} before dedup.`,
  })
}

function afterPattern({ kind, span }: Command, before: readonly Command[]): void {
  const last = before.at(-1)?.kind
  if (kind === 'diff' && last !== 'pattern') {
    throw new QueryTrouble('Diff operation has to be used after Pattern', span, {
      suggestion: 'Write pattern @message | diff.',
    })
  }
  if (kind === 'anomaly' && last !== 'pattern') {
    throw new QueryTrouble('Anomaly operation has to be used after Pattern', span, {
      suggestion: 'Write pattern @message | anomaly.',
    })
  }
}

function beforeStats({ kind, span }: Command, compatible: boolean): void {
  if (kind === 'limit' || (kind === 'sort' && !compatible)) {
    throw new QueryTrouble(`unexpected symbol found ${kind}`, span, {
      reason: `${kind} may not stand before the last stats`,
      suggestion: `Put ${kind} behind stats.`,
    })
  }
}

/** A sort of rows that are then aggregated changes nothing; published queries have it. */
export function withoutIdleSorts(commands: readonly Command[], notices: Notice[]): readonly Command[] {
  const lastStats = commands.findLastIndex(({ kind }) => kind === 'stats')
  return commands.filter((command, at) => {
    if (command.kind !== 'sort' || at > lastStats) return true
    notices.push({
      code: 'sort-ignored',
      message: 'A sort before stats has no effect, and was left out.',
      span: command.span,
    })
    return false
  })
}
