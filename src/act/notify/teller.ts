/** One try to tell a receiver: finds where it is, composes what it gets, and sends it. Answers, never throws; what it says holds no secret. */
import { limits } from '../../limits.ts'
import { ok } from '../../model/index.ts'
import type { StoredDelivery } from '../../store/settings/index.ts'
import { type Answer, answerOf, type HttpPoster, mappedTo } from '../subscriptions/index.ts'
import type { Letter } from './bodies/index.ts'
import { isWay, readEndpoint } from './endpoint.ts'
import type { NotifyPorts } from './ports.ts'
import { type Bundle, type Composed, compose, composeCall } from './senders/index.ts'

/** `part`: deliveries to one receiver that go in one message, at least one. */
export type Tell = (part: readonly StoredDelivery[], signal: AbortSignal) => Promise<Answer>

/** A sealed secret cannot be moved to another subscription. */
export const endpointSeal = (id: string): string => `topic subscription ${id}`
export const tokenSeal = (id: string): string => `confirmation ${id}`

export function teller(ports: NotifyPorts, poster: HttpPoster): Tell {
  return async (part, signal) => {
    const [delivery] = part
    if (delivery === undefined) return { kind: 'delivered' }
    const letters = part.map(one => JSON.parse(one.message) as Letter) as [Letter, ...Letter[]]
    const composed = await composedOf(ports, delivery, letters)
    return 'kind' in composed ? composed : send(ports, poster, composed, signal)
  }
}

async function composedOf(
  ports: NotifyPorts,
  delivery: StoredDelivery,
  letters: Bundle['letters'],
): Promise<Composed | Answer> {
  const { settings, allowed, secrets, mailer } = ports
  if (delivery.subscription === null) {
    const url = mappedTo(delivery.action, allowed)
    if (url === undefined) return failed(`nobody is set up for ${delivery.action} any more`)
    return composeCall({ delivery, letters, token: undefined }, url)
  }
  const found = await settings.subscription(delivery.subscription)
  if (!found.ok) return failed('the settings cannot be read')
  const subscription = found.value
  if (subscription === undefined) return failed('the subscription is gone')
  const topic = await settings.topic(subscription.topic)
  if (!topic.ok || topic.value === undefined) return failed('the topic cannot be read')
  const { sealed, endpoint: shown, way, id } = subscription
  const opened = sealed === null ? ok(shown) : secrets.open(sealed, endpointSeal(id))
  if (!opened.ok || !isWay(way)) return failed('the secret of this endpoint cannot be opened: subscribe anew')
  const read = readEndpoint(way, opened.value, { allowed, mails: mailer !== null })
  if (!read.ok) return failed(read.error)
  const token = delivery.sealed === null ? undefined : secrets.open(delivery.sealed, tokenSeal(id))
  if (token?.ok === false) return failed('the token of this confirmation cannot be opened: subscribe anew')
  const bundle = { delivery, letters, token: token?.value }
  const composed = await compose(bundle, { subscription, topic: topic.value, endpoint: read.value.endpoint }, ports)
  return composed.ok ? composed.value : failed(composed.error)
}

const failed = (message: string): Answer => ({ kind: 'failed', message })

async function send(
  { mailer, clock }: NotifyPorts,
  poster: HttpPoster,
  composed: Composed,
  signal: AbortSignal,
): Promise<Answer> {
  if (composed.by === 'mail')
    return mailer === null ? failed('there is no mail server') : mailer.send(composed.mail, signal)
  const { url, headers, body } = composed
  const posted = await poster.post({ url, headers, body: Buffer.from(body), signal, timeout: limits.deliveryTimeout })
  return posted.ok ? answerOf(posted.value, clock.now()) : failed(posted.error)
}
