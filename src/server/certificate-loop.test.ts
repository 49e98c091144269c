/** When the certificate is asked for again, by a clock that is stepped; and that a real listener then serves the new one. */
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { expect, test } from 'vitest'
import { loadOrMakeCertificate, type ServerCertificate } from '../api/auth/index.ts'
import { limits } from '../limits.ts'
import { err, instant, ok } from '../model/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { startCertificateLoop } from './certificate-loop.ts'
import { closeListener, listen } from './listeners.ts'

const start = instant(Date.UTC(2026, 10, 21, 12))
const day = limits.certificateCheckEvery
const certificate = (name: string, askAgainAt: number): ServerCertificate => ({
  cert: name,
  key: name,
  authorityFile: null,
  notAfter: instant(askAgainAt + day),
  askAgainAt: instant(askAgainAt),
})

test('it is asked for when it is due and not before, however far away that is', async () => {
  const clock = steppedClock(start)
  const served: string[] = []
  let asked = 0
  const stop = startCertificateLoop(
    {
      first: certificate('a', start + 40 * day),
      again: async () => {
        asked += 1
        return ok(certificate('b', clock.now() + 40 * day))
      },
      serve: ({ cert }) => served.push(cert),
      clock,
    },
    () => undefined,
  )
  for (let days = 0; days < 39; days += 1) await clock.step(day)
  await clock.step(day - 1)
  expect(asked).toBe(0)
  await clock.step(1)
  expect([asked, served]).toEqual([1, ['b']])
  await stop()
  await clock.step(100 * day)
  expect(asked).toBe(1)
})

test('files that did not change are not served anew; trouble is told, the old one stays, and it is tried again', async () => {
  const clock = steppedClock(start)
  const served: string[] = []
  const said: string[] = []
  const answers = [
    err({ code: 'bad-certificate' as const, message: 'web.pem cannot be read' }),
    ok(certificate('a', start + 3 * day)),
    ok(certificate('b', start + 4 * day)),
  ]
  const stop = startCertificateLoop(
    {
      first: certificate('a', start + day),
      again: async () => answers.shift() ?? ok(certificate('b', clock.now() + day)),
      serve: ({ cert }) => served.push(cert),
      clock,
    },
    line => said.push(line),
  )
  await clock.step(day)
  expect(said).toEqual([expect.stringContaining('stays: web.pem cannot be read')])
  await clock.step(limits.certificateRetry - 1)
  expect(answers).toHaveLength(2)
  await clock.step(1)
  expect([answers.length, served.length]).toEqual([1, 0])
  await clock.step(day)
  await clock.step(day)
  expect(served).toEqual(['b'])
  expect(said.at(-1)).toMatch(/^a new TLS certificate is served, good until 2026-/)
  await stop()
})

test('a listener that runs past the end of its certificate serves a good one', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mangru-certificate-'))
  const clock = steppedClock(start)
  const again = () => loadOrMakeCertificate({ dir, hosts: ['127.0.0.1'], clock })
  const first = await again()
  if (!first.ok) throw new Error(first.error.message)
  const made = await listen({ host: '127.0.0.1', port: 0 }, (_req, res) => res.end(), first.value)
  if (!made.ok) throw new Error(made.error.message)
  const serving = Promise.withResolvers<void>()
  const stop = startCertificateLoop(
    {
      first: first.value,
      again,
      serve: next => {
        ;(made.value.server as Server).setSecureContext(next)
        serving.resolve()
      },
      clock,
    },
    () => undefined,
  )
  const before = await shown(made.value.url)
  for (let at = clock.now(); at < first.value.askAgainAt + day; at = instant(at + day)) await clock.step(day)
  await serving.promise
  const after = await shown(made.value.url)
  expect(before.validToDate.getTime()).toBe(first.value.notAfter)
  expect(after.validToDate.getTime()).toBeGreaterThan(first.value.notAfter)
  await stop()
  await closeListener(made.value, Promise.resolve())
  rmSync(dir, { recursive: true })
})

function shown(url: string): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerCertificate().raw))
      socket.destroy()
    })
    socket.on('error', reject)
  })
}
