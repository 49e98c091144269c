/** What an aggregate sees: its arguments in every row of the group. */
import type { Argument } from '../../functions/index.ts'
import type { Value } from '../../value.ts'

export interface AggregateInput {
  readonly rows: number
  readonly argumentCount: number
  /** An argument's value in each row, nulls too. */
  column(at: number): readonly Value[]
  /** An argument that is a literal. */
  constant(at: number): Argument
  /** `@timestamp` of each row as epoch milliseconds; null where it has none. */
  times(): readonly (number | null)[]
}
export type Aggregate = (input: AggregateInput) => Value
export type Aggregates = Readonly<Record<string, Aggregate>>
