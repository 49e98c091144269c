/** "Show SQL": the statements that a query would run, with its values in place. Nothing runs but the look at what there is to read. */
import { limits } from '../../../limits.ts'
import { ok, type Result } from '../../../model/index.ts'
import type { InsightsError } from '../port.ts'
import { eventsSql, groupsSql, newestFirst, oldestFirst, plan, topGroups, topGroupsSql } from '../sql/index.ts'
import type { Command } from '../tree.ts'
import { withIndex } from './indexed.ts'
import { innerQueries } from './inner.ts'
import { rowsBetween } from './left-out.ts'
import { extentOf, type Question, surroundingsOf } from './question.ts'
import type { Session } from './session.ts'
import { narrowed } from './volume.ts'

export async function explainQuery(
  session: Session,
  question: Question,
): Promise<Result<readonly string[], InsightsError>> {
  const { query } = question
  const groups = query.source === null ? ok(question.groups) : await session.world.groups(query.source)
  if (!groups.ok) return groups
  const statements: string[] = []
  for (const inner of innerQueries(query.commands)) {
    const own = await explainQuery(session, { ...question, query: inner, most: limits.insightsHeldEvents })
    if (!own.ok) return own
    statements.push('-- a query inside this one, whose answer is held in memory:', ...own.value)
  }
  const indexed = await withIndex(session.world, query, groups.value)
  statements.push(...indexed.notices.map(({ message }) => `-- ${message}`))
  const extent = extentOf(question, indexed.groups)
  const surroundings = await surroundingsOf(session, question, extent)
  if (!surroundings.ok) return surroundings
  const asked = narrowed(extent)
  const rows = rowsBetween(asked, asked.from, asked.to)
  const made = plan(query.commands, surroundings.value, question.most)
  if (made.kind === 'groups') {
    const top = topGroups(made.command, made.select, made.commands, surroundings.value, question.most)
    const limited = made.commands.some(command => command.kind === 'limit')
    const statement =
      top !== undefined && limited
        ? topGroupsSql(made.filter, made.select, top, rows)
        : groupsSql(made.filter, made.select, rows, limits.insightsGroups + 1)
    statements.push(statement.text)
    return ok([...statements, ...outside(made.commands)])
  }
  const order = made.order === null ? [...made.by, ...newestFirst] : made.order === 'newest' ? newestFirst : oldestFirst
  if (made.order !== null) statements.push('-- window by window of time, until there is enough:')
  statements.push(eventsSql(made.filter, rows, order, made.enough ?? limits.insightsPageEvents).text)
  return ok([...statements, ...outside(made.commands)])
}

const outside = (commands: readonly Command[]): readonly string[] =>
  commands.length === 0 ? [] : [`-- then outside the database: ${commands.map(command => command.kind).join(' | ')}`]
