/** The door of the self page. */
export { SelfPage } from './page.tsx'
