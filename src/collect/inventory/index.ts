/** The door of the inventory: what is in a cluster now, and its versions on their way to the store. */
export { type Inventory, startInventory } from './inventory.ts'
export { type Keeper, openKeeper } from './keeper.ts'
export type { Sight } from './reflector.ts'
export { type SharedRoom, sharedRoom } from './room.ts'
