/** The door of the large engine: a ClickHouse server or cluster. */
export { type ClickHouseOptions, openClickHouse } from './engine.ts'
export { type Cluster, replicate } from './replicate.ts'
