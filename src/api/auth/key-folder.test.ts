/** A mounted Secret as keys: known, changed, taken away, and everything that can be wrong with it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, err, instant } from '../../model/index.ts'
import { openSettings, type Settings } from '../../store/settings/index.ts'
import { adoptKeyFolder } from './key-folder.ts'
import { tokenHash } from './keys.ts'
import { createSealer } from './sealer.ts'

const clock: Clock = { now: () => instant(7), sleep: async () => {} }
const sealer = createSealer(randomBytes(32), randomBytes)
const secret = 's'.repeat(limits.folderSecretLeast)
const token = 't'.repeat(limits.folderSecretLeast)
const ids = ['AKIAAAAAAAAAAAAAAAA1', 'AKIAAAAAAAAAAAAAAAA2'] as const

let folder: string
let settings: Settings
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-keys-'))
  const opened = await openSettings('sqlite', mkdtempSync(join(folder, 'data-')))
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
})
afterEach(async () => {
  await settings.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (entries: Record<string, string>) => {
  for (const [name, text] of Object.entries(entries)) writeFileSync(join(folder, name), text)
}
const adopt = (from = folder) => adoptKeyFolder(from, { keys: settings.keys, sealer, clock })
const held = async () => {
  const listed = await settings.keys.list()
  if (!listed.ok) throw new Error(listed.error.message)
  return listed.value.map(({ accessKeyId, role, revokedAt }) => ({ accessKeyId, role, revoked: revokedAt !== null }))
}

test('a key of the folder is known, once; without a token it has none', async () => {
  put({ 'writer.id': `${ids[0]}\n`, 'writer.secret': `${secret}\n`, 'writer.token': token })
  put({ 'reader.id': ids[1], 'reader.secret': secret, unrelated: 'x' })
  expect(await adopt()).toEqual([
    expect.stringContaining(`Key ${ids[1]} (reader)`),
    expect.stringContaining(`Key ${ids[0]} (writer)`),
  ])
  expect(await adopt()).toEqual([])
  const found = await settings.keys.byTokenHash(tokenHash(token))
  if (!found.ok || found.value === undefined) throw new Error('no such key')
  expect(found.value).toMatchObject({ accessKeyId: ids[0], role: 'writer' })
  expect(sealer.open(found.value.sealedSecret, ids[0])).toEqual({ ok: true, value: secret })
  expect(await held()).toHaveLength(2)
})

test('a new id takes the place of the old one, and a key that left the folder is revoked; keys made otherwise stay', async () => {
  const other = { accessKeyId: 'OTHER', name: 'kim', role: 'writer', sealedSecret: '', tokenHash: 'h' } as const
  await settings.keys.add({ ...other, createdAt: instant(1), revokedAt: null })
  put({ 'writer.id': ids[0], 'writer.secret': secret })
  await adopt()
  put({ 'writer.id': ids[1] })
  expect(await adopt()).toEqual([
    expect.stringContaining(`${ids[0]} (writer) is no longer`),
    expect.stringContaining(`${ids[1]} (writer)`),
  ])
  for (const part of ['id', 'secret']) rmSync(join(folder, `writer.${part}`))
  await adopt()
  expect(await held()).toEqual([
    { accessKeyId: 'OTHER', role: 'writer', revoked: false },
    { accessKeyId: ids[0], role: 'writer', revoked: true },
    { accessKeyId: ids[1], role: 'writer', revoked: true },
  ])
  put({ 'writer.id': ids[0], 'writer.secret': secret })
  expect(await adopt()).toEqual([expect.stringContaining('was revoked')])
})

test('the same id with another secret is told, and nothing secret is', async () => {
  put({ 'operator.id': ids[0], 'operator.secret': secret })
  await adopt()
  put({ 'operator.secret': `${secret}x` })
  const [told] = await adopt()
  expect(told).toContain('give it a new id')
  expect(told).not.toContain(secret)
})

test('a token that left the folder goes on by itself: that is told', async () => {
  put({ 'writer.id': ids[0], 'writer.secret': secret, 'writer.token': token })
  await adopt()
  rmSync(join(folder, 'writer.token'))
  expect(await adopt()).toEqual([expect.stringContaining('another secret, token or role')])
})

test('a key that cannot be revoked is told', async () => {
  put({ 'writer.id': ids[0], 'writer.secret': secret })
  await adopt()
  rmSync(join(folder, 'writer.id'))
  rmSync(join(folder, 'writer.secret'))
  const keys = { ...settings.keys, revoke: async () => err({ code: 'disk-full', message: 'no room' } as const) }
  const told = await adoptKeyFolder(folder, { keys, sealer, clock })
  expect(told).toEqual([expect.stringContaining('cannot be revoked: no room')])
})

test.each([
  ['no secret', { 'writer.id': ids[0] }, 'lacks writer.secret'],
  ['no id', { 'writer.token': token }, 'lacks writer.id'],
  ['an odd id', { 'writer.id': 'me', 'writer.secret': secret }, 'writer.id must be'],
  ['a short secret', { 'writer.id': ids[0], 'writer.secret': secret.slice(1) }, 'writer.secret must have'],
  ['a short token', { 'writer.id': ids[0], 'writer.secret': secret, 'writer.token': 'x' }, 'writer.token must have'],
])('%s: told, and nobody is revoked for it', async (_what, entries, words) => {
  put({ 'writer.id': ids[1], 'writer.secret': secret })
  await adopt()
  for (const part of ['id', 'secret']) rmSync(join(folder, `writer.${part}`))
  put(entries)
  expect(await adopt()).toEqual([expect.stringContaining(words)])
  expect(await held()).toEqual([{ accessKeyId: ids[1], role: 'writer', revoked: false }])
})

test('a folder that is not there is told', async () => {
  expect(await adopt(join(folder, 'nowhere'))).toContainEqual(expect.stringContaining('cannot be read'))
})
