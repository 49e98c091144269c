/** How a route is written here: who may call it, what it reads, and a `Result` for an answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Need } from '../auth/index.ts'
import type { HttpApiDeps } from './deps.ts'
import type { ApiTrouble, Asked } from './trouble.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller's role must hold; absent under `/api`: `operate`, so that a route that forgets it is shut. */
    readonly need?: Need | 'nothing'
  }
}

export type Routes = (app: FastifyInstance, deps: HttpApiDeps) => void

export const asks = { config: { need: 'ask' } } as const
export const operates = { config: { need: 'operate' } } as const
export const isPublic = { config: { need: 'nothing' } } as const

/** Sends the value as JSON with `status`, or the trouble. */
export function answer<T>(reply: FastifyReply, asked: Asked<T>, status = 200): FastifyReply {
  return asked.ok ? reply.code(status).send(asked.value) : refuse(reply, asked.error)
}

export function refuse(reply: FastifyReply, { status, error }: ApiTrouble): FastifyReply {
  if (status === 503 || status === 429) reply.header('retry-after', '1')
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.code(status).type('application/json; charset=utf-8').send({ error })
}

/** Aborts when the caller closes the connection before the answer is out. */
export function goneSignal(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  if (request.raw.socket.destroyed) gone.abort()
  return gone.signal
}
