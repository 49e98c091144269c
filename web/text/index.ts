/** The door of how names are written where room is short. */
export { Middle } from './middle.tsx'
