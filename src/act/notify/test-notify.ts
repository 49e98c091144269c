/** The ports of notifications for tests: settings in memory, mails in a list, secrets that only look sealed. */
import { hash } from 'node:crypto'
import { type Clock, err, ok } from '../../model/index.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { readAllowed } from '../subscriptions/index.ts'
import { openNotifyDesk } from './desk.ts'
import type { NotifyDesk } from './desk-port.ts'
import type { NotifyPorts, OutgoingMail } from './ports.ts'

export interface TestNotify {
  readonly desk: NotifyDesk
  readonly settings: Settings
  readonly mails: OutgoingMail[]
}

export async function testSettings(): Promise<Settings> {
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  return opened.value
}

/** `allowed`: as `--deliver-to`. */
export function testPorts(settings: Settings, clock: Clock, allowed: string, mails: OutgoingMail[]): NotifyPorts {
  let ids = 0
  return {
    settings: settings.notify,
    clock,
    random: { next: () => 0.5 },
    secrets: {
      seal: (secret, boundTo) => `sealed ${boundTo} ${Buffer.from(secret).toString('base64')}`,
      open: (sealed, boundTo) =>
        sealed.startsWith(`sealed ${boundTo} `)
          ? ok(Buffer.from(sealed.split(' ').at(-1) ?? '', 'base64').toString())
          : err('not opened'),
    },
    allowed: readAllowed(allowed)!,
    ...{
      account: '000000000000',
      region: 'us-east-1',
      language: 'en',
      publicUrl: 'https://m.example',
      linkSecret: 's',
    },
    mailer: {
      send: async mail => {
        mails.push(mail)
        return { kind: 'delivered' }
      },
    },
    signer: async () => ({ sign: text => hash('sha256', text, 'base64'), certificate: 'certificate\n' }),
    newId: () => `00000000-0000-5000-8000-${hash('sha256', `${clock.now()} ${ids++}`, 'hex').slice(0, 12)}`,
    newToken: () => `token${ids++}`,
    alone: true,
    log: line => {
      throw new Error(line)
    },
  }
}

export async function testNotify(clock: Clock, allowed: string): Promise<TestNotify> {
  const settings = await testSettings()
  const mails: OutgoingMail[] = []
  return { settings, mails, desk: await openNotifyDesk(testPorts(settings, clock, allowed, mails)) }
}
