/** Many texts looked for in many messages at once. */
export { type TextMasks, TextScan } from './scan.ts'
export type { ScanText } from './tables.ts'
