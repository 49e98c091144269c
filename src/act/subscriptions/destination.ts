/** A destination as somebody wrote it: what it means, and how it may be shown, without what is secret in it. */
import { err, ok, type Result } from '../../model/index.ts'

/** How a message is dressed: as it stands in a Kinesis record, as Lambda gets it, or as Firehose calls an HTTP endpoint. */
export type BodyShape = 'plain' | 'lambda' | 'firehose'

export type Destination =
  | { readonly kind: 'webhook'; readonly url: string; readonly shape: BodyShape }
  | { readonly kind: 'mangru'; readonly url: string; readonly group: string }
  | { readonly kind: 'file'; readonly name: string }
  /** Means what the operator mapped it to. */
  | { readonly kind: 'arn'; readonly arn: string; readonly service: 'kinesis' | 'firehose' | 'lambda' }
  /** A name that PutDestination gave. */
  | { readonly kind: 'named'; readonly arn: string; readonly name: string }

const services = { kinesis: 'kinesis', firehose: 'firehose', lambda: 'lambda' } as const

/** The error is a sentence for who wrote it. */
export function parseDestination(text: string): Result<Destination, string> {
  if (text.startsWith('arn:')) return parseArn(text)
  if (text.startsWith('file:')) {
    const name = text.slice('file:'.length)
    return /^[A-Za-z0-9][\w.-]{0,99}$/.test(name)
      ? ok({ kind: 'file', name })
      : err('A file is named like file:NAME: letters, digits, _ - and . only, in the folder that the operator allows.')
  }
  const mangru = /^mangru\+(https?:\/\/.*)$/.exec(text)?.[1]
  if (mangru !== undefined) return parseMangru(mangru)
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    return err(
      'A destination is https://…, file:NAME, mangru+https://…/group/NAME, or an ARN that the operator mapped.',
    )
  }
  return ok({ kind: 'webhook', url: text, shape: 'plain' })
}

function parseArn(arn: string): Result<Destination, string> {
  const [, , service = '', , , ...resource] = arn.split(':')
  const named = /^destination:([^:*]{1,512})$/.exec(resource.join(':'))?.[1]
  if (service === 'logs' && named !== undefined) return ok({ kind: 'named', arn, name: named })
  if (!Object.hasOwn(services, service) || resource.length === 0) {
    return err(
      'The ARN is none of a Kinesis stream, a Firehose stream, a Lambda function or a CloudWatch Logs destination.',
    )
  }
  return ok({ kind: 'arn', arn, service: services[service as keyof typeof services] })
}

function parseMangru(text: string): Result<Destination, string> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const group = /^\/group\/(.+)$/.exec(url?.pathname ?? '')?.[1]
  const name = group === undefined ? '' : decoded(group)
  if (url === undefined || !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
    return err('Another Mangru is written like mangru+https://KEY:SECRET@host/group/NAME.')
  }
  return ok({ kind: 'mangru', url: text, group: name })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** The mark that stands where a secret was. */
const hidden = '…'

/** Without passwords and the values of the query: keys and tokens stand there. A text without any comes back as it was. */
export function shownDestination(text: string): string {
  const found = /^((?:mangru\+)?https?:\/\/)(?:([^/?#]*)@)?([^?#]*)(?:\?([^#]*))?/.exec(text)
  if (found === null) return text
  const [, scheme = '', user, place = '', query] = found
  const who = user === undefined ? '' : `${hidden}@`
  const asked = query === undefined || query === '' ? '' : `?${query.split('&').map(hideValue).join('&')}`
  return `${scheme}${who}${place}${asked}`
}

const hideValue = (pair: string): string => (pair.includes('=') ? `${pair.split('=', 1)[0]}=${hidden}` : pair)
