/** The door of what benches of a cluster share: a large one behind the wire of the Kubernetes API, in a process of its own. */

export { type LargeCluster, startLargeCluster } from './large-cluster.ts'
export { openScreen, type Screen } from './screen.ts'
