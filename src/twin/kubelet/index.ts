/** The door of the twin's kubelets: what nodes have used. */
export { type NodeUsage, usageOf } from './usage.ts'
