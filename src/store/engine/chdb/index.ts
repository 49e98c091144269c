/** The door of the embedded engine. */
export { type ChdbEngine, type ChdbOptions, openChdb } from './engine.ts'
