/** CloudWatch's operations on dashboards. */
export { type DashboardPorts, dashboardOperations } from './operations.ts'
