/**
 * What a query means over rows in memory: the reference interpreter, and single commands for rows that come from elsewhere. `sql/` holds
 * itself to the one and runs what cannot become SQL by the other.
 */
export { aggregateImplementations } from './aggregates/index.ts'
export { answerOf, printRow } from './answer.ts'
export { applyCommand, applyCommands, gather, isStreaming, stream } from './apply.ts'
export { patternTable } from './commands/index.ts'
export type { InterpretContext, InterpretError } from './context.ts'
export { evaluate } from './evaluate.ts'
export type { Gathering } from './gathering.ts'
export { type InterpretAnswer, type InterpretWorld, interpret } from './interpret.ts'
export type { Stage } from './stage.ts'
export {
  computedRow,
  computedShape,
  eventRow,
  eventShape,
  lookup,
  type Row,
  type Shape,
  shownColumns,
  type Table,
} from './table.ts'
