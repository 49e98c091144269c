/** Calls that may be cut off: they are sent until the connection dies, and those whose end nobody heard are kept to be sent again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Key, readCall } from '../wire/index.ts'
import type { Ledger } from './ledger.ts'

/** A call that was sent, and nobody heard what became of it. */
export interface Unheard<Request> {
  readonly batch: number
  readonly request: Request
  readonly headers: Readonly<Record<string, string>>
}

/** What is on record of one writer. */
export interface Writing<Request> {
  readonly book: Ledger
  readonly unheard: Unheard<Request>[]
}

type Sign<Request> = (
  request: Request,
  host: string,
  key: Key,
  at: Date,
  headers: Readonly<Record<string, string>>,
) => readonly [Buffer, Buffer]

export interface Sending<Request> extends Writing<Request> {
  readonly url: string
  readonly key: Key
  readonly sign: Sign<Request>
}

/** Sends call after call until told to stop or the connection is lost. `next` puts its call into the book. */
export async function sendUntil<Request>(
  { url, key, sign, book, unheard }: Sending<Request>,
  next: () => Unheard<Request>,
  stop: AbortSignal,
): Promise<void> {
  const { host } = new URL(url)
  let sent: Unheard<Request> | undefined
  try {
    const connection = await connect(url)
    while (!stop.aborted) {
      sent = next()
      const answer = await connection.send(...sign(sent.request, host, key, new Date(), sent.headers))
      if (readCall(answer.status, answer.body).status === 200) book.acknowledge(sent.batch)
      else {
        unheard.push(sent)
        // Asked to slow down, or the engine is away: nothing was promised. Do not spin.
        await sleep(20)
      }
      sent = undefined
    }
    connection.close()
  } catch {
    if (sent !== undefined) unheard.push(sent)
    // The server was killed under this connection: what was on its way stays unacknowledged.
  }
}

/** Sends them again, as their writers would; returns how many. */
export async function repeatUnheard<Request>({ url, key, sign, book, unheard }: Sending<Request>): Promise<number> {
  const { host } = new URL(url)
  const connection = await connect(url)
  for (const { batch, request, headers } of unheard) {
    const answer = await connection.send(...sign(request, host, key, new Date(), headers))
    if (readCall(answer.status, answer.body).status === 200) book.acknowledge(batch)
  }
  connection.close()
  return unheard.length
}
