/** ARNs of topics and subscriptions, and ids that are the same however often they are worked out. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'

export interface ArnFrame {
  readonly region: string
  readonly account: string
}

export const topicArn = (name: string, { region, account }: ArnFrame): string =>
  `arn:aws:sns:${region}:${account}:${name}`

/** The topic's name in an ARN, whatever its region and account: there is one of each here. Undefined: none of a topic. */
export const topicIn = (arn: string): string | undefined =>
  /^arn:[a-z-]+:sns:[a-z0-9-]*:\d*:([A-Za-z0-9_-]{1,256})$/.exec(arn)?.[1]

export const subscriptionArn = (topic: string, id: string, frame: ArnFrame): string => `${topicArn(topic, frame)}:${id}`

/** The subscription's id. */
export const subscriptionIn = (arn: string): string | undefined =>
  /^arn:[a-z-]+:sns:[a-z0-9-]*:\d*:[A-Za-z0-9_-]{1,256}:([0-9a-f-]{36})$/.exec(arn)?.[1]

/** `sns`, `lambda`, `autoscaling`…; `''`: no ARN. */
export const serviceIn = (arn: string): string => /^arn:[a-z-]*:([a-z0-9-]+):/.exec(arn)?.[1] ?? ''

/** Of the parts together. */
export const idOf = (...parts: readonly string[]): string => hash('sha256', parts.join('\n'), 'hex').slice(0, 32)

/** In the shape of a UUID, worked out of the parts. */
export function uuidOf(...parts: readonly string[]): string {
  const digits = idOf(...parts)
  const variant = '89ab'[Number.parseInt(digits[16] ?? '0', 16) % 4]
  const cut = [digits.slice(0, 8), digits.slice(8, 12), `5${digits.slice(13, 16)}`, `${variant}${digits.slice(17, 20)}`]
  return [...cut, digits.slice(20, 32)].join('-')
}

/** What gives nothing away about `parts` without the secret. */
export const keyed = (secret: string, ...parts: readonly string[]): string =>
  createHmac('sha256', secret).update(parts.join('\n')).digest('base64url')

export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
