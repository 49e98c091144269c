/** Mails by an SMTP server, with nodemailer. The address of the server is the operator's own word, so it may be anywhere. */
import { limits } from '../../../limits.ts'
import { type Clock, err, ok, type Result } from '../../../model/index.ts'
import type { Answer } from '../../subscriptions/index.ts'
import type { Mailer, OutgoingMail } from '../ports.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** `implicit`: TLS from the first byte; `required`: STARTTLS or nothing; `offered`: STARTTLS where the server has it, with any certificate; `none`. */
  readonly tls: 'implicit' | 'required' | 'offered' | 'none'
}

/**
 * `smtp://user:password@host:587`, `smtps://…:465`; `?tls=none|offered|required` says more. A password goes over the wire in the clear to
 * loopback only. The error is a sentence without the password.
 */
export function readSmtp(text: string, password: string | undefined): Result<SmtpServer, string> {
  if (!/^smtps?:\/\/\S+$/.test(text) || !URL.canParse(text))
    return err('A mail server is written like smtp://user@host:587.')
  const url = new URL(text)
  const asked = url.searchParams.get('tls')
  if (asked !== null && !['none', 'offered', 'required'].includes(asked)) {
    return err('tls of a mail server is none, offered or required.')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === '') return err('A mail server is written like smtp://user@host:587.')
  const user = decodeURIComponent(url.username)
  const secret = password ?? decodeURIComponent(url.password)
  const implicit = url.protocol === 'smtps:'
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)
  if (asked === 'none' && user !== '' && !loopback) {
    return err('A password is not sent to a mail server without TLS: leave tls=none out.')
  }
  const tls = implicit ? 'implicit' : ((asked as 'none' | null) ?? (user !== '' && !loopback ? 'required' : 'offered'))
  return ok({ host, port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port), user, password: secret, tls })
}

/** `from`: `Mangru <mangru@example.com>` or the address alone. A mail takes `limits.mailTimeout` at the most. */
export function smtpMailer(server: SmtpServer, from: string, clock: Clock): Mailer {
  const place = /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'mangru'
  const loaded = once(async () => {
    // Loaded here: who mails nothing does not pay its memory.
    const { createTransport } = await import('nodemailer')
    return createTransport({
      host: server.host,
      port: server.port,
      secure: server.tls === 'implicit',
      requireTLS: server.tls === 'required',
      ignoreTLS: server.tls === 'none',
      ...(server.tls === 'offered' ? { tls: { rejectUnauthorized: false } } : {}),
      ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password } }),
      connectionTimeout: limits.mailTimeout,
      greetingTimeout: limits.mailTimeout,
      socketTimeout: limits.mailTimeout,
      // What a mail says never makes this program read a file or call anyone.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  })
  return {
    send: async (mail, signal) => {
      const over = new AbortController()
      const late = clock
        .sleep(limits.mailTimeout, AbortSignal.any([signal, over.signal]))
        .then((): Answer => (signal.aborted ? cutShort : tooLate))
      const sent = loaded()
        .then(transport => transport.sendMail(messageOf(mail, from, place)))
        .then(
          (): Answer => ({ kind: 'delivered' }),
          (error: SmtpTrouble) => answerOf(error),
        )
      const answer = await Promise.race([sent, late])
      over.abort()
      return answer
    },
  }
}

const cutShort: Answer = { kind: 'failed', message: 'was cut short' }
const tooLate: Answer = {
  kind: 'failed',
  message: `the mail server did not answer within ${limits.mailTimeout / 1_000} s`,
}

function messageOf(mail: OutgoingMail, from: string, place: string) {
  const { unsubscribeUrl, thread, picture } = mail
  return {
    from,
    to: { name: '', address: mail.to },
    ...(isPlain(mail.subject) ? {} : { subject: mail.subject }),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId: `<${mail.id}@${place}>`,
    ...(thread === undefined ? {} : { references: `<${thread}@${place}>` }),
    ...(picture === undefined
      ? {}
      : {
          attachments: [
            { filename: 'metric.png', content: Buffer.from(picture.png), contentType: 'image/png', cid: picture.id },
          ],
        }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      // As it is: a quotation mark alone would make a code of all of it, which rules in mailboxes do not read.
      ...(isPlain(mail.subject) ? { Subject: { prepared: true, value: mail.subject, foldLines: true } } : {}),
      ...(unsubscribeUrl === undefined
        ? {}
        : { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  }
}

/** Needs no code in a header, and cannot begin another one. */
const isPlain = (subject: string): boolean => /^[\x21-\x7e][\x20-\x7e]*$/.test(subject) && !subject.includes('=?')

interface SmtpTrouble {
  readonly code?: string
  readonly responseCode?: number
}

/** Only what we know is said: a server's own words may hold anything. */
function answerOf({ code, responseCode }: SmtpTrouble): Answer {
  if (code === 'EAUTH') return { kind: 'failed', message: 'the mail server refused the login' }
  if (responseCode !== undefined && responseCode >= 500) {
    return { kind: 'refused', message: `the mail server answered ${responseCode}` }
  }
  if (responseCode !== undefined) return { kind: 'failed', message: `the mail server answered ${responseCode}` }
  if (code === 'ETLS') return { kind: 'failed', message: 'the mail server offers no TLS that can be trusted' }
  const told = /^[A-Z][A-Z0-9_]{2,40}$/.test(code ?? '') ? ` (${code})` : ''
  return { kind: 'failed', message: `the mail server cannot be reached${told}` }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
