/** The door of the log groups' list. */
export { putCommand, sendCommand } from './commands.ts'
export { DeleteGroup } from './dialogs.tsx'
export { useGroups } from './queries.ts'
export { Retention, SetRetention, showRetention } from './retention.tsx'
export { GroupTable } from './table.tsx'
