/** The door of the list view and its filter. */
export { readFilter, type Term, wanted } from './filter.ts'
export { List } from './list.tsx'
