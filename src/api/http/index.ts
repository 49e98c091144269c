/** The door of our own HTTP API. */
export type { ClusterPort } from './cluster-port.ts'
export type { CostPorts } from './cost-ports.ts'
export type { HttpApiDeps } from './deps.ts'
export { isLoopbackHost, strangeHostText } from './guard.ts'
export { createHttpApi, type HttpApi } from './http-api.ts'
export type { LedgerPort } from './ledger-port.ts'
export type { ApiQueryPorts } from './query-ports.ts'
export { alarmDeliveries } from './topics.ts'
