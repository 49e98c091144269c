/** The door of the twin's state. */
export type { World } from './world.ts'
