/** GetQueryResults: how far a query is and what it has found, all of it or in pages; StopQuery beside it. */
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import { float, integer, type Operation, operation, structure } from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import type { QueryPorts } from './ports.ts'
import { answerDropped, queryEnded, queryMissing } from './refusals.ts'
import { queryId, shortToken } from './shapes.ts'

const shape = structure(
  { queryId, nextToken: shortToken, maxItems: integer({ min: 0, max: limits.queryResultsCount }) },
  ['queryId'],
)

export const getQueryResults = ({ queries, clock }: QueryPorts): Operation =>
  operation('ask', shape, async ({ queryId, nextToken, maxItems }) => {
    const { jobs } = queries.asking
    const question = ['GetQueryResults', queryId]
    const position = nextToken ? readPagingToken(nextToken, ['number'], question, clock.now()) : ok([0])
    if (!position.ok) return position
    const found = await jobs.state(queryId)
    if (!found.ok) return err(settingsTrouble(found.error))
    const state = found.value
    if (state === undefined) return err(queryMissing(queryId))
    if (state.dropped) return err(answerDropped(queryId))
    const from = position.value[0] as number
    const count = maxItems ?? limits.queryResultsCount
    const rows = count === 0 ? ok([]) : await jobs.rows(queryId, from, count)
    if (!rows.ok) return err(settingsTrouble(rows.error))
    const next = from + rows.value.length
    const { recordsMatched, recordsScanned, estimatedRecordsSkipped } = state.statistics
    const { bytesScanned, estimatedBytesSkipped, logGroupsScanned } = state.statistics
    return ok({
      queryLanguage: 'CWLI',
      results: rows.value,
      statistics: {
        recordsMatched: float(recordsMatched),
        recordsScanned: float(recordsScanned),
        estimatedRecordsSkipped: float(estimatedRecordsSkipped),
        bytesScanned: float(bytesScanned),
        estimatedBytesSkipped: float(estimatedBytesSkipped),
        logGroupsScanned: float(logGroupsScanned),
      },
      status: state.status,
      nextToken: next < state.rows ? pagingToken([next], question, clock.now()) : undefined,
    })
  })

export const stopQuery = ({ queries }: QueryPorts): Operation =>
  operation('ask', structure({ queryId }, ['queryId']), async ({ queryId }) => {
    const { jobs } = queries.asking
    const stopped = await jobs.stop(queryId)
    if (stopped.ok) return ok({ success: true })
    if (stopped.error.code === 'missing') return err(queryMissing(queryId))
    if (stopped.error.code !== 'ended') return err(settingsTrouble(stopped.error))
    const state = await jobs.state(queryId)
    return err(queryEnded((state.ok && state.value?.status) || 'Unknown'))
  })
