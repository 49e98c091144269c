/** What the handlers of the mock API share: a call, and the ways to answer it. */
import type { ServerResponse } from 'node:http'

export interface Call {
  readonly url: URL
  readonly body: unknown
  readonly response: ServerResponse
  /** Aborts when the caller closes the connection. */
  readonly gone: AbortSignal
}
export type Handler = (call: Call) => void | Promise<void>

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

export function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

export function refuse(response: ServerResponse, status: number, code: string, message: string, at?: object): void {
  send(response, status, { error: { code, message, ...(at ? { at } : {}) } })
}

/** Nothing to say. */
export const done = (response: ServerResponse): void => void response.writeHead(204).end()
