/** The door of the Logs page. */
export { LogsPage } from './page.tsx'
export { emptyView, type LogsView, readView, writeView } from './view.ts'
