/** The door of what `mangru query` does. */
export { markPlace } from './mark.ts'
export { type QueryValues, queryOptions } from './options.ts'
export { progressOn } from './progress.ts'
export { showRows } from './rows.ts'
export { runQuery } from './run.ts'
export { callOf, parameterWords, savedQueries, savedTable } from './saved.ts'
