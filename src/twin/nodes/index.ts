/** The door of nodes and their groups. */
export { growGroups, startGroups, wakeDaemonSets } from './groups.ts'
export { joinNode, removeNode, reportNode, reservedOf } from './nodes.ts'
