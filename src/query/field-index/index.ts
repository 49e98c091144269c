/** The door of field indexes: what a policy names, and which groups have an index on a field. */
export { type IndexedField, readIndexDocument } from './document.ts'
export { indexedGroups } from './indexed-groups.ts'
