/** Dashboards held against the languages that stand in them. */
export { checkDashboard, type DashboardCheck } from './check.ts'
