/** The door of what is done to the world: so far, deliveries. */
export * from './subscriptions/index.ts'
