/** The door of the cost page. */
export { CostsPage } from './page.tsx'
export { useCosts } from './queries.ts'
