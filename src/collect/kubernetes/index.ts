/** The door of the Kubernetes adapter: a kubeconfig's text in, a `Cluster` out. */
export { openAccessDesk } from './access-desk.ts'
export { openKubernetes } from './cluster.ts'
export { type AccessTrouble, type ClusterAccess, contextsIn, readKubeconfig } from './kubeconfig.ts'
export { openObjectDesk } from './object-desk.ts'
export { serviceAccountAccess } from './service-account.ts'
