/** The door of groups of nodes that others than the cluster know of. */
export { type AutoScalingPorts, autoScalingGroups } from './auto-scaling.ts'
