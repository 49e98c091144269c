/** The board as it is drawn: its variables' values put in, its widgets read and placed. */
import { useMemo, useRef } from 'react'
import {
  applyVariables,
  type ChosenValues,
  chosenValues,
  type Dashboard,
  type DashboardTrouble,
  type PlacedWidget,
  placeWidgets,
  readDashboardJson,
} from '../../../src/model/dashboard/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useTime } from '../../time/index.ts'
import { type FoundValues, useClusterNames, useFoundValues } from '../queries.ts'
import { clusterLooked, needsCluster, withClusters } from './cluster-choice.ts'
import { pulledUp } from './places.ts'
import { type Steady, steadied } from './steady.ts'

export interface Reading {
  readonly dashboard: Dashboard
  readonly places: readonly PlacedWidget[]
  readonly values: Readonly<Record<string, string>>
  readonly found: FoundValues
  readonly errors: readonly DashboardTrouble[]
}

export function useReading(json: unknown, chosen: Readonly<Record<string, string>>): Reading {
  const time = useTime()
  const written = useMemo(() => readDashboardJson(json), [json])
  const { variables } = written.dashboard
  const searched = useFoundValues(variables, time.range, time.resolved)
  const view = useTimeView()
  const clusters = useClusterNames(needsCluster(variables) && !searched.waiting)
  const found = withClusters(searched, clusters)
  const foundText = JSON.stringify(found.found)
  const looked = JSON.stringify(clusterLooked(found, view.cluster))
  const values = useMemo(
    () =>
      chosenValues(
        variables,
        { ...(JSON.parse(looked) as ChosenValues), ...chosen },
        JSON.parse(foundText) as FoundValues['found'],
      ),
    [variables, chosen, foundText, looked],
  )
  const steady = useRef<Steady>(undefined)
  const drawn = useMemo(() => {
    const read = Object.keys(values).length === 0 ? written : readDashboardJson(applyVariables(json, variables, values))
    steady.current = steadied(steady.current, read.dashboard.widgets)
    return {
      dashboard: { ...read.dashboard, widgets: steady.current.widgets },
      places: pulledUp(placeWidgets(read.dashboard.widgets)),
    }
  }, [written, json, variables, values])
  return { ...drawn, values, found, errors: written.errors }
}
