/** The door of how names are written where room is short, texts where a shell reads them, and fields whose text stands in the address. */
export { Middle } from './middle.tsx'
export { shellText } from './shell.ts'
export { useTyped } from './use-typed.ts'
