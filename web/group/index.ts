/** The door of the page of one log group. */
export { GroupPage } from './page.tsx'
