/** The door of the model: the words of the field, pure. */
export * from './log.ts'
export * from './ports.ts'
export * from './result.ts'
export * from './units.ts'
export * from './web-api.ts'
export * from './web-api-costs.ts'
export * from './web-api-filters.ts'
export * from './web-api-queries.ts'
