/** The door of what is done to the world: deliveries, exports, and telling people. */
export * from './exports/index.ts'
export * from './install/index.ts'
export * from './notify/index.ts'
export * from './subscriptions/index.ts'
