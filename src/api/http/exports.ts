/** Exports for the page and the command line: list, start, cancel. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { defaultPrefix, type ExportDesk, type ExportTrouble } from '../../act/index.ts'
import { limits } from '../../limits.ts'
import { type ApiExport, type ApiExports, instant, ok } from '../../model/index.ts'
import type { StoredExport } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, operates, type Routes, refuse } from './routes.ts'
import { readShape } from './shapes.ts'
import { type Asked, invalid, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

const time = z.number().int().min(0).max(limits.lastInstant)
const wishShape = z
  .object({
    group: z.string().min(1).max(512),
    from: time,
    to: time,
    destination: z.string().min(1).max(512),
    prefix: z.string().max(512).default(''),
    streamPrefix: z.string().min(1).max(512).exactOptional(),
    format: z.enum(['parquet', 'ndjson', 'cloudwatch']).default('parquet'),
    unmask: z.boolean().default(false),
  })
  .refine(asked => asked.from < asked.to, { message: 'The end must be later than the start.', path: ['to'] })
const idShape = z.object({ id: z.string().min(1).max(512) })

export const exportRoutes: Routes = (app, deps) => {
  const { exports } = deps
  if (exports === undefined) return
  app.get('/api/logs/exports', asks, async (_request, reply) => answer(reply, await list(exports)))
  app.post('/api/logs/exports', operates, async (request: FastifyRequest, reply) => {
    const asked = readShape(wishShape, request.body)
    return asked.ok ? answer(reply, await start(deps, exports, asked.value), 202) : refuse(reply, asked.error)
  })
  app.delete('/api/logs/exports', operates, async (request, reply) => {
    const asked = readShape(idShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const cancelled = await cancel(exports, asked.value.id)
    return cancelled.ok ? reply.code(204).send() : refuse(reply, cancelled.error)
  })
}

async function list(exports: ExportDesk): Promise<Asked<ApiExports>> {
  const found = await exports.list({ limit: limits.shownExports })
  return found.ok ? ok({ exports: found.value.map(shown), allowed: exports.allowed }) : settingsTrouble(found.error)
}

async function start(
  { settings }: HttpApiDeps,
  exports: ExportDesk,
  { group: name, from, to, ...asked }: z.output<typeof wishShape>,
): Promise<Asked<ApiExport>> {
  const group = await settings.logs.group(name)
  if (!group.ok) return settingsTrouble(group.error)
  if (group.value === undefined) return noSuchGroup(name, 'group')
  const started = await exports.start({
    ...{ name: null, group: group.value, from: instant(from), to: instant(to - 1) },
    ...{ destination: asked.destination, format: asked.format, unmask: asked.unmask },
    prefix: asked.prefix === '' ? defaultPrefix : asked.prefix,
    streamPrefix: asked.streamPrefix?.toWellFormed() ?? null,
  })
  return started.ok ? ok(shown(started.value)) : explain(started.error)
}

function explain(trouble: ExportTrouble): ReturnType<typeof refusal> {
  switch (trouble.code) {
    case 'refused':
      return invalid(trouble.message, { field: 'destination' })
    case 'busy':
      return refusal(409, 'export-running', 'An export is under way already: wait for its end, or cancel it.')
    case 'stopping':
      return refusal(503, 'unavailable', 'Mangru is stopping.')
    case 'settings':
      return settingsTrouble(trouble.error)
  }
}

async function cancel(exports: ExportDesk, id: string): Promise<Asked<void>> {
  const cancelled = await exports.cancel(id)
  if (cancelled.ok) return ok(undefined)
  switch (cancelled.error.code) {
    case 'missing':
      return refusal(404, 'not-found', `There is no export ${id}.`, { field: 'id' })
    case 'ended':
      return refusal(409, 'ended', 'This export has ended already.')
    default:
      return settingsTrouble(cancelled.error)
  }
}

function shown({ status, message, from, to, progress, ...task }: StoredExport): ApiExport {
  return {
    ...{ id: task.id, group: task.group, from, to: to + 1, destination: task.destination, format: task.format },
    // It runs until it has stopped.
    status: status === 'PENDING_CANCEL' ? 'RUNNING' : status,
    ...(message === null ? {} : { message }),
    createdAt: task.createdAt,
    ...progress,
  }
}
