/** Applies commands to rows: one command to a table, or those that need one row at a time to a stream. */

import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { told } from '../said/index.ts'
import type { Command } from '../tree.ts'
import { applyWhole, gatheringOf, stageOf, type TableCommand } from './commands/index.ts'
import { type InterpretContext, type InterpretError, Trouble } from './context.ts'
import type { Gathering } from './gathering.ts'
import type { Stage } from './stage.ts'
import type { Row, Shape, Table } from './table.ts'

/** What a command makes of rows in memory. At most `limits.insightsGrownRows` rows, however many a join or unnest would make. */
export const applyCommand = (
  command: Command,
  table: Table,
  context: InterpretContext,
): Result<Table, InterpretError> => caught(() => applied(command, table, context))

/** The commands in turn. */
export const applyCommands = (
  commands: readonly Command[],
  table: Table,
  context: InterpretContext,
): Result<Table, InterpretError> =>
  caught(() => commands.reduce((before, command) => applied(command, before, context), table))

/** Whether a command needs one row at a time, so that `stream` takes it. */
export function isStreaming(command: Command): boolean {
  return streaming.has(command.kind)
}
const streaming: ReadonlySet<Command['kind']> = new Set([
  'fields',
  'display',
  'filter',
  'filterIndex',
  'limit',
  'parse',
  'json',
  'dedup',
  'unnest',
  'expand',
  'unmask',
  'lookup',
  'cidrlookup',
  'join',
  'accum',
  'autoregress',
  'filldown',
])

/**
 * The commands as one stage: push rows in their order and take what comes out, until `done`. Every command must be streaming. A stage
 * holds what it remembers (keys of dedup, tables of lookup), never the rows. Throws on a command that needs all rows.
 */
export function stream(
  commands: readonly Command[],
  shape: Shape,
  context: InterpretContext,
): Result<Stage, InterpretError> {
  return caught(() => {
    const stages: Stage[] = []
    for (const command of commands) stages.push(streamingStage(command, stages.at(-1)?.shape ?? shape, context))
    return {
      shape: stages.at(-1)?.shape ?? shape,
      push: row => stages.reduce<readonly Row[]>((rows, stage) => rows.flatMap(one => stage.push(one)), [row]),
      done: () => stages.some(stage => stage.done?.() ?? false),
    }
  })
}

/**
 * stats, pattern and countFrequent of rows that are pushed one by one and not held; null for every other command. Whoever pushes looks
 * at `held`.
 */
export const gather = (command: Command, context: InterpretContext): Gathering | null => gatheringOf(command, context)

function streamingStage(command: Command, shape: Shape, context: InterpretContext): Stage {
  const stage = stageOf(command, shape, context)
  if (stage === null) throw new Error(`${command.kind} needs all rows at once`)
  return stage
}

/** Throws `Trouble`. */
export function applied(command: Command, table: Table, context: InterpretContext): Table {
  const gathering = gatheringOf(command, context)
  if (gathering !== null) {
    for (const row of table.rows) gathering.push(row)
    return gathering.result()
  }
  const stage = stageOf(command, table.shape, context)
  if (stage === null) return applyWhole(command as TableCommand, table, context)
  const rows: Row[] = []
  for (const row of table.rows) {
    if (stage.done?.()) break
    const made = stage.push(row)
    for (const one of made) rows.push(one)
    if (rows.length > limits.insightsGrownRows) {
      throw new Trouble(
        'over-limit',
        told('makes-too-many-rows', { command: command.kind, most: limits.insightsGrownRows }),
      )
    }
  }
  return { shape: stage.shape, rows }
}

export function caught<T>(work: () => T): Result<T, InterpretError> {
  try {
    return ok(work())
  } catch (error) {
    if (error instanceof Trouble) return err(error.error)
    throw error
  }
}
