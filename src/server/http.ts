/** Our own HTTP API and the page, as one handler. */
import type { RequestListener } from 'node:http'

export interface HttpFace {
  readonly handle: RequestListener
  /** Ends followers and other answers that would never end by themselves. */
  endStreams(): void
  close(): Promise<void>
}

export async function createHttp(_deps: unknown): Promise<HttpFace> {
  return {
    handle: (req, res) => {
      const known = req.url === '/healthz' || req.url === '/ready'
      res.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
      res.end(JSON.stringify({ ok: known }))
    },
    endStreams: () => undefined,
    close: async () => undefined,
  }
}
