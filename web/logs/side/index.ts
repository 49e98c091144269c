/** The door of the search's left side. */
export { Side } from './side.tsx'
