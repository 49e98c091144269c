/** DescribeQueries: what runs and what ran lately, newest first; ListLogGroupsForQuery: which groups one asked. */
import { limits } from '../../../../limits.ts'
import { err, type Instant, instant, ok } from '../../../../model/index.ts'
import type { JobState } from '../../../../query/jobs/index.ts'
import type { QueryRunStatus } from '../../../../store/settings/port.ts'
import { float, integer, type Operation, operation, structure } from '../../protocol/index.ts'
import { findGroup } from '../find.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { groupName, nextToken } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'
import { queryMissing } from './refusals.ts'
import { pageSize, queryId, queryLanguage, queryStatus } from './shapes.ts'

const shape = structure({
  logGroupName: groupName,
  status: queryStatus,
  maxResults: pageSize,
  nextToken,
  queryLanguage,
})

export const describeQueries = (ports: QueryPorts): Operation =>
  operation('ask', shape, async input => {
    const { clock, queries } = ports
    const { logGroupName, status, queryLanguage } = input
    const question = ['DescribeQueries', logGroupName, status, queryLanguage]
    const now = clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['number', 'string'], question, now) : undefined
    if (after?.ok === false) return after
    if (logGroupName != null) {
      const group = await findGroup(ports, logGroupName)
      if (!group.ok) return group
    }
    // Nothing here is in another language, and no status is unknown.
    if ((queryLanguage != null && queryLanguage !== 'CWLI') || status === 'Unknown') return ok({ queries: [] })
    const limit = input.maxResults ?? limits.describeQueriesCount
    const found = await queries.asking.jobs.list({
      limit: limit + 1,
      ...(status == null ? {} : { status: status as QueryRunStatus }),
      ...(logGroupName == null ? {} : { group: logGroupName }),
      ...(after === undefined
        ? {}
        : { before: { createdAt: instant(after.value[0] as number), id: after.value[1] as string } }),
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = found.value.length > limit ? page.at(-1) : undefined
    return ok({
      queries: page.map(state => item(state, now)),
      nextToken: last && pagingToken([last.createdAt, last.id], question, now),
    })
  })

function item(state: JobState, now: Instant): object {
  const { id, status, createdAt, startedAt, endedAt, groups, details, statistics } = state
  return {
    queryLanguage: 'CWLI',
    queryId: id,
    queryString: details.shown.slice(0, 10_000).toWellFormed(),
    status,
    createTime: createdAt,
    logGroupName: groups[0],
    queryDuration: startedAt === null ? undefined : (endedAt ?? now) - startedAt,
    bytesScanned: endedAt === null ? undefined : float(statistics.bytesScanned),
    userIdentity: details.caller,
  }
}

const groupsShape = structure({ queryId, nextToken, maxResults: integer({ min: 50, max: 500 }) }, ['queryId'])

export const listLogGroupsForQuery = ({ queries, clock }: QueryPorts): Operation =>
  operation('ask', groupsShape, async ({ queryId, nextToken, maxResults }) => {
    const question = ['ListLogGroupsForQuery', queryId]
    const now = clock.now()
    const position = nextToken ? readPagingToken(nextToken, ['number'], question, now) : ok([0])
    if (!position.ok) return position
    const found = await queries.asking.jobs.state(queryId)
    if (!found.ok) return err(settingsTrouble(found.error))
    if (found.value === undefined) return err(queryMissing(queryId))
    const from = position.value[0] as number
    const to = from + (maxResults ?? 50)
    const { groups } = found.value
    return ok({
      logGroupIdentifiers: groups.slice(from, to),
      nextToken: to < groups.length ? pagingToken([to], question, now) : undefined,
    })
  })
