/** The door of what is done to the world: deliveries and exports. */
export * from './exports/index.ts'
export * from './subscriptions/index.ts'
