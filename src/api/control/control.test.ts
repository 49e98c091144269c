import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { openSqlite } from '../../store/settings/index.ts'
import { createSealer } from '../auth/index.ts'
import { askControl, type ControlDoor, controlSocket, directKeys, type KeyOffice, serveControl } from './index.ts'
import { reachable } from './serve.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function folder(extra = ''): string {
  const dir = mkdtempSync(join(tmpdir(), `mangru-control-${extra}`))
  closing.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

async function direct(): Promise<KeyOffice> {
  const settings = await openSqlite(':memory:')
  if (!settings.ok) throw new Error(settings.error.message)
  closing.push(() => settings.value.close())
  const sealer = createSealer(randomBytes(32), randomBytes)
  const clock = { now: () => instant(1_795_230_000_000), sleep: async () => undefined }
  return directKeys({ keys: settings.value.keys, sealer, clock, random: randomBytes })
}

async function served(dir: string): Promise<ControlDoor> {
  const door = await serveControl(dir, await direct())
  if (!door.ok) throw new Error(door.error.message)
  closing.push(() => door.value.close())
  return door.value
}

async function bySocket(extra = ''): Promise<KeyOffice> {
  const dir = folder(extra)
  await served(dir)
  return askControl(dir)
}

describe.each([
  ['on the settings themselves', direct],
  ['by the socket', bySocket],
  ['by the socket of a folder with a long name', () => bySocket('a-rather-long-name-'.repeat(7))],
])('keys %s', (_story, open) => {
  test('a key is made with its secrets, listed without them, and revoked once', async () => {
    const office = await open()
    const made = await office.create({ name: 'fluent-bit', role: 'writer' })
    if (!made.ok) throw new Error(made.error.message)
    const { secretAccessKey, token, ...shown } = made.value
    expect([secretAccessKey.length, token.startsWith('mgr_')]).toEqual([40, true])
    expect(shown).toEqual({
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      name: 'fluent-bit',
      role: 'writer',
      createdAt: 1_795_230_000_000,
      revokedAt: null,
    })
    expect(await office.list()).toEqual({ ok: true, value: [shown] })
    const revoked = { ok: true, value: { ...shown, revokedAt: 1_795_230_000_000 } }
    expect(await office.revoke(shown.accessKeyId)).toEqual(revoked)
    expect(await office.revoke(shown.accessKeyId)).toEqual(revoked)
    expect(await office.list()).toEqual({ ok: true, value: [revoked.value] })
  })

  test('what cannot be done says so', async () => {
    const office = await open()
    expect(await office.create({ name: '', role: 'reader' })).toMatchObject({ ok: false, error: { code: 'bad-name' } })
    expect(await office.revoke('AKIAUNKNOWN')).toMatchObject({ ok: false, error: { code: 'missing' } })
  })
})

test('only the owner may open the socket, and one that a dead server left is replaced', async () => {
  const dir = folder()
  writeFileSync(join(dir, controlSocket), '')
  await served(dir)
  expect(statSync(join(dir, controlSocket)).mode & 0o777).toBe(0o600)
  expect(await askControl(dir).list()).toEqual({ ok: true, value: [] })
})

test('nobody there is an answer of its own', async () => {
  const dir = folder()
  expect(await askControl(dir).list()).toMatchObject({ ok: false, error: { code: 'no-answer' } })
  expect(await askControl(join(dir, 'nowhere')).list()).toMatchObject({ ok: false, error: { code: 'no-answer' } })
  const door = await served(dir)
  await door.close()
  expect(await askControl(dir).list()).toMatchObject({ ok: false, error: { code: 'no-answer' } })
})

test('a caller that says nothing is let go after the patience', async () => {
  expect(limits.controlPatience).toBeGreaterThan(1_000)
  const dir = folder()
  const door = await serveControl(dir, await direct(), 20)
  if (!door.ok) throw new Error(door.error.message)
  closing.push(() => door.value.close())
  expect(await text(connect(join(dir, controlSocket)))).toBe('')
})

test.runIf(process.platform === 'linux')(
  'a path of a socket may be as long as the bound, a longer one takes the way by the open folder',
  () => {
    const base = folder()
    const sized = (bytes: number) => {
      const dir = join(base, 'x'.repeat(bytes - base.length - controlSocket.length - 2))
      mkdirSync(dir)
      const path = reachable(dir)
      path.release()
      return path.file
    }
    const fits = sized(limits.socketPathBytes)
    expect([fits.length, fits.startsWith(base)]).toEqual([limits.socketPathBytes, true])
    expect(sized(limits.socketPathBytes + 1)).toMatch(/^\/proc\/self\/fd\/\d+\/control\.sock$/)
  },
)

describe('what is no request', () => {
  const send = async (words: string) => {
    const dir = folder()
    await served(dir)
    const socket = connect(join(dir, controlSocket))
    socket.write(words)
    return text(socket)
  }
  test.each([['nonsense\n'], ['{"do":"delete-everything"}\n'], ['{"do":"create","name":"x","role":"king"}\n']])(
    '%s',
    async words => {
      expect(JSON.parse(await send(words))).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    },
  )
  test('the longest request is read, one character more is cut off', async () => {
    const sized = (length: number) => `${JSON.stringify({ do: 'list' }).padEnd(length - 1)}\n`
    expect(JSON.parse(await send(sized(limits.controlRequestChars)))).toMatchObject({ ok: true })
    expect(await send(sized(limits.controlRequestChars + 1))).toBe('')
  })
})
