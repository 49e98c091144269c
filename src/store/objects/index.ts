/** The door of the object store: Kubernetes objects in versions. */
export { type ContainerEnds, readContainerEnds } from './container-ends.ts'
export type { ChangedObject, ChangesQuery, ObjectKey, ObjectStore, ObjectVersion, PresentObject } from './port.ts'
export { objectMigrations } from './schema.ts'
export { objectStore } from './store.ts'
