/** The door of the query editor. */
export { type EditorHandle, QueryEditor } from './editor.tsx'
