/** The door of how names are written where room is short, and texts where a shell reads them. */
export { Middle } from './middle.tsx'
export { shellText } from './shell.ts'
