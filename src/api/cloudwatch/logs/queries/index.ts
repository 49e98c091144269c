/** The door of Logs Insights on the wire: queries, saved queries, single records, lookup tables, scheduled queries. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { describeQueries, listLogGroupsForQuery } from './describe-queries.ts'
import { getQueryResults, stopQuery } from './get-query-results.ts'
import {
  createLookupTable,
  deleteLookupTable,
  describeLookupTables,
  getLookupTable,
  updateLookupTable,
} from './lookup-tables.ts'
import { deleteQueryDefinition, describeQueryDefinitions, putQueryDefinition } from './query-definitions.ts'
import { getLogGroupFields, getLogRecord } from './records.ts'
import {
  createScheduledQuery,
  deleteScheduledQuery,
  getScheduledQuery,
  listScheduledQueries,
  updateScheduledQuery,
} from './scheduled-queries.ts'
import { getScheduledQueryHistory } from './scheduled-query-history.ts'
import { startQuery } from './start-query.ts'

export type { QueryDeps } from './deps.ts'

export function queryOperations(given: LogsPorts): readonly (readonly [string, Operation])[] {
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
    ['CreateLookupTable', createLookupTable(ports)],
    ['UpdateLookupTable', updateLookupTable(ports)],
    ['GetLookupTable', getLookupTable(ports)],
    ['DeleteLookupTable', deleteLookupTable(ports)],
    ['DescribeLookupTables', describeLookupTables(ports)],
    ['CreateScheduledQuery', createScheduledQuery(ports)],
    ['UpdateScheduledQuery', updateScheduledQuery(ports)],
    ['GetScheduledQuery', getScheduledQuery(ports)],
    ['DeleteScheduledQuery', deleteScheduledQuery(ports)],
    ['ListScheduledQueries', listScheduledQueries(ports)],
    ['GetScheduledQueryHistory', getScheduledQueryHistory(ports)],
  ]
}
