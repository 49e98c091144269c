/** The door of what `mangru metrics` is made of. */
export { csvOf, dataRows, forEyes, queriesOf } from './get.ts'
export { firstMetrics, metricRows, metricTable } from './list.ts'
export { type GetValues, getOptions, type ListValues, listOptions } from './options.ts'
