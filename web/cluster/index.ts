/** The door of the Cluster page, loaded when it is first opened. */
export { ClusterPage } from './page.tsx'
