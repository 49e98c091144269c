/** The door of the list view and its filter. */
export { readFilter } from './filter.ts'
export { List } from './list.tsx'
export { podWanted } from './pod-filter.ts'
