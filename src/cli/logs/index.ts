/** The door of what `mangru logs` does. */
export { type Following, follow } from './follow.ts'
export { firstGroups, groupTable } from './groups.ts'
export { type LogsValues, logsOptions } from './options.ts'
export { podLines } from './pod-lines.ts'
export { podSelectorOf } from './pods.ts'
export { searchAll } from './search.ts'
export { type Look, showEvent } from './show.ts'
