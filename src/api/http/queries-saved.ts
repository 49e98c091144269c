/** Saved queries, one event's record, and the fields that events have. */
import { limits } from '../../limits.ts'
import {
  type ApiQueryFields,
  type ApiQueryRecord,
  type ApiSavedQueries,
  type ApiSavedQuery,
  instant,
  ok,
} from '../../model/index.ts'
import { printTime } from '../../query/insights/functions/index.ts'
import { recordAt, sampleFields } from '../../query/records/index.ts'
import type { QueryDefinition } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import type { ApiQueryPorts } from './query-ports.ts'
import { answer, asks, goneSignal, operates, type Routes, refuse } from './routes.ts'
import { findGroups, notBeforeOf } from './selection.ts'
import { queryFieldsShape, queryRecordShape, readShape, savedIdShape, savedQueryShape } from './shapes.ts'
import { type Asked, engineTrouble, invalid, refusal, settingsTrouble } from './trouble.ts'

export const savedQueryRoutes: Routes = (app, deps) => {
  const { queries } = deps
  if (queries === undefined) return

  app.get('/api/queries/saved', asks, async (_request, reply) => {
    const found = await queries.kept.definitions.definitions({ limit: limits.queryDefinitions })
    if (!found.ok) return refuse(reply, settingsTrouble(found.error).error)
    return reply.send({ queries: found.value.map(savedOf) } satisfies ApiSavedQueries)
  })

  app.put('/api/queries/saved', operates, async (request, reply) => {
    const asked = readShape(savedQueryShape, request.body)
    return asked.ok ? answer(reply, await save(deps, queries, asked.value)) : refuse(reply, asked.error)
  })

  app.delete('/api/queries/saved', operates, async (request, reply) => {
    const asked = readShape(savedIdShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const removed = await queries.kept.definitions.remove(asked.value.id)
    if (removed.ok) return reply.code(204).send()
    return refuse(reply, (removed.error.code === 'missing' ? noSuchSaved : settingsTrouble(removed.error)).error)
  })

  app.get('/api/queries/record', asks, async (request, reply) => {
    const asked = readShape(queryRecordShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    return answer(reply, await recordOf(deps, asked.value.ptr, goneSignal(request, reply)))
  })

  app.get('/api/queries/fields', asks, async (request, reply) => {
    const asked = readShape(queryFieldsShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const { group, at } = asked.value
    return answer(reply, await fieldsOf(deps, group, at ?? deps.clock.now(), goneSignal(request, reply)))
  })
}

async function save(
  { clock }: HttpApiDeps,
  { kept, newId }: ApiQueryPorts,
  asked: Omit<ApiSavedQuery, 'id' | 'changedAt'> & { readonly id?: string },
): Promise<Asked<ApiSavedQuery>> {
  const { name, query, groups, parameters } = asked
  const names = parameters.map(one => one.name)
  if (new Set(names).size < names.length) {
    return invalid('Two parameters have the same name.', { field: 'parameters' })
  }
  const id = asked.id ?? newId()
  const definition: QueryDefinition = { id, name, text: query, groups, parameters, changedAt: clock.now() }
  const done = await (asked.id === undefined ? kept.definitions.add(definition) : kept.definitions.replace(definition))
  if (done.ok) return ok(savedOf(definition))
  switch (done.error.code) {
    case 'missing':
      return noSuchSaved
    case 'too-many':
      return refusal(422, 'over-limit', `There can be ${limits.queryDefinitions} saved queries.`)
    case 'token-reused':
      throw new Error('no token was given')
    default:
      return settingsTrouble(done.error)
  }
}

const noSuchSaved = refusal(404, 'not-found', 'There is no such saved query.', { field: 'id' })

const savedOf = ({ id, name, text, groups, parameters, changedAt }: QueryDefinition): ApiSavedQuery => ({
  ...{ id, name, query: text, groups, parameters, changedAt },
})

async function recordOf(deps: HttpApiDeps, ptr: string, signal: AbortSignal): Promise<Asked<ApiQueryRecord>> {
  const { account, clock, logs } = deps
  const found = await recordAt({ settings: deps.settings.logs, logs, clock, account }, ptr, printTime, signal)
  if (found.ok) return ok({ fields: Object.fromEntries(found.value) })
  switch (found.error.code) {
    case 'bad-pointer':
      return invalid('This is no pointer to an event.', { field: 'ptr' })
    case 'gone':
      return refusal(404, 'not-found', 'This event is not there: it has expired, was deleted, or never was.')
    case 'engine':
      return engineTrouble(found.error.error)
    case 'settings':
      return settingsTrouble(found.error.error)
  }
}

const quarterHour = 900_000

/** Of the quarter of an hour that ends at `at`. */
async function fieldsOf(
  { settings, logs, account, clock }: HttpApiDeps,
  names: readonly string[],
  at: number,
  signal: AbortSignal,
): Promise<Asked<ApiQueryFields>> {
  const found = await findGroups(settings.logs, names)
  if (!found.ok) return found
  const byId = new Map(found.value.map(group => [group.id, `${account}:${group.name}`]))
  const groups = found.value.map(group => ({ id: group.id, notBefore: notBeforeOf(group, clock.now()) }))
  const window = { from: instant(Math.max(0, at - quarterHour)), to: instant(at + 1) }
  const fields = await sampleFields(logs, { groups, ...window }, id => byId.get(id) ?? '', signal)
  return fields.ok ? ok({ fields: fields.value }) : engineTrouble(fields.error)
}
