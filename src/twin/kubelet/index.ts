/** The door of the twin's kubelets. */
export { createPod, deletePod, evictPod } from './pods.ts'
export { usageOf } from './usage.ts'
