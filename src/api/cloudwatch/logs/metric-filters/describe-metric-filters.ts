/** DescribeMetricFilters: of a group, of a metric, or all, by group and name. */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import type { MetricFilterBook } from '../../../../query/metric-filter/index.ts'
import type { MetricFilter, MetricFilterQuery } from '../../../../store/settings/port.ts'
import { type AwsError, type Checked, float, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { describeLimit, filterName, groupName, metricName, nextToken } from '../shapes.ts'

const shape = structure({
  logGroupName: groupName,
  filterNamePrefix: filterName,
  metricName,
  metricNamespace: metricName,
  nextToken,
  limit: describeLimit,
})
type Input = Checked<typeof shape>

export const describeMetricFilters = (ports: LogsPorts, filters: MetricFilterBook): Operation =>
  operation('ask', shape, async input => {
    const asked = await queryOf(ports, input)
    if (!asked.ok) return asked
    const question = ['DescribeMetricFilters', asked.value]
    const now = ports.clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string', 'string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = input.limit ?? limits.describeCount
    const [group, name] = (after?.value ?? []) as readonly string[]
    const place = group === undefined || name === undefined ? {} : { after: { group, name } }
    const found = await filters.list({ ...asked.value, ...place, limit: limit + 1 })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = page.at(-1)
    const more = found.value.length > limit && last !== undefined
    return ok({
      metricFilters: page.map(item),
      nextToken: more ? pagingToken([last.group, last.name], question, now) : undefined,
    })
  })

async function queryOf(ports: LogsPorts, input: Input): Promise<Result<Omit<MetricFilterQuery, 'limit'>, AwsError>> {
  const { logGroupName, filterNamePrefix, metricName: metric, metricNamespace } = input
  if (filterNamePrefix != null && logGroupName == null) return err(refusals.prefixWithoutGroup)
  if ((metric == null) !== (metricNamespace == null)) return err(refusals.metricInHalf)
  const group = logGroupName == null ? undefined : await findGroup(ports, logGroupName)
  if (group?.ok === false) return group
  return ok({
    ...(group === undefined ? {} : { groupId: group.value.id }),
    ...(filterNamePrefix == null ? {} : { prefix: filterNamePrefix }),
    ...(metric == null || metricNamespace == null ? {} : { metric: { namespace: metricNamespace, name: metric } }),
  })
}

function item(filter: MetricFilter & { readonly group: string }): object {
  const { dimensions } = filter
  return {
    filterName: filter.name,
    filterPattern: filter.pattern,
    metricTransformations: [
      {
        metricName: filter.metric,
        metricNamespace: filter.namespace,
        metricValue: filter.value,
        defaultValue: filter.defaultValue === null ? undefined : float(filter.defaultValue),
        dimensions: Object.keys(dimensions).length === 0 ? undefined : dimensions,
        unit: filter.unit === 'None' ? undefined : filter.unit,
      },
    ],
    creationTime: filter.createdAt,
    logGroupName: filter.group,
    applyOnTransformedLogs: filter.transformedLogs,
    fieldSelectionCriteria: filter.selection ?? undefined,
    emitSystemFieldDimensions: filter.systemFields.length === 0 ? undefined : filter.systemFields,
  }
}
