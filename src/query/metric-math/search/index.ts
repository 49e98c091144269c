/** The language of SEARCH: text to tree, tree to a predicate over metrics. */
export { compileSearch, type MetricIdentity } from './match.ts'
export { metricsOf } from './metrics-of.ts'
export { type Narrowing, narrowSearch } from './narrow.ts'
export { readSearch, type SearchError } from './parse.ts'
export type * from './tree.ts'
export { joinedWords, type SearchWord, wordsOf } from './words.ts'
