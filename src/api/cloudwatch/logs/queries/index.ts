/** The door of Logs Insights on the wire: queries, saved queries, single records, lookup tables, scheduled queries. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { describeQueries, listLogGroupsForQuery } from './describe-queries.ts'
import { getQueryResults, stopQuery } from './get-query-results.ts'
import type { QueryDeps } from './ports.ts'
import { deleteQueryDefinition, describeQueryDefinitions, putQueryDefinition } from './query-definitions.ts'
import { getLogGroupFields, getLogRecord } from './records.ts'
import { startQuery } from './start-query.ts'

export type { QueryDeps } from './ports.ts'

export function queryOperations(
  given: LogsPorts & { readonly queries?: QueryDeps },
): readonly (readonly [string, Operation])[] {
  const { queries } = given
  if (queries === undefined) return []
  const ports = { ...given, queries }
  return [
    ['StartQuery', startQuery(ports)],
    ['GetQueryResults', getQueryResults(ports)],
    ['StopQuery', stopQuery(ports)],
    ['DescribeQueries', describeQueries(ports)],
    ['ListLogGroupsForQuery', listLogGroupsForQuery(ports)],
    ['PutQueryDefinition', putQueryDefinition(ports)],
    ['DescribeQueryDefinitions', describeQueryDefinitions(ports)],
    ['DeleteQueryDefinition', deleteQueryDefinition(ports)],
    ['GetLogRecord', getLogRecord(ports)],
    ['GetLogGroupFields', getLogGroupFields(ports)],
  ]
}
