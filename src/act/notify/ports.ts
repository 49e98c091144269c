/** What telling people needs of the rest of the house. */
import type { AlarmMessage, Clock, Random } from '../../model/index.ts'
import type { NotifySettings } from '../../store/settings/index.ts'
import type { Allowed, Answer, ResolveHost, Secrets } from '../subscriptions/index.ts'
import type { PeopleLanguage } from './words/index.ts'

export interface OutgoingMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Without brackets and place: the same at every try. */
  readonly id: string
  /** Of the mails that belong together. */
  readonly thread?: string
  /** PNG, shown in the text under `cid:` with this id. */
  readonly picture?: { readonly id: string; readonly png: Uint8Array }
  readonly unsubscribeUrl?: string
}

/** A mail server. Answers, never throws; what it says holds no secret. */
export interface Mailer {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<Answer>
}

/** Signs messages to programs. */
export interface MessageSigner {
  /** Base64 of RSA with SHA-256 over the text. */
  sign(text: string): string
  /** PEM. */
  readonly certificate: string
}

/** A PNG of what an alarm saw; undefined: there is none. Never throws. */
export type PictureMaker = (
  message: AlarmMessage,
  language: PeopleLanguage,
) => Promise<{ readonly png: Uint8Array; readonly label: string } | undefined>

export interface NotifyPorts {
  readonly settings: NotifySettings
  readonly clock: Clock
  readonly random: Random
  readonly secrets: Secrets
  readonly allowed: Allowed
  /** 12 digits. */
  readonly account: string
  /** Of ARNs that no call brings one for. */
  readonly region: string
  /** Of new topics. */
  readonly language: PeopleLanguage
  /** Where people and programs reach this server, without a slash at its end. */
  readonly publicUrl: string
  /** Null: there is no mail server. */
  readonly mailer: Mailer | null
  /** Made when it is first needed. */
  readonly signer: () => Promise<MessageSigner>
  /** What links and fingerprints are made with; the same on all replicas, and secret. */
  readonly linkSecret: string
  readonly picture?: PictureMaker
  /** A UUID. */
  readonly newId: () => string
  /** Unpredictable, letters and digits. */
  readonly newToken: () => string
  /** Nobody else delivers from these settings. */
  readonly alone: boolean
  readonly resolve?: ResolveHost
  readonly log: (line: string) => void
}
