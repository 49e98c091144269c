/** Metric filters of log groups, within the quotas whoever puts at the same time. */
import type { Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { MetricFilter, MetricFilterQuery, MetricFilterSettings } from '../metric-filter-port.ts'
import { answer, type Database } from './database.ts'
import type { MetricFiltersTable } from './metric-filter-tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

type Details = Pick<
  MetricFilter,
  | 'pattern'
  | 'value'
  | 'defaultValue'
  | 'unit'
  | 'dimensions'
  | 'selection'
  | 'systemFields'
  | 'transformedLogs'
  | 'region'
> & { readonly stoppedFor?: string }

function toFilter(row: Selectable<MetricFiltersTable>): MetricFilter {
  const { stoppedFor = '', ...details } = JSON.parse(row.details) as Details
  return {
    groupId: row.group_id,
    name: row.name,
    namespace: row.namespace,
    metric: row.metric,
    regexes: row.regexes,
    ...details,
    createdAt: instant(row.created_at),
    changedAt: instant(row.changed_at),
    stopped: row.stopped_at === null ? null : { at: instant(row.stopped_at), reason: stoppedFor },
  }
}

function detailsOf(filter: Details): string {
  const { pattern, value, defaultValue, unit, dimensions, selection, systemFields, transformedLogs, region } = filter
  const plain = { pattern, value, defaultValue, unit, dimensions, selection, systemFields, transformedLogs, region }
  return JSON.stringify(filter.stoppedFor === undefined ? plain : { ...plain, stoppedFor: filter.stoppedFor })
}

export const metricFilters = (database: Database): MetricFilterSettings => ({
  ...changes(database),
  ...questions(database),
})

function changes(database: Database): Pick<MetricFilterSettings, 'put' | 'remove' | 'stop'> {
  const { db, lockRows } = database
  return {
    put: filter =>
      answer(database, async () => {
        if (![filter.name, filter.namespace, filter.metric].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const group = await transaction
            .selectFrom('log_groups')
            .select('id')
            .where('id', '=', filter.groupId)
            .modifyEnd(lockRows)
            .execute()
          if (group.length === 0) return err({ code: 'missing' })
          const beside = await transaction
            .selectFrom('metric_filters')
            .select('regexes')
            .where('group_id', '=', filter.groupId)
            .where('name', '!=', filter.name)
            .execute()
          const withRegex = beside.filter(row => row.regexes > 0).length
          if (beside.length >= limits.metricFilters) return err({ code: 'too-many' })
          if (filter.regexes > 0 && withRegex >= limits.metricFiltersWithRegex) return err({ code: 'too-many' })
          const { groupId, name, namespace, metric, regexes, changedAt } = filter
          const changed = {
            ...{ namespace, metric, regexes, changed_at: changedAt, stopped_at: null, details: detailsOf(filter) },
          }
          const row = await transaction
            .insertInto('metric_filters')
            .values({ group_id: groupId, name, created_at: changedAt, ...changed })
            .onConflict(conflict => conflict.columns(['group_id', 'name']).doUpdateSet(changed))
            .returningAll()
            .executeTakeFirstOrThrow()
          return ok(toFilter(row))
        })
      }),

    remove: (groupId, name) =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        const gone = await db
          .deleteFrom('metric_filters')
          .where('group_id', '=', groupId)
          .where('name', '=', name)
          .returning('name')
          .execute()
        return gone.length === 0 ? err({ code: 'missing' }) : ok(undefined)
      }),

    stop: ({ groupId, name, changedAt }, { at, reason }) =>
      answer(database, async () =>
        db.transaction().execute(async transaction => {
          const row = await transaction
            .selectFrom('metric_filters')
            .selectAll()
            .where('group_id', '=', groupId)
            .where('name', '=', name)
            .where('changed_at', '=', changedAt)
            .modifyEnd(lockRows)
            .executeTakeFirst()
          if (row === undefined) return ok(undefined)
          await transaction
            .updateTable('metric_filters')
            .set({ stopped_at: at, details: detailsOf({ ...toFilter(row), stoppedFor: reason }) })
            .where('group_id', '=', groupId)
            .where('name', '=', name)
            .execute()
          return ok(undefined)
        }),
      ),
  }
}

function questions(database: Database): Pick<MetricFilterSettings, 'list' | 'count'> {
  const { db, among } = database
  return {
    list: query =>
      answer(database, async () => {
        const texts = [query.prefix ?? '', query.metric?.namespace ?? '', query.metric?.name ?? '']
        if (!texts.every(isStorable)) return ok([])
        const rows = await select(database, query).limit(query.limit).execute()
        return ok(rows.map(row => ({ ...toFilter(row), group: row.group })))
      }),

    count: groupIds =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('metric_filters')
          .select(eb => ['group_id', eb.fn.countAll<number>().as('filters')])
          .where(among('group_id', groupIds))
          .groupBy('group_id')
          .execute()
        return ok(new Map(rows.map(row => [row.group_id, row.filters])))
      }),
  }
}

function select({ db }: Database, { groupId, prefix, metric, after }: MetricFilterQuery) {
  let select = db
    .selectFrom('metric_filters')
    .innerJoin('log_groups', 'log_groups.id', 'metric_filters.group_id')
    .selectAll('metric_filters')
    .select('log_groups.name as group')
  if (groupId !== undefined) select = select.where('metric_filters.group_id', '=', groupId)
  if (prefix) {
    const end = afterPrefix(prefix)
    select = select.where('metric_filters.name', '>=', prefix)
    if (end !== undefined) select = select.where('metric_filters.name', '<', end)
  }
  if (metric !== undefined) select = select.where('namespace', '=', metric.namespace).where('metric', '=', metric.name)
  if (after !== undefined) {
    const group = pageEdge(after.group).text
    const name = pageEdge(after.name).text
    select = select.where(eb =>
      eb.or([
        eb('log_groups.name', '>', group),
        eb.and([eb('log_groups.name', '=', group), eb('metric_filters.name', '>', name)]),
      ]),
    )
  }
  return select.orderBy('log_groups.name').orderBy('metric_filters.name')
}
