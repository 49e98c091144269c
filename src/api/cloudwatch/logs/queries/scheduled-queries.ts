/** Scheduled queries: made, changed, listed and removed. Their answers are kept like those of any query; they are delivered nowhere. */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import { dueAfter, parseSchedule } from '../../../../query/schedules/index.ts'
import type { ScheduledQuery } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  anything,
  type Checked,
  long,
  type Operation,
  structure,
  text,
} from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { nextToken, tags } from '../shapes.ts'
import type { QueryPorts } from './ports.ts'
import { otherLanguage } from './refusals.ts'
import { findScheduled, invalid, scheduledArn, scheduledRefusals, validated } from './scheduled-query.ts'
import { pageSize, queryLanguage, queryText, someGroupIdentifiers, time } from './shapes.ts'
import { namesOf } from './start-query.ts'

const state = text({ values: ['ENABLED', 'DISABLED'] })
const namePattern = { text: '^[a-zA-Z0-9_\\-/.#]+$', regex: /^[a-zA-Z0-9_\-/.#]+$/ }

const settable = {
  description: text({ max: 1_024 }),
  queryLanguage,
  queryString: queryText,
  logGroupIdentifiers: someGroupIdentifiers,
  scheduleExpression: text({ max: 256 }),
  timezone: text({ min: 1, max: 256 }),
  startTimeOffset: long(),
  destinationConfiguration: anything,
  scheduleStartTime: time,
  scheduleEndTime: time,
  executionRoleArn: text({ min: 1, max: 2_048 }),
  state,
}
const needed = ['queryLanguage', 'queryString', 'scheduleExpression', 'executionRoleArn'] as const
const createShape = structure({ name: text({ min: 1, max: 255, pattern: namePattern }), ...settable, tags }, [
  'name',
  ...needed,
])
const identifier = text({ min: 1, max: 2_048 })
const updateShape = structure({ identifier, ...settable }, ['identifier', ...needed])
type Settable = Omit<Checked<typeof updateShape>, 'identifier'>

export const createScheduledQuery = (ports: QueryPorts): Operation =>
  validated('operate', createShape, async (input, call) => {
    const { queries, clock } = ports
    if (input.tags != null) return err(invalid('Tags are kept for log groups only.'))
    const details = await detailsOf(ports, input, call)
    if (!details.ok) return details
    const now = clock.now()
    const enabled = input.state !== 'DISABLED'
    const made = { details: details.value, createdAt: now, changedAt: now }
    const query: ScheduledQuery = {
      ...{ ...made, id: queries.newId(), name: input.name, enabled, last: null },
      dueAt: dueAfter(made, now),
    }
    const created = await queries.kept.schedules.create(query)
    if (created.ok) return ok({ scheduledQueryArn: scheduledArn(query, call), state: stateOf(query) })
    if (created.error.code === 'exists') return err(scheduledRefusals.exists)
    return err(created.error.code === 'too-many' ? scheduledRefusals.tooMany : settingsTrouble(created.error))
  })

export const updateScheduledQuery = (ports: QueryPorts): Operation =>
  validated('operate', updateShape, async (input, call) => {
    const { queries, clock } = ports
    const before = await findScheduled(queries, input.identifier, call)
    if (!before.ok) return before
    const details = await detailsOf(ports, input, call)
    if (!details.ok) return details
    const now = clock.now()
    const query: ScheduledQuery = {
      ...before.value,
      enabled: input.state == null ? before.value.enabled : input.state === 'ENABLED',
      changedAt: now,
      details: details.value,
      dueAt: dueAfter({ createdAt: before.value.createdAt, details: details.value }, now),
    }
    const replaced = await queries.kept.schedules.replace(query)
    if (replaced.ok) return ok(described(query, call))
    return err(replaced.error.code === 'missing' ? scheduledRefusals.missing : settingsTrouble(replaced.error))
  })

export const getScheduledQuery = ({ queries }: QueryPorts): Operation =>
  validated('ask', structure({ identifier }, ['identifier']), async (input, call) => {
    const found = await findScheduled(queries, input.identifier, call)
    return found.ok ? ok(described(found.value, call)) : found
  })

export const deleteScheduledQuery = ({ queries }: QueryPorts): Operation =>
  validated('operate', structure({ identifier }, ['identifier']), async (input, call) => {
    const found = await findScheduled(queries, input.identifier, call)
    if (!found.ok) return found
    const removed = await queries.kept.schedules.remove(found.value.id)
    if (removed.ok) return ok({})
    return err(removed.error.code === 'missing' ? scheduledRefusals.missing : settingsTrouble(removed.error))
  })

const listShape = structure({ maxResults: pageSize, nextToken, state })

export const listScheduledQueries = ({ queries, clock }: QueryPorts): Operation =>
  validated('ask', listShape, async ({ maxResults, nextToken, state }, call) => {
    const question = ['ListScheduledQueries', state]
    const now = clock.now()
    const after = nextToken ? readPagingToken(nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = maxResults ?? limits.describeQueriesCount
    const found = await queries.kept.schedules.list({
      limit: limit + 1,
      ...(state == null ? {} : { enabled: state === 'ENABLED' }),
      ...(after === undefined ? {} : { after: after.value[0] as string }),
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = found.value.length > limit ? page.at(-1) : undefined
    return ok({
      scheduledQueries: page.map(query => summary(query, call)),
      nextToken: last && pagingToken([last.name], question, now),
    })
  })

const stateOf = ({ enabled }: ScheduledQuery): string => (enabled ? 'ENABLED' : 'DISABLED')

const summary = (query: ScheduledQuery, call: AwsCall): object => ({
  scheduledQueryArn: scheduledArn(query, call),
  name: query.name,
  state: stateOf(query),
  lastTriggeredTime: query.last?.at,
  lastExecutionStatus: query.last?.status,
  scheduleExpression: query.details.expression,
  timezone: query.details.timezone,
  creationTime: query.createdAt,
  lastUpdatedTime: query.changedAt,
})

const described = (query: ScheduledQuery, call: AwsCall): object => ({
  ...summary(query, call),
  description: query.details.description,
  queryLanguage: 'CWLI',
  queryString: query.details.text,
  logGroupIdentifiers: query.details.groups.length === 0 ? undefined : query.details.groups,
  startTimeOffset: query.details.startTimeOffset,
  scheduleStartTime: query.details.startTime,
  scheduleEndTime: query.details.endTime,
  executionRoleArn: query.details.roleArn,
})

/** Everything is tried before it is kept: a query that cannot run would only fill its history. */
async function detailsOf(
  { queries }: QueryPorts,
  input: Settable,
  call: AwsCall,
): Promise<Result<ScheduledQuery['details'], AwsError>> {
  if (input.queryLanguage !== 'CWLI') return err(invalid(otherLanguage(input.queryLanguage)))
  if (input.destinationConfiguration != null) return err(scheduledRefusals.noDestination)
  const timezone = input.timezone ?? 'UTC'
  const schedule = parseSchedule(input.scheduleExpression, timezone)
  if (schedule === 'bad-timezone') return err(invalid(`There is no time zone ${timezone}.`))
  if (schedule === 'bad-expression') return err(scheduledRefusals.badExpression)
  const { startTimeOffset: offset, scheduleStartTime: start, scheduleEndTime: end } = input
  if (offset != null && (offset < 1 || offset > limits.secondsUpTo)) return err(scheduledRefusals.badOffset)
  if (start != null && end != null && seconds(end) < seconds(start)) return err(scheduledRefusals.reversed)
  const groups = namesOf(input.logGroupIdentifiers ?? [], call)
  if (!groups.ok) return groups
  const compiled = await queries.asking.check(input.queryString)
  if (!compiled.ok) {
    return err('span' in compiled.error ? invalid(compiled.error.message) : settingsTrouble(compiled.error))
  }
  const hasSource = compiled.value.query.source !== null
  if (hasSource === groups.value.length > 0) return err(scheduledRefusals.groups)
  return ok({
    ...{ text: input.queryString, groups: groups.value, expression: input.scheduleExpression, timezone },
    ...(input.description == null ? {} : { description: input.description }),
    ...(offset == null ? {} : { startTimeOffset: offset }),
    ...(start == null ? {} : { startTime: seconds(start) }),
    ...(end == null ? {} : { endTime: seconds(end) }),
    roleArn: input.executionRoleArn,
  })
}

const seconds = (at: number): number => (at > limits.secondsUpTo ? Math.floor(at / 1_000) : at)
