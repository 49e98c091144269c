/** GetScheduledQueryHistory: what became of each run of a scheduled query, newest first. */
import { limits } from '../../../../limits.ts'
import { err, type Instant, instant, ok } from '../../../../model/index.ts'
import type { TriggerStatus } from '../../../../store/settings/port.ts'
import { type Operation, structure, text, textsOf } from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { nextToken } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'
import { findScheduled, scheduledArn, validated } from './scheduled-query.ts'
import { pageSize, time } from './shapes.ts'

const shape = structure(
  {
    identifier: text({ min: 1, max: 2_048 }),
    startTime: time,
    endTime: time,
    executionStatuses: textsOf({ values: ['Running', 'InvalidQuery', 'Complete', 'Failed', 'Timeout'] }),
    maxResults: pageSize,
    nextToken,
  },
  ['identifier', 'startTime', 'endTime'],
)

export const getScheduledQueryHistory = ({ queries, clock }: QueryPorts): Operation =>
  validated('ask', shape, async (input, call) => {
    const { startTime, endTime, executionStatuses } = input
    const found = await findScheduled(queries, input.identifier, call)
    if (!found.ok) return found
    const query = found.value
    const question = ['GetScheduledQueryHistory', query.id, startTime, endTime, executionStatuses]
    const now = clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['number', 'string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = input.maxResults ?? limits.describeCount
    const triggers = await queries.kept.schedules.triggers({
      scheduleId: query.id,
      from: millisOf(startTime, 0),
      to: millisOf(endTime, 999),
      ...(executionStatuses?.length ? { statuses: executionStatuses as readonly TriggerStatus[] } : {}),
      ...(after === undefined
        ? {}
        : { before: { at: instant(after.value[0] as number), queryId: after.value[1] as string } }),
      limit: limit + 1,
    })
    if (!triggers.ok) return err(settingsTrouble(triggers.error))
    const page = triggers.value.slice(0, limit)
    const last = triggers.value.length > limit ? page.at(-1) : undefined
    return ok({
      name: query.name,
      scheduledQueryArn: scheduledArn(query, call),
      triggerHistory: page.map(({ queryId, status, at, message }) => ({
        queryId,
        executionStatus: status,
        triggeredTimestamp: at,
        errorMessage: message ?? undefined,
        destinations: [],
      })),
      nextToken: last && pagingToken([last.at, last.queryId], question, now),
    })
  })

/** Seconds or milliseconds, as StartQuery takes them. */
const millisOf = (at: number, within: number): Instant => instant(at > limits.secondsUpTo ? at : at * 1_000 + within)
