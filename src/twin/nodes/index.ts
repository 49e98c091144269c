/** The door of nodes and their groups. */
export { growGroups, startGroups } from './groups.ts'
export { reportNode, reservedOf } from './nodes.ts'
