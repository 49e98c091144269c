/** The door of the twin's state. */
export { createWorld, type World } from './world.ts'
