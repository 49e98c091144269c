/** The door of the exports page. */
export { ExportsPage } from './page.tsx'
