/** The line to one API server: who we are, kept connections, and an answer as a body or as an error in our words. Readers and writers share it. */
import type { Readable } from 'node:stream'
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import { type Asked, errorOfStatus } from './api-status.ts'
import { type Credentials, credentialBook } from './credentials.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import { bodyText, type Connections, openConnections, type Sent, type ServerAnswer } from './request.ts'

export interface ApiLine {
  /** The body of an answer that is a success, to be read to its end or destroyed; it ends with the caller's signal and with the line. */
  body(sent: Sent, asked: Asked): Promise<Result<Readable, ClusterError>>
  /** The same whole, within `limits.clusterBodyWait`. */
  text(sent: Sent, asked: Asked): Promise<Result<string, ClusterError>>
  /** Aborts when the line is closed. */
  readonly closed: AbortSignal
  close(): void
}

/** Asks nothing yet. */
export function openApiLine(access: ClusterAccess, clock: Clock): ApiLine {
  const book = credentialBook(access, clock)
  const closing = new AbortController()
  let shown: { readonly credentials: Credentials; readonly connections: Connections } | undefined

  async function connections(): Promise<Result<Connections, ClusterError>> {
    const credentials = await book.current()
    if (!credentials.ok) return err({ code: 'unknown-caller', message: credentials.error })
    if (shown?.credentials !== credentials.value) {
      // Streams that are open go on to their end on the old connections.
      try {
        const opened = openConnections(credentials.value, access.server.protocol === 'https:', clock)
        shown = { credentials: credentials.value, connections: opened }
      } catch (error) {
        const message = `The certificate or key of the kubeconfig cannot be used: ${(error as Error).message}.`
        return err({ code: 'unknown-caller', message })
      }
    }
    return ok(shown.connections)
  }

  async function refusal({ status, retryAfter, body }: ServerAnswer, asked: Asked, signal: AbortSignal) {
    if (status === 401) book.refused()
    const text = await bodyText(body, limits.clusterRefusalBytes, signal)
    body.destroy()
    return errorOfStatus(status, text.ok ? text.value : '', retryAfter, asked)
  }

  async function body(sent: Sent, asked: Asked): Promise<Result<Readable, ClusterError>> {
    const signal = AbortSignal.any([sent.signal, closing.signal])
    const opened = await connections()
    if (!opened.ok) return opened
    const answer = await opened.value.send({ ...sent, signal })
    if (!answer.ok) return answer
    if (answer.value.status >= 200 && answer.value.status < 300) return ok(answer.value.body)
    return err(await refusal(answer.value, asked, signal))
  }

  return {
    body,
    text: async (sent, asked) => {
      const slow = new AbortController()
      const done = new AbortController()
      void clock.sleep(limits.clusterBodyWait, done.signal).then(() => done.signal.aborted || slow.abort())
      const signal = AbortSignal.any([sent.signal, slow.signal, closing.signal])
      const found = await body({ ...sent, signal }, asked)
      const read = found.ok ? await bodyText(found.value, limits.clusterBodyBytes, signal) : found
      done.abort()
      if (read.ok || read.error.code !== 'aborted' || !slow.signal.aborted) return read
      return err({ code: 'unreachable', message: `An answer took longer than ${limits.clusterBodyWait / 1_000} s.` })
    },
    closed: closing.signal,
    close: () => {
      closing.abort()
      shown?.connections.close()
    },
  }
}
