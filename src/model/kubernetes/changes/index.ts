/** The door of changes: from two versions of an object to what became of it, in words. Pure. */
export type { ChangeType, ObjectChange, VersionPair } from './change.ts'
export { type ChangeFacts, changesOf, scalersOf, toldKinds } from './changes.ts'
