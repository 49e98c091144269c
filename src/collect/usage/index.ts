/** The door of live usage: what nodes, pods and containers use right now. */
export { startUsage, type Usage, type UsagePorts } from './collector.ts'
