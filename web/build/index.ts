/** The door of the page's build steps. */
export { pages } from './pages.ts'
export { precompress } from './precompress.ts'
