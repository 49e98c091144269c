/** Telling people in a running Mangru: the desk of `act` with the settings, the seal, the mail server and the world's clock. */
import { randomBytes, randomUUID, sign as signBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import {
  type Mailer,
  type MessageSigner,
  type NotifyDesk,
  nothingAllowed,
  openNotifyDesk,
  pictureMaker,
  readAllowed,
  readSmtp,
  smtpMailer,
} from '../act/index.ts'
import { makeMessageCertificate, type Sealer } from '../api/auth/index.ts'
import { defaultRegion } from '../api/cloudwatch/index.ts'
import { err, ok, type Result } from '../model/index.ts'
import { drawMetricPicture } from '../query/picture/index.ts'
import type { NotifySettings } from '../store/settings/index.ts'
import { systemClock, systemRandom } from './clock.ts'
import type { MangruConfig } from './config.ts'
import type { StartError, Stores } from './stores.ts'

export interface NotifyBeside {
  readonly sealer: Sealer
  /** As this server listens. */
  readonly url: string
  log(line: string): void
}

export async function openNotify(
  config: MangruConfig,
  { settings }: Pick<Stores, 'settings'>,
  { sealer, url, log }: NotifyBeside,
): Promise<Result<NotifyDesk, StartError>> {
  const mailer = await mailerOf(config)
  if (!mailer.ok) return mailer
  const linkSecret = await secretOf(settings.notify, sealer, 'links', async () => randomBytes(32).toString('hex'), log)
  if (!linkSecret.ok) return linkSecret
  return ok(
    await openNotifyDesk({
      settings: settings.notify,
      clock: systemClock,
      random: systemRandom,
      secrets: sealer,
      allowed: readAllowed(config.deliverTo) ?? nothingAllowed,
      account: config.account,
      region: defaultRegion,
      language: config.lang,
      publicUrl: config.publicUrl ?? reachable(url),
      mailer: mailer.value,
      signer: signerOf(settings.notify, sealer, log),
      linkSecret: linkSecret.value,
      picture: pictureMaker(drawMetricPicture),
      newId: randomUUID,
      newToken: () => randomBytes(32).toString('hex'),
      alone: settings.kind === 'sqlite',
      log,
    }),
  )
}

/** Who listens everywhere is reached by the machine's name. */
function reachable(url: string): string {
  const place = new URL(url)
  if (place.hostname === '0.0.0.0' || place.hostname === '[::]') place.hostname = hostname()
  return place.origin
}

async function mailerOf({
  smtp,
  smtpPasswordFile,
  mailFrom,
}: MangruConfig): Promise<Result<Mailer | null, StartError>> {
  if (smtp === 'none') return ok(null)
  let password: string | undefined
  if (smtpPasswordFile !== null) {
    try {
      password = (await readFile(smtpPasswordFile, 'utf8')).replace(/\r?\n$/, '')
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      return err({ message: `The password of the mail server cannot be read from ${smtpPasswordFile} (${code}).` })
    }
  }
  const server = readSmtp(smtp, password)
  return server.ok ? ok(smtpMailer(server.value, mailFrom, systemClock)) : err({ message: server.error })
}

/** A secret that all replicas share, sealed in the settings; the first that is made counts. */
async function secretOf(
  settings: NotifySettings,
  sealer: Sealer,
  name: string,
  make: () => Promise<string>,
  log: (line: string) => void,
): Promise<Result<string, StartError>> {
  const boundTo = `notifications ${name}`
  const there = await settings.kept(name)
  if (!there.ok) return err({ message: there.error.message })
  const kept =
    there.value === undefined ? await settings.keep(name, sealer.seal(await make(), boundTo)) : ok(there.value)
  if (!kept.ok) return err({ message: kept.error.message })
  const opened = sealer.open(kept.value, boundTo)
  if (opened.ok) return opened
  log(`What notifications are made with (${name}) was sealed with another key: a new one holds until the next start.`)
  return ok(await make())
}

/** Made when the first message is signed: most servers never do. */
function signerOf(settings: NotifySettings, sealer: Sealer, log: (line: string) => void): () => Promise<MessageSigner> {
  let made: Promise<MessageSigner> | undefined
  const make = async (): Promise<MessageSigner> => {
    const secret = await secretOf(
      settings,
      sealer,
      'signing',
      async () => JSON.stringify(await makeMessageCertificate(systemClock.now())),
      log,
    )
    if (!secret.ok) throw new Error(secret.error.message)
    const { cert, key } = JSON.parse(secret.value) as { readonly cert: string; readonly key: string }
    return {
      certificate: cert,
      sign: text => signBytes('RSA-SHA256', Buffer.from(text), key).toString('base64'),
    }
  }
  return () => {
    made ??= make().catch(error => {
      made = undefined
      throw error
    })
    return made
  }
}
