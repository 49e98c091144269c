/**
 * The engine's whole schema: the steps of all rooms in one row, since one number in the data says how far it has come. New steps go to the
 * end, whoever's they are; what was released never moves.
 */
import type { Migration } from '../engine/index.ts'
import { arrivalMigrations, logMigrations, ngramMigrations } from '../logs/index.ts'
import { metricMigrations, rollUpMigrations } from '../metrics/index.ts'
import { objectMigrations } from '../objects/index.ts'

const steps: readonly Pick<Migration, 'statements'>[] = [
  ...logMigrations,
  ...metricMigrations,
  ...arrivalMigrations,
  ...rollUpMigrations,
  ...objectMigrations,
  ...ngramMigrations,
]

export const storeMigrations: readonly Migration[] = steps.map(({ statements }, at) => ({
  version: at + 1,
  statements,
}))
