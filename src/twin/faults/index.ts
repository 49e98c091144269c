/** The door of faults. */
export { type Fault, type FaultName, faultNames } from './fault.ts'
export { beginFault, planFaults } from './faults.ts'
