/** The door of the query languages: one folder per language. */
export * from './filter-pattern/index.ts'
export * from './insights/index.ts'
