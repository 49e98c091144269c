/** The door of the history. */
export { History } from './history.tsx'
