/** The door of metric filters: checked when they are put, kept compiled, evaluated with each accepted batch. */
export { type BookOptions, type MetricFilterBook, openMetricFilterBook } from './book.ts'
export { constantOf, type MetricFilterFault, type ReadFilter, readMetricFilter, type WrittenFilter } from './check.ts'
export { type ActiveFilter, compileGroup, type FilterWorld, type GroupFilters, type Publish } from './compile.ts'
