/** The door of births: what accepted log events give birth to, kept as exactly as they are. */
export { logBirths } from './births.ts'
export { recoverBirths } from './recover.ts'
export { type DeliveryNote, noteArrived, type VendedMetrics, vendedMetrics } from './vended.ts'
export { VolumeAccount } from './volume.ts'
