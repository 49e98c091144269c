/** Log groups: list with sizes and rates, make, delete, retention. */
import { limits } from '../../limits.ts'
import { type ApiLogGroup, type ApiLogGroups, ok } from '../../model/index.ts'
import type { LogGroup, LogSettings } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, operates, type Routes, refuse } from './routes.ts'
import { groupsShape, namedShape, newGroupShape, readShape, retentionShape } from './shapes.ts'
import { type Asked, engineTrouble, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

export const groupRoutes: Routes = (app, deps) => {
  app.get('/api/logs/groups', asks, async (request, reply) => {
    const query = readShape(groupsShape, request.query)
    return query.ok ? answer(reply, await listGroups(deps, query.value)) : refuse(reply, query.error)
  })
  app.post('/api/logs/groups', operates, async (request, reply) => {
    const wish = readShape(newGroupShape, request.body)
    return wish.ok ? answer(reply, await makeGroup(deps, wish.value), 201) : refuse(reply, wish.error)
  })
  app.delete('/api/logs/groups', operates, async (request, reply) => {
    const named = readShape(namedShape, request.query)
    if (!named.ok) return refuse(reply, named.error)
    const removed = await removeGroup(deps, named.value.name)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
  app.put('/api/logs/groups/retention', operates, async (request, reply) => {
    const wish = readShape(retentionShape, request.body)
    if (!wish.ok) return refuse(reply, wish.error)
    return answer(reply, await setRetention(deps, wish.value.name, wish.value.retentionDays))
  })
}

interface GroupsQuery {
  readonly contains: string
  readonly after?: string
  readonly limit: number
}

async function listGroups(deps: HttpApiDeps, { contains, after, limit }: GroupsQuery): Promise<Asked<ApiLogGroups>> {
  const { logs } = deps.settings
  const named = contains === '' ? {} : { contains }
  const found = await logs.groups({ ...named, ...(after === undefined ? {} : { after }), limit: limit + 1 })
  if (!found.ok) return settingsTrouble(found.error)
  const total = contains === '' ? await logs.countGroups() : await countMatching(logs, contains)
  if (!total.ok) return settingsTrouble(total.error)
  const page = found.value.slice(0, limit)
  const groups = await describe(deps, page)
  if (!groups.ok) return groups
  const last = page.at(-1)
  const next = found.value.length > limit && last ? { next: last.name } : {}
  return ok({ groups: groups.value, total: total.value, ...next })
}

/** Counted by reading names, page by page: the settings count only all. */
async function countMatching(logs: LogSettings, contains: string) {
  let count = 0
  let after: string | undefined
  for (;;) {
    const page = await logs.groups({ contains, ...(after === undefined ? {} : { after }), limit: limits.countedGroups })
    if (!page.ok) return page
    count += page.value.length
    after = page.value.at(-1)?.name
    if (page.value.length < limits.countedGroups) return ok(count)
  }
}

async function describe(deps: HttpApiDeps, groups: readonly LogGroup[]): Promise<Asked<readonly ApiLogGroup[]>> {
  const ids = groups.map(group => group.id)
  const [streams, stats] = await Promise.all([deps.settings.logs.countStreams(ids), deps.logs.groupStats(ids)])
  if (!streams.ok) return settingsTrouble(streams.error)
  if (!stats.ok) return engineTrouble(stats.error)
  const byId = new Map(stats.value.map(one => [one.groupId, one]))
  return ok(
    groups.map(group => ({
      name: group.name,
      arn: `arn:aws:logs:${deps.region}:${deps.account}:log-group:${group.name}:*`,
      class: group.class,
      createdAt: group.createdAt,
      retentionDays: group.retentionDays,
      deletionProtection: group.deletionProtection,
      streams: streams.value.get(group.id) ?? 0,
      events: byId.get(group.id)?.events ?? 0,
      storedBytes: byId.get(group.id)?.bytes ?? 0,
      bytesPerSecond: byId.get(group.id)?.bytesPerSecond ?? 0,
    })),
  )
}

async function describeOne(deps: HttpApiDeps, group: LogGroup): Promise<Asked<ApiLogGroup>> {
  const described = await describe(deps, [group])
  if (!described.ok) return described
  const [one] = described.value
  if (!one) throw new Error('one group described is one group')
  return ok(one)
}

async function makeGroup(
  deps: HttpApiDeps,
  wish: { readonly name: string; readonly retentionDays?: number | null },
): Promise<Asked<ApiLogGroup>> {
  const { name, retentionDays } = wish
  const createdAt = deps.clock.now()
  const made = await deps.settings.logs.create({
    name,
    createdAt,
    class: 'STANDARD',
    deletionProtection: false,
    kmsKeyId: null,
    tags: {},
  })
  if (!made.ok) {
    return made.error.code === 'exists'
      ? refusal(409, 'already-exists', `The log group ${name} exists already.`, { field: 'name' })
      : settingsTrouble(made.error)
  }
  return retentionDays == null ? describeOne(deps, made.value) : setRetention(deps, name, retentionDays)
}

async function setRetention(
  deps: HttpApiDeps,
  name: string,
  retentionDays: number | null,
): Promise<Asked<ApiLogGroup>> {
  const patched = await deps.settings.logs.patch(name, { retentionDays })
  if (patched.ok) return describeOne(deps, patched.value)
  return patched.error.code === 'missing' ? noSuchGroup(name, 'name') : settingsTrouble(patched.error)
}

async function removeGroup(deps: HttpApiDeps, name: string): Promise<Asked<void>> {
  const removed = await deps.settings.logs.remove(name, deps.clock.now())
  if (removed.ok) return ok(undefined)
  const { error } = removed
  if ('message' in error) return settingsTrouble(error)
  if (error.code === 'missing') return noSuchGroup(name, 'name')
  const message = `The log group ${name} is protected against deletion: take the protection off first.`
  return refusal(409, 'protected', message, { field: 'name' })
}
