/** The door of metric filters: put, described, deleted, tried. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { deleteMetricFilter } from './delete-metric-filter.ts'
import { describeMetricFilters } from './describe-metric-filters.ts'
import { putMetricFilter } from './put-metric-filter.ts'
import { testMetricFilter } from './test-metric-filter.ts'

export function metricFilterOperations(ports: LogsPorts): readonly (readonly [string, Operation])[] {
  const { metricFilters } = ports
  if (metricFilters === undefined) return [['TestMetricFilter', testMetricFilter()]]
  return [
    ['TestMetricFilter', testMetricFilter()],
    ['PutMetricFilter', putMetricFilter(ports, metricFilters)],
    ['DescribeMetricFilters', describeMetricFilters(ports, metricFilters)],
    ['DeleteMetricFilter', deleteMetricFilter(ports, metricFilters)],
  ]
}
