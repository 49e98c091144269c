/** The door of what is shared of a chart: other pages put their widgets on dashboards by the same dialog. */
export { DashboardDialog } from './dashboard-dialog.tsx'
