/** DeleteMetricFilter: what it published stays. */
import { err, ok } from '../../../../model/index.ts'
import type { MetricFilterBook } from '../../../../query/metric-filter/index.ts'
import { type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { filterName, groupName } from '../shapes.ts'

const shape = structure({ logGroupName: groupName, filterName }, ['logGroupName', 'filterName'])

export const deleteMetricFilter = (ports: LogsPorts, filters: MetricFilterBook): Operation =>
  operation('operate', shape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const removed = await filters.remove(group.value.id, input.filterName.toWellFormed())
    if (removed.ok) return ok({})
    return err(removed.error.code === 'missing' ? refusals.filterMissing : settingsTrouble(removed.error))
  })
