/** The door of the shared time range. */
export { type SharedTime, TimeProvider, useTime } from './context.tsx'
export { TimeControl } from './control.tsx'
export * from './range.ts'
export { readTime, type TimeView, writeTime } from './search.ts'
