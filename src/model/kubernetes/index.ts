/** The door of the cluster's words: objects as we use them, and the port that they come through. Pure. */
export type * from './cluster-objects.ts'
export * from './kinds.ts'
export type * from './object.ts'
export type * from './port.ts'
export * from './quantity.ts'
export * from './selector.ts'
export type * from './workload-objects.ts'
