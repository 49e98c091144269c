/** Mails to a real mail server, which takes them, refuses them, or says nothing. */

import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { steppedClock } from '../../../store/logs/stepped-clock.ts'
import type { OutgoingMail } from '../ports.ts'
import { readSmtp, type SmtpServer, smtpMailer } from './smtp.ts'

let smtp: SMTPServer | undefined
let silent: Server | undefined
const taken: { readonly raw: string; readonly secure: boolean; readonly to: string; readonly user: unknown }[] = []
afterEach(async () => {
  taken.length = 0
  if (smtp !== undefined) await new Promise<void>(resolve => smtp?.close(() => resolve()))
  if (silent !== undefined) await new Promise(resolve => silent?.close(resolve))
  smtp = undefined
  silent = undefined
})

async function serve(options: SMTPServerOptions = {}): Promise<number> {
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData: (stream, { envelope, user, secure }, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        taken.push({ raw: Buffer.concat(pieces).toString(), secure, to: envelope.rcptTo[0]?.address ?? '', user })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  smtp = server
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.server.address() as AddressInfo).port
}

const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  ...{ to: 'kim@example.com', subject: '경보: "a"', text: 'Plain\n.\nend', html: '<p>html</p>', id: 'id1' },
  ...over,
})
const clock = steppedClock()
const send = (server: SmtpServer, over: Partial<OutgoingMail> = {}, signal = new AbortController().signal) =>
  smtpMailer(server, 'Mangru <mangru@example.com>', clock).send(mail(over), signal)
const here = (port: number, over: Partial<SmtpServer> = {}): SmtpServer => ({
  ...{ host: '127.0.0.1', port, user: '', password: '', tls: 'offered', ...over },
})

describe('mails', () => {
  test('have names that stay, a picture, a way out, and go by TLS where there is one', async () => {
    const port = await serve()
    const answered = await send(here(port), {
      thread: 'thread1',
      unsubscribeUrl: 'https://m.example/sns/unsubscribe?id=1',
      picture: { id: 'metric@mangru', png: Buffer.from('png') },
    })
    expect(answered).toEqual({ kind: 'delivered' })
    const [{ raw, secure, to } = { raw: '', secure: false, to: '' }] = taken
    expect({ secure, to }).toEqual({ secure: true, to: 'kim@example.com' })
    for (const line of [
      /^From: Mangru <mangru@example\.com>\r?$/m,
      /^To: kim@example\.com\r?$/m,
      /^Message-ID: <id1@example\.com>\r?$/m,
      /^References: <thread1@example\.com>\r?$/m,
      /^Auto-Submitted: auto-generated\r?$/m,
      /^List-Unsubscribe: <https:\/\/m\.example\/sns\/unsubscribe\?id=1>\r?$/m,
      /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m,
      /^Content-Type: image\/png/m,
      /^Content-I[dD]: <metric@mangru>\r?$/m,
      /^Subject: =\?UTF-8\?/m,
    ]) {
      expect(raw).toMatch(line)
    }
  })

  test.each([
    ['ALARM: "errors" in US East (N. Virginia)', /^Subject: ALARM: "errors" in US East \(N\. Virginia\)\r?$/m],
    ['plain', /^Subject: plain\r?$/m],
  ])('a subject in plain letters stays as it is: %s', async (subject, line) => {
    const port = await serve()
    await send(here(port), { subject })
    expect(taken[0]?.raw).toMatch(line)
  })

  test('no text makes a header of its own', async () => {
    const port = await serve()
    await send(here(port), {
      subject: 'a\r\nBcc: x@y.z\r\n\r\nbody',
      id: 'i',
      unsubscribeUrl: 'https://m/\r\nX-Evil: 1',
    })
    const head = taken[0]?.raw.split('\r\n\r\n')[0] ?? ''
    expect(head).not.toMatch(/^(Bcc|X-Evil):/im)
  })

  test('with a login', async () => {
    const port = await serve({
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        password === 'right' ? done(null, { user: username ?? '' }) : done(new Error('wrong secret-word')),
    })
    expect(await send(here(port, { user: 'kim', password: 'right' }))).toEqual({ kind: 'delivered' })
    expect(taken[0]?.user).toBe('kim')
    expect(await send(here(port, { user: 'kim', password: 'wrong' }))).toEqual({
      kind: 'failed',
      message: 'the mail server refused the login',
    })
  })

  test.each([
    [550, { kind: 'refused', message: 'the mail server answered 550' }],
    [451, { kind: 'failed', message: 'the mail server answered 451' }],
  ])('answered %i', async (responseCode, answer) => {
    const port = await serve({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error('secret words'), { responseCode })),
    })
    expect(await send(here(port))).toEqual(answer)
  })

  test('where TLS is required, a certificate of nobody is none', async () => {
    const port = await serve()
    const answered = await send(here(port, { tls: 'required' }))
    expect(answered.kind).toBe('failed')
    expect(taken).toEqual([])
    expect(await send(here(port, { tls: 'none' }))).toEqual({ kind: 'delivered' })
    expect(taken[0]?.secure).toBe(false)
  })

  test('nobody there', async () => {
    const port = await serve()
    await new Promise<void>(resolve => smtp?.close(() => resolve()))
    smtp = undefined
    const answered = await send(here(port))
    expect(answered).toEqual({ kind: 'failed', message: expect.stringContaining('cannot be reached') })
  })

  test(`a server that says nothing has ${limits.mailTimeout} ms (mailTimeout)`, async () => {
    silent = createServer(socket => socket.on('error', () => {}))
    await new Promise<void>(resolve => silent?.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const connected = new Promise<void>(resolve =>
      silent?.on('connection', socket => {
        socket.unref()
        resolve()
      }),
    )
    let answered: unknown
    const asked = send(here(port)).then(answer => {
      answered = answer
    })
    await connected
    await clock.step(limits.mailTimeout - 1)
    expect(answered).toBeUndefined()
    await clock.step(1)
    await asked
    expect(answered).toEqual({ kind: 'failed', message: 'the mail server did not answer within 30 s' })
    const cut = new AbortController()
    const other = send(here(port), {}, cut.signal)
    cut.abort()
    expect(await other).toEqual({ kind: 'failed', message: 'was cut short' })
    const server = silent
    silent = undefined
    server.close()
  })
})

describe('what names a mail server', () => {
  test.each([
    ['smtp://mail.example.com', { port: 587, user: '', tls: 'offered' }],
    ['smtp://mail.example.com:25?tls=none', { port: 25, tls: 'none' }],
    ['smtp://kim:a%20b@mail.example.com', { user: 'kim', password: 'a b', tls: 'required' }],
    ['smtp://kim:x@127.0.0.1:2525', { tls: 'offered' }],
    ['smtp://kim:x@mail.example.com?tls=offered', { tls: 'offered' }],
    ['smtps://kim:x@mail.example.com', { port: 465, tls: 'implicit' }],
    ['smtp://[::1]:25', { host: '::1', tls: 'offered' }],
  ])('%s', (text, server) => {
    expect(readSmtp(text, undefined)).toMatchObject({ ok: true, value: server })
  })
  test('a password from a file counts before that in the URL', () => {
    expect(readSmtp('smtp://kim:x@mail.example.com', 'file')).toMatchObject({ value: { password: 'file' } })
  })
  test.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://h?tls=maybe',
    'smtp://kim:secret@h?tls=none',
  ])('%s is refused, without its secret', text => {
    const read = readSmtp(text, undefined)
    expect(read.ok).toBe(false)
    expect(JSON.stringify(read)).not.toContain('secret')
  })
})
