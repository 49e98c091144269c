/** The door of masking: what readers do not get to see of messages, by the data protection policies of log groups. */
export { type MaskBook, openMaskBook } from './book.ts'
export { compileMask, type Mask, mask } from './mask.ts'
export { maskLogs } from './masked-logs.ts'
export { type MaskPolicy, readMaskPolicy } from './policy.ts'
