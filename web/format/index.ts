/** The door of the formatters: one per unit. */
export * from './format.ts'
export * from './metric.ts'
