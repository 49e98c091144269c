/** The door of the deliveries: subscriptions of one group, and the page of all of them. */
export { DeliveriesPage } from './page.tsx'
export { Subscriptions } from './subscriptions.tsx'
