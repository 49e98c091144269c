/** The door of scenarios: what a twin may begin with. */
export { demoScenario } from './demo.ts'
export { largeScenario } from './large.ts'
export type { NodeGroup, Scenario } from './scenario.ts'
