/** Dashboards in CloudWatch's JSON: what they say, what is wrong with them, and what they ask for. Pure; for the server and the page. */
export { applyVariables, type ChosenValues, chosenValues, variableQuery, variableValues } from './apply.ts'
export { type LogWidgetQuery, logWidgetQuery } from './log-query.ts'
export { type PlacedWidget, placeWidgets } from './places.ts'
export { autoPeriod, type WidgetRange, widgetQueries } from './queries.ts'
export { type DashboardReading, readDashboard, readDashboardJson } from './read.ts'
export { type DashboardRange, dashboardRange, readBack, readTime } from './times.ts'
export type * from './types.ts'
export { unchosenVariables } from './unchosen.ts'
