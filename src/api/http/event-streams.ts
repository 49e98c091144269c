/** Answers by server-sent events, which go on until their reader leaves, may stay no longer, or the server stops. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HttpApiDeps } from './deps.ts'
import { type Outlet, openOutlet } from './outlet.ts'

/** What one reader is told. */
export interface EventStream {
  /** Goes on until the outlet is gone, or it ends it because the reader may not stay. */
  feed(outlet: Outlet, mayStay: () => Promise<boolean>): Promise<void>
  /** Called once, when the reader is gone. */
  stop(): void
}

/** Those who are told, bounded in number (count), for the one who stops the server. */
export interface EventStreams {
  /** No more than these are told at once. */
  isFull(): boolean
  open(request: FastifyRequest, reply: FastifyReply, stream: EventStream): FastifyReply
  endAll(): void
}

export function createEventStreams(
  { auth, onFault }: Pick<HttpApiDeps, 'auth' | 'onFault'>,
  most: number,
): EventStreams {
  const open = new Set<Outlet>()
  return {
    isFull: () => open.size >= most,
    open: (request, reply, { feed, stop }) => {
      const outlet = openOutlet()
      open.add(outlet)
      outlet.gone.addEventListener('abort', () => {
        stop()
        open.delete(outlet)
      })
      const mayStay = async () => (await auth.verifyHttp(request.headers)).ok
      feed(outlet, mayStay).catch(error => {
        onFault?.(error, `${request.method} ${request.routeOptions.url}`)
        outlet.fail(error)
      })
      // Proxies must not gather up what is meant to be known now.
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(outlet.stream)
    },
    endAll: () => {
      for (const outlet of open) outlet.end()
    },
  }
}
