/** The door of the kubelets: what nodes, pods and containers use, as their kubelets tell it. */
export { type Asking, askEach } from './ask-each.ts'
export { type AskedNode, askNodes } from './ask-nodes.ts'
export { readCadvisor } from './cadvisor.ts'
export { type ExpositionSample, ownText, readExposition } from './exposition.ts'
export type * from './reading.ts'
export { podKey } from './reading.ts'
export { readSummary } from './summary.ts'
