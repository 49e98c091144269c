/** The door of Container Insights' views on the Cluster page. */
export { Insights } from './insights.tsx'
