/** The door of the log groups' list. */
export { putCommand, sendCommand } from './commands.ts'
export { useGroups } from './queries.ts'
export { GroupTable } from './table.tsx'
