/**
 * What receivers of notifications come to without an account: the certificate that messages are verified by, and the links by which one confirms or ends
 * a subscription. A program confirms by fetching its link; a person presses a button, because mail scanners fetch links too. Who holds the token may.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type NotifyDesk, subscriptionArn } from '../../../act/index.ts'
import { xmlText } from '../protocol/index.ts'

export interface SnsDoorsPorts {
  readonly desk: NotifyDesk
  readonly region: string
  /** 12 digits. */
  readonly account: string
  readonly language: 'en' | 'ko'
  readonly onFault: (error: unknown) => void
}

export const isSnsDoor = ({ url = '/' }: Pick<IncomingMessage, 'url'>): boolean => url.startsWith('/sns/')

/** Answers everything under `/sns/`; never rejects. */
export function createSnsDoors(ports: SnsDoorsPorts): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    // Whatever a mail program posts with its one click says nothing that the link does not.
    req.resume()
    answerOf(ports, req).then(
      answer => send(res, answer),
      error => {
        ports.onFault(error)
        send(res, { status: 500, type: 'text/plain', body: 'Mangru failed at this request; its log says more.\n' })
      },
    )
  }
}

interface Answer {
  readonly status: number
  readonly type: 'text/plain' | 'text/html' | 'text/xml' | 'application/x-pem-file'
  readonly body: string
}

const words = {
  en: {
    confirm: (topic: string, to: string) => `Send notifications of the topic ${topic} to ${to}?`,
    confirmDo: 'Confirm',
    confirmed: (topic: string, to: string) => `Done. Notifications of the topic ${topic} will come to ${to}.`,
    unsubscribe: (topic: string, to: string) => `Stop sending notifications of the topic ${topic} to ${to}?`,
    unsubscribeDo: 'Unsubscribe',
    unsubscribed: 'Done. Nothing more is sent.',
    lapsed: 'This link is not good any more.',
  },
  ko: {
    confirm: (topic: string, to: string) => `${topic} 주제의 알림을 ${to}(으)로 보낼까요?`,
    confirmDo: '확인',
    confirmed: (topic: string, to: string) => `끝났습니다. ${topic} 주제의 알림을 ${to}(으)로 보냅니다.`,
    unsubscribe: (topic: string, to: string) => `${topic} 주제의 알림을 ${to}(으)로 더 보내지 않을까요?`,
    unsubscribeDo: '구독 취소',
    unsubscribed: '끝났습니다. 더는 보내지 않습니다.',
    lapsed: '이 링크는 더 쓸 수 없습니다.',
  },
} as const

async function answerOf(ports: SnsDoorsPorts, req: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = new URL(req.url ?? '/', 'http://here')
  const acts = req.method === 'POST'
  if (req.method !== 'GET' && !acts) return { status: 405, type: 'text/plain', body: 'GET or POST.\n' }
  switch (pathname) {
    case '/sns/cert.pem':
      return { status: 200, type: 'application/x-pem-file', body: await ports.desk.certificate() }
    case '/sns/confirm':
      return confirm(ports, searchParams.get('token') ?? '', acts)
    case '/sns/unsubscribe':
      return unsubscribe(ports, searchParams.get('id') ?? '', searchParams.get('key') ?? '', acts)
    default:
      return { status: 404, type: 'text/plain', body: 'Nothing is here.\n' }
  }
}

async function confirm(ports: SnsDoorsPorts, token: string, acts: boolean): Promise<Answer> {
  const { desk, language } = ports
  const say = words[language]
  const found = await desk.ofToken(token)
  if (!found.ok) return later
  if (found.value === undefined) return page(404, say.lapsed, language)
  const { topic, endpoint, way, id, confirmedAt } = found.value
  const isPerson = way.startsWith('email')
  if (isPerson && !acts && confirmedAt === null) {
    return page(200, say.confirm(topic, endpoint), language, say.confirmDo)
  }
  const confirmed = await desk.confirm(token)
  if (!confirmed.ok) return confirmed.error.code === 'unavailable' ? later : page(404, say.lapsed, language)
  if (isPerson) return page(200, say.confirmed(topic, endpoint), language)
  const arn = subscriptionArn(topic, id, ports)
  return {
    status: 200,
    type: 'text/xml',
    body: `<ConfirmSubscriptionResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ConfirmSubscriptionResult><SubscriptionArn>${xmlText(arn)}</SubscriptionArn></ConfirmSubscriptionResult></ConfirmSubscriptionResponse>`,
  }
}

async function unsubscribe(ports: SnsDoorsPorts, id: string, key: string, acts: boolean): Promise<Answer> {
  const { desk, language } = ports
  const say = words[language]
  if (!desk.isUnsubscribeKey(id, key)) return page(404, say.lapsed, language)
  const found = await desk.subscription(id)
  if (!found.ok) return found.error.code === 'missing' ? page(200, say.unsubscribed, language) : later
  const { topic, endpoint, way } = found.value
  if (way.startsWith('email') && !acts) {
    return page(200, say.unsubscribe(topic, endpoint), language, say.unsubscribeDo)
  }
  const gone = await desk.unsubscribe(id)
  if (!gone.ok && gone.error.code !== 'missing') return later
  return page(200, say.unsubscribed, language)
}

const later: Answer = {
  status: 503,
  type: 'text/plain',
  body: 'Mangru cannot read its settings just now: try again.\n',
}

/** `button`: what posting the same address does. */
function page(status: number, said: string, language: 'en' | 'ko', button?: string): Answer {
  const form =
    button === undefined
      ? ''
      : `<form method="post"><button type="submit" style="font:inherit;padding:.5em 1.2em">${xmlText(button)}</button></form>`
  const body = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mangru</title></head><body style="font:16px system-ui,sans-serif;max-width:40em;margin:4em auto;padding:0 1em"><h1 style="font-size:1.2em">Mangru</h1><p style="overflow-wrap:anywhere">${xmlText(said)}</p>${form}</body></html>`
  return { status, type: 'text/html', body }
}

function send(res: ServerResponse, { status, type, body }: Answer): void {
  if (res.headersSent || res.destroyed) return
  res.writeHead(status, {
    'content-type': type === 'application/x-pem-file' ? type : `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': type === 'application/x-pem-file' ? 'public, max-age=3600' : 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  })
  res.end(body)
}
