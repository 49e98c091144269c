/** The Logs Insights query language: text → tree (`language/`), meaning (`interpret/`), SQL (`sql/`), running (`run/`). */
export * from './language/index.ts'
export { type EventPlace, makePointer, readPointer } from './pointer.ts'
export type * from './port.ts'
export * from './said/index.ts'
export type * from './tree.ts'
export type * from './value.ts'
