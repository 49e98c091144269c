/** The door of the Metrics page. */
export { MetricsPage } from './page.tsx'
