/** The door of alarms for the page and the command line. */
import type { Routes } from '../routes.ts'
import { changeRoutes } from './change.ts'
import { historyRoutes } from './history.ts'
import { listRoutes } from './list.ts'
import { muteRoutes } from './mutes.ts'
import { oneRoutes } from './one.ts'
import { presetRoutes } from './preset-routes.ts'
import { rehearsalRoutes } from './rehearsal.ts'

export const alarmRoutes: Routes = (app, deps) => {
  const { alarms } = deps
  if (alarms === undefined) return
  for (const add of [listRoutes, oneRoutes, changeRoutes, historyRoutes, rehearsalRoutes, muteRoutes]) add(app, alarms)
  presetRoutes(app, deps)
}
