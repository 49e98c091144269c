/** The door of the twin: a cluster in memory that stands where the world stands. */

export { twinCluster } from './cluster.ts'
export { type Demo, openDemo } from './demo.ts'
export { demoScenario, largeScenario, type Scenario } from './scenario/index.ts'
export { createTwin, type Twin, type TwinOptions } from './twin.ts'
