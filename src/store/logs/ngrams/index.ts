/** The door of n-grams: what a search may leave out. */
export { NgramKeeper } from './keeper.ts'
export { type Cell, cellsWithout, leavingOut, minutesNotIn, notIn } from './left-out.ts'
export { cellLength, type TakenBatch } from './open-cells.ts'
export { ngramMigrations, ngramTable } from './schema.ts'
