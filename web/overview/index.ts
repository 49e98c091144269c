/** The door of the first page. */
export { OverviewPage } from './page.tsx'
