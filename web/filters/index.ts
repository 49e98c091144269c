/** The door of the metric filters. */
export { MetricFilters } from './metric-filters.tsx'
