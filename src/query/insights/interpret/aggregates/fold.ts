/** What an aggregate is: it takes the rows of a group one by one and holds no more of them than its answer needs. */
import type { Argument } from '../../functions/index.ts'
import type { Value } from '../../value.ts'

export interface Fold {
  /** The argument's value in a row (true for `count(*)`), and how to get the row's `@timestamp` (epoch milliseconds). */
  add(value: Value, at: () => number | null): void
  result(): Value
}
/** `constant` is the argument that is a literal: the percentage, the width, the period, the k of topk. */
export type MakeFold = (constant: Argument) => Fold
export type Folds = Readonly<Record<string, MakeFold>>
