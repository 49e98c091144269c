/** The door of what the twin answers. */
export { answerOf } from './kubelet.ts'
export { type Living, logBytes, watchObjects } from './watch.ts'
