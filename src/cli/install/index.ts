/** The door of what `mangru install` and `uninstall` are made of. */
export { connect } from './connection.ts'
export { type InstallOptions, installOptions, type UninstallOptions, uninstallOptions } from './options.ts'
export { explainError, explainTrouble, type PlanRow, planTable, shownName } from './plan-table.ts'
export { readValues } from './values-file.ts'
