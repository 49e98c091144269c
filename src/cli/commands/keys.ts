/** `mangru keys`: access keys and tokens of a data folder, whether a server holds it or not. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { loadOrMakeSealer } from '../../api/auth/index.ts'
import type { KeyOffice, KeyTrouble, ShownKey } from '../../api/control/index.ts'
import { askControl, directKeys } from '../../api/control/index.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { openSettings, settingsFile } from '../../store/settings/index.ts'
import type { Call, Outcome } from '../command.ts'
import { command, fine, misused } from '../command.ts'
import { placeOptions } from '../config.ts'
import type { Messages } from '../messages/index.ts'
import { anyWord, choice, optionMeta, switchedBy } from '../option.ts'
import { tableOf } from '../table.ts'

const keysOptions = z.object({
  name: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'NAME',
      en: 'who will use the new key',
      ko: '새 키를 쓸 사람이나 프로그램',
      fallback: { en: 'its role', ko: '역할 이름' },
    }),
  role: choice('reader', 'writer', 'operator').prefault('writer').register(optionMeta, {
    value: 'reader|writer|operator',
    en: 'what the new key may do: read; read and send; everything',
    ko: '새 키가 할 수 있는 일: 읽기, 읽기와 보내기, 전부',
  }),
  json: switchedBy().prefault('false').register(optionMeta, { en: 'as JSON', ko: 'JSON으로' }),
  ...placeOptions,
})

type KeysCall = Call<z.output<typeof keysOptions>>

export const keysCommand = command({
  name: 'keys',
  usage: 'create|list|revoke KEY',
  en: 'make, list and revoke access keys and tokens',
  ko: '액세스 키와 토큰을 만들고, 나열하고, 취소함',
  options: keysOptions,
  async run(call) {
    const [deed, id, extra] = call.words
    if (deed === undefined) return misused(say => say['missing-word']('create|list|revoke'))
    const wanted = deed === 'revoke' ? extra : id
    if (wanted !== undefined) return misused(say => say['unexpected-word'](wanted))
    switch (deed) {
      case 'create':
        return withKeys(call, true, office => create(call, office))
      case 'list':
        return withKeys(call, false, office => list(call, office))
      case 'revoke':
        if (id === undefined) return misused(say => say['missing-word']('KEY'))
        return withKeys(call, false, office => revoke(call, id, office))
      default:
        return misused(say => say['not-a-choice'](deed, 'create, list, revoke'))
    }
  },
})

type Answered = Result<void, KeyTrouble>

/** Asks the server that holds the folder; when there is none, takes the settings themselves. `make`: a new folder is fine. */
async function withKeys(
  call: KeysCall,
  make: boolean,
  use: (office: KeyOffice) => Promise<Answered>,
): Promise<Outcome> {
  const { values, say, terminal } = call
  const dataDir = resolve(call.cwd, values.data)
  const failed = (message: string): Outcome => {
    terminal.err(`${message}\n`)
    return { code: 1 }
  }
  const explain = (trouble: KeyTrouble) =>
    trouble.code === 'settings-failed' ? say['settings-failed'](trouble.message) : trouble.message
  if (values.settings === 'sqlite') {
    const asked = await use(askControl(dataDir))
    if (asked.ok) return fine
    if (asked.error.code !== 'no-answer') return failed(explain(asked.error))
    if (!make && !existsSync(join(dataDir, settingsFile))) return failed(say['no-data'](dataDir))
  }
  const settings = await openSettings(values.settings, dataDir)
  if (!settings.ok) return failed(say['settings-failed'](settings.error.message))
  try {
    const sealer = loadOrMakeSealer({ dir: dataDir, fromEnvironment: call.env.MANGRU_SEAL_KEY, random: randomBytes })
    if (!sealer.ok) return failed(sealer.error.message)
    const { keys } = settings.value
    const done = await use(directKeys({ keys, sealer: sealer.value, clock: call.clock, random: randomBytes }))
    return done.ok ? fine : failed(explain(done.error))
  } finally {
    await settings.value.close()
  }
}

async function create({ values, say, terminal }: KeysCall, office: KeyOffice): Promise<Answered> {
  const made = await office.create({ name: values.name ?? values.role, role: values.role })
  if (!made.ok) return made
  const key = made.value
  if (values.json) {
    await terminal.out(`${JSON.stringify(key)}\n`)
  } else {
    terminal.err(`${say['key-made'](key.accessKeyId, key.role)}\n`)
    // The names that the clients' own configuration uses, ready to be pasted.
    await terminal.out(
      `aws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey}\ntoken = ${key.token}\n`,
    )
  }
  return ok(undefined)
}

async function list({ values, say, terminal }: KeysCall, office: KeyOffice): Promise<Answered> {
  const listed = await office.list()
  if (!listed.ok) return listed
  if (values.json) await terminal.out(`${JSON.stringify(listed.value)}\n`)
  else if (listed.value.length === 0) terminal.err(`${say['no-keys']()}\n`)
  else await terminal.out(keyTable(listed.value, say))
  return ok(undefined)
}

async function revoke({ values, say, terminal }: KeysCall, id: string, office: KeyOffice): Promise<Answered> {
  const revoked = await office.revoke(id)
  if (!revoked.ok)
    return revoked.error.code === 'missing' ? err({ ...revoked.error, message: say['key-unknown'](id) }) : revoked
  if (values.json) await terminal.out(`${JSON.stringify(revoked.value)}\n`)
  else terminal.err(`${say['key-revoked'](id)}\n`)
  return ok(undefined)
}

function keyTable(keys: readonly ShownKey[], say: Messages): string {
  const time = (at: number | null) => (at === null ? '' : `${new Date(at).toISOString().slice(0, 19)}Z`)
  const columns = ['column-key', 'column-name', 'column-role', 'column-created', 'column-revoked'] as const
  return tableOf(
    columns.map(column => say[column]()),
    keys.map(key => [key.accessKeyId, key.name, key.role, time(key.createdAt), time(key.revokedAt)]),
  )
}
