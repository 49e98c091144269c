/** The door of n-grams: what a search may leave out. */

export { cellLength } from './by-cell.ts'
export { NgramKeeper } from './keeper.ts'
export { type Cell, cellsIn, cellsWithout, leavingOut, minutesNotIn, notIn } from './left-out.ts'
export type { TakenBatch } from './open-cells.ts'
export { ngramMigrations, ngramTable } from './schema.ts'
