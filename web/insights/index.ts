/** The door of the Insights page; the whole of it is loaded when it is first opened. */
export { InsightsPage } from './page.tsx'
