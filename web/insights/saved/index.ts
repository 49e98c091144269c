/** The door of the saved queries. */

export { useSavedQueries } from './queries.ts'
export { SavedQueries } from './saved-queries.tsx'
