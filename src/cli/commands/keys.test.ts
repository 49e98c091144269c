import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadOrMakeSealer } from '../../api/auth/index.ts'
import { directKeys, serveControl } from '../../api/control/index.ts'
import { openSettings } from '../../store/settings/index.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { keysCommand } from './keys.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mangru-keys-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function keys(...words: string[]) {
  const world = testWorld()
  const code = await run(['keys', ...words, '--data', dir], [keysCommand], world)
  return { code, out: world.stdout(), err: world.stderr() }
}

test('made, listed, revoked in a folder that no server holds', async () => {
  expect(await keys('list')).toEqual({
    code: 1,
    out: '',
    err: `${dir} holds no data of Mangru. Name the folder with --data.\n`,
  })
  const made = await keys('create', '--name', 'fluent-bit')
  expect(made.code).toBe(0)
  expect(made.out).toMatch(/^aws_access_key_id = AKIA\w{16}\naws_secret_access_key = \S{40}\ntoken = mgr_\S+\n$/)
  const id = /AKIA\w+/.exec(made.out)?.[0] ?? ''
  const listed = await keys('list')
  expect(listed.out).toMatch(new RegExp(`^KEY .*\\n${id}  fluent-bit  writer  2026-11-21T03:00:00Z\\n$`))
  // The secrets are not shown a second time.
  expect(await keys('list', '--json')).not.toMatchObject({ out: expect.stringMatching(/secret|token/i) })
  expect(await keys('revoke', id)).toEqual({
    code: 0,
    out: '',
    err: `Revoked key ${id}. Calls with it fail from now on.\n`,
  })
  expect(JSON.parse((await keys('list', '--json')).out)).toMatchObject([
    { accessKeyId: id, revokedAt: 1_795_230_000_000 },
  ])
})

test('the same while a server holds the folder', async () => {
  const settings = await openSettings('sqlite', dir)
  const sealer = loadOrMakeSealer({ dir, random: randomBytes })
  if (!settings.ok || !sealer.ok) throw new Error('no settings')
  // Held, but nobody answers: a server that is just starting.
  expect(await keys('list')).toMatchObject({
    code: 1,
    err: expect.stringContaining('The settings cannot be read or written'),
  })
  const { clock } = testWorld()
  const office = directKeys({ keys: settings.value.keys, sealer: sealer.value, clock, random: randomBytes })
  const door = await serveControl(dir, office)
  const made = await keys('create', '--role', 'reader', '--json')
  expect(JSON.parse(made.out)).toMatchObject({ role: 'reader', name: 'reader' })
  expect(await settings.value.keys.list()).toMatchObject({
    ok: true,
    value: [{ accessKeyId: JSON.parse(made.out).accessKeyId }],
  })
  expect(await keys('revoke', 'AKIANONE')).toEqual({
    code: 1,
    out: '',
    err: 'There is no key AKIANONE. "mangru keys list" lists them.\n',
  })
  if (door.ok) await door.value.close()
  await settings.value.close()
})

test.each([
  [[], 'create|list|revoke is missing'],
  [['make'], '"make" is none of create, list, revoke'],
  [['revoke'], 'KEY is missing'],
  [['revoke', 'a', 'b'], '"b" is one word too many'],
  [['create', '--role', 'king'], '--role: "king" is none of reader, writer, operator'],
])('%j is bad usage', async (words, sentence) => {
  expect(await keys(...words)).toEqual({ code: 2, out: '', err: `${sentence}\n` })
})
