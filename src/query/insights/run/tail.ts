/**
 * Commands over a table, in turn. Some ask for the same query over an earlier time (diff, logcompare): that is noticed when they ask,
 * run, and then they are tried again.
 */
import { ok, type Result } from '../../../model/index.ts'
import { applyCommand, type InterpretContext, type Table } from '../interpret/index.ts'
import type { InsightsError } from '../port.ts'
import type { Command } from '../tree.ts'

/** What the commands before `command` give over another time. Both ends inclusive. */
export type Earlier = (command: Command, from: number, to: number) => Promise<Result<Table, InsightsError>>

export async function applyTail(
  commands: readonly Command[],
  table: Table,
  context: InterpretContext,
  earlier: Earlier,
): Promise<Result<Table, InsightsError>> {
  let here = table
  for (const command of commands) {
    const next = await applyOne(command, here, context, earlier)
    if (!next.ok) return next
    here = next.value
  }
  return ok(here)
}

async function applyOne(
  command: Command,
  table: Table,
  context: InterpretContext,
  earlier: Earlier,
): Promise<Result<Table, InsightsError>> {
  const known = new Map<string, Table>()
  for (;;) {
    let wanted: readonly [number, number] | undefined
    const asking: InterpretContext = {
      ...context,
      earlier(from, to) {
        const found = known.get(`${from} ${to}`)
        if (found !== undefined) return found
        wanted = [from, to]
        throw new NotYet()
      },
    }
    try {
      return applyCommand(command, table, asking)
    } catch (error) {
      if (!(error instanceof NotYet) || wanted === undefined) throw error
    }
    const answer = await earlier(command, ...wanted)
    if (!answer.ok) return answer
    known.set(wanted.join(' '), answer.value)
  }
}

/** Carries the wish out of a command; never leaves this file. */
class NotYet extends Error {}
