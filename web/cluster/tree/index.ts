/** The door of the tree view. */
export { ClusterTree } from './tree.tsx'
