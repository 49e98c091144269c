/** How long a PostgreSQL server that keeps silent is waited for. Times are shortened here, never measured. */

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { openPostgres } from './open.ts'

vi.mock('../../../limits.ts', async original => {
  const { limits } = await original<typeof import('../../../limits.ts')>()
  return { limits: { ...limits, settingsConnectWait: 100, settingsStatementTime: 150 } }
})
const { limits } = await import('../../../limits.ts')

let server: Server | undefined
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server?.close()
})

/** Speaks when `greet` says so, and answers no statement. Resolves with its URL. */
async function silent(said: (bytes: Buffer) => void, greet?: Uint8Array): Promise<string> {
  server = createServer(socket => {
    sockets.add(socket)
    socket.once('data', bytes => {
      said(bytes)
      if (greet) socket.write(greet)
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve))
  return `postgres://mangru@127.0.0.1:${(server.address() as AddressInfo).port}/settings`
}

test('a server that does not greet is given up after settingsConnectWait', async () => {
  const opened = await openPostgres(await silent(() => undefined))
  expect(opened).toMatchObject({
    ok: false,
    error: { code: 'unreachable', message: expect.stringContaining('--settings') },
  })
})

test('the server is told how long a statement may take', async () => {
  const told = Promise.withResolvers<string>()
  const opening = openPostgres(await silent(bytes => told.resolve(bytes.toString('latin1'))))
  // Names and values of the first message end with a NUL each.
  expect((await told.promise).split('\0')).toEqual(
    expect.arrayContaining(['statement_timeout', `${limits.settingsStatementTime}`]),
  )
  await opening
})

test('a server that greets, and then is gone without a word, is given up a little after its own limit', async () => {
  // Login accepted; ready for a statement.
  const greeting = Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1')
  const opened = await openPostgres(await silent(() => undefined, greeting))
  expect(opened).toMatchObject({ ok: false, error: { code: 'unreachable' } })
})
