/** The door of the page's build steps. */
export { precompress } from './precompress.ts'
