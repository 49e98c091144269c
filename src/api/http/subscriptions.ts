/** Subscriptions for the page and the command line: list with how each stands, put, delete. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { type ApiSubscription, type ApiSubscriptions, ok } from '../../model/index.ts'
import { parseFilterPattern } from '../../query/filter-pattern/index.ts'
import type { LogGroup, StoredSubscription } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, operates, type Routes, refuse } from './routes.ts'
import { readShape } from './shapes.ts'
import type { SubscriptionDeps } from './subscription-ports.ts'
import { type Asked, invalid, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

const groupName = z.string().min(1).max(512)
const filterName = z.string().regex(/^[^:*\0]{1,512}$/, { message: 'A name has 1 to 512 characters, no : and no *.' })
const listShape = z.object({ group: groupName.exactOptional() })
const deleteShape = z.object({ group: groupName, name: filterName })
const changeShape = z.object({
  group: groupName,
  name: filterName,
  pattern: z.string().max(1_024),
  destination: z.string().min(1).max(limits.destinationLength),
})

export const subscriptionRoutes: Routes = (app, deps) => {
  const { subscriptions } = deps
  if (subscriptions === undefined) return
  app.get('/api/logs/subscriptions', asks, async (request, reply) => {
    const asked = readShape(listShape, request.query)
    return asked.ok ? answer(reply, await list(deps, subscriptions, asked.value.group)) : refuse(reply, asked.error)
  })
  app.put('/api/logs/subscriptions', operates, async (request, reply) => {
    const asked = readShape(changeShape, request.body)
    return asked.ok ? answer(reply, await put(deps, subscriptions, asked.value)) : refuse(reply, asked.error)
  })
  app.delete('/api/logs/subscriptions', operates, async (request, reply) => {
    const asked = readShape(deleteShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const removed = await remove(deps, subscriptions, asked.value)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
}

async function findGroup({ settings }: HttpApiDeps, name: string): Promise<Asked<LogGroup>> {
  const found = await settings.logs.group(name)
  if (!found.ok) return settingsTrouble(found.error)
  return found.value === undefined ? noSuchGroup(name, 'group') : ok(found.value)
}

async function list(
  deps: HttpApiDeps,
  { settings, desk }: SubscriptionDeps,
  name: string | undefined,
): Promise<Asked<ApiSubscriptions>> {
  const group = name === undefined ? undefined : await findGroup(deps, name)
  if (group?.ok === false) return group
  const narrowed = group === undefined ? {} : { groupId: group.value.id }
  const found = await settings.list({ ...narrowed, limit: limits.subscriptions })
  if (!found.ok) return settingsTrouble(found.error)
  const subscriptions: ApiSubscription[] = []
  // One after the other: counting what waits asks the engine.
  for (const one of found.value) subscriptions.push(await desk.status(one))
  return ok({ subscriptions, allowed: desk.allowed })
}

async function put(
  deps: HttpApiDeps,
  { settings, desk }: SubscriptionDeps,
  asked: z.output<typeof changeShape>,
): Promise<Asked<ApiSubscription>> {
  const group = await findGroup(deps, asked.group)
  if (!group.ok) return group
  if (group.value.class !== 'STANDARD') {
    return invalid(`A group of class ${group.value.class} has no subscriptions.`, { field: 'group' })
  }
  const pattern = parseFilterPattern(asked.pattern)
  if (!pattern.ok) {
    const { message, from, to } = pattern.error
    return invalid(message, { field: 'pattern', from, to })
  }
  const of = { groupId: group.value.id, name: asked.name.toWellFormed() }
  const before = await settings.find(of.groupId, of.name)
  if (!before.ok) return settingsTrouble(before.error)
  const prepared = await desk.prepare(asked.destination.toWellFormed(), of, before.value)
  if (!prepared.ok) return invalid(prepared.error, { field: 'destination' })
  const stored = await settings.put(
    {
      ...{ ...of, ...prepared.value, pattern: asked.pattern.toWellFormed(), changedAt: deps.clock.now() },
      ...kept(before.value),
    },
    desk.now(),
  )
  if (!stored.ok) {
    if (stored.error.code === 'missing') return noSuchGroup(asked.group, 'group')
    return stored.error.code === 'too-many' ? tooMany : settingsTrouble(stored.error)
  }
  await desk.changed()
  return ok(await desk.status(stored.value))
}

/** What our API does not speak of stays as it was. */
const kept = (before: StoredSubscription | undefined) => ({
  roleArn: before?.roleArn ?? null,
  distribution: before?.distribution ?? ('ByLogStream' as const),
  options: before?.options ?? '{}',
})

const tooMany = refusal(
  422,
  'over-limit',
  `A group has at most ${limits.subscriptionsPerGroup} subscriptions, a Mangru ${limits.subscriptions}.`,
)

async function remove(
  deps: HttpApiDeps,
  { settings, desk }: SubscriptionDeps,
  { group: name, name: filter }: z.output<typeof deleteShape>,
): Promise<Asked<void>> {
  const group = await findGroup(deps, name)
  if (!group.ok) return group
  const removed = await settings.remove(group.value.id, filter.toWellFormed())
  if (!removed.ok) {
    if (removed.error.code !== 'missing') return settingsTrouble(removed.error)
    return refusal(404, 'not-found', `The group has no subscription ${filter}.`, { field: 'name' })
  }
  await desk.changed()
  return ok(undefined)
}
