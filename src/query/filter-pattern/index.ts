/**
 * The filter-pattern language of CloudWatch Logs: used by FilterLogEvents, TestMetricFilter, live tail and our own search.
 * Text is parsed once; the tree becomes a predicate for single events or SQL for the store, with one meaning.
 */

export { compileShared, type SharedPredicates } from './many-predicates.ts'
export { literalsOf } from './needles.ts'
export { type FilterPatternError, invalidFilterPattern, parseFilterPattern } from './parse.ts'
export {
  compileExtraction,
  compilePredicate,
  compileSelectors,
  type EventMatch,
  matchEvent,
  type Predicate,
} from './predicate.ts'
export { printFilterPattern } from './print.ts'
export { toSql } from './to-sql.ts'
export type * from './tree.ts'
export { parseSelector } from './values.ts'
export { type WordError, wordCondition, wordPredicate } from './word.ts'
