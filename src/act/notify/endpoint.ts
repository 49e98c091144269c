/** Where a subscription leads: what somebody wrote, read and held against what the operator allows, and how it may be shown. */
import { limits } from '../../limits.ts'
import { type ApiTopicWay, err, ok, type Result } from '../../model/index.ts'
import { type Allowed, hostRefused, shownDestination } from '../subscriptions/index.ts'

/** What is really called. Holds secrets. */
export type Endpoint =
  | { readonly kind: 'mail'; readonly address: string }
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'pagerduty'; readonly url: URL; readonly routingKey: string }

export interface ReadEndpoint {
  readonly endpoint: Endpoint
  /** Without secrets; for chats the path is one. */
  readonly shown: string
}

/** What an operator must have set up. */
export interface EndpointRules {
  readonly allowed: Allowed
  /** There is a mail server. */
  readonly mails: boolean
}

export const ways: readonly ApiTopicWay[] = ['email', 'email-json', 'http', 'https', 'slack', 'teams', 'pagerduty']

export const isWay = (text: string): text is ApiTopicWay => (ways as readonly string[]).includes(text)

/** Those that can be used as things are. */
export function waysOf({ allowed, mails }: EndpointRules): readonly ApiTopicWay[] {
  const by = (protocol: string) => allowed.hosts.some(host => host.protocol === protocol)
  const some = allowed.hosts.length > 0
  const ready: Readonly<Record<ApiTopicWay, boolean>> = {
    email: mails,
    'email-json': mails,
    http: by('http:'),
    https: by('https:'),
    slack: some,
    teams: some,
    pagerduty: some,
  }
  return ways.filter(way => ready[way])
}

/** Who must say himself that he wants to be told. */
export const mustConfirm = (way: string): boolean => ['email', 'email-json', 'http', 'https'].includes(way)

/** For people several alarms go in one message; programs get each. */
export const isForPeople = (way: string): boolean => ['email', 'slack', 'teams'].includes(way)

/** The error is a sentence for who wrote it. */
export function readEndpoint(way: ApiTopicWay, text: string, rules: EndpointRules): Result<ReadEndpoint, string> {
  if (text.length > limits.destinationLength)
    return err(`An endpoint has ${limits.destinationLength} characters at most.`)
  switch (way) {
    case 'email':
    case 'email-json':
      return readMail(text, rules)
    case 'http':
    case 'https':
      return text.startsWith(`${way}://`)
        ? readUrl(text, rules, shownDestination)
        : err(`The endpoint of ${way} begins with ${way}://.`)
    case 'slack':
    case 'teams':
      return readUrl(text, rules, url => `${new URL(url).origin}/…`)
    case 'pagerduty':
      return readPagerDuty(text, rules)
  }
}

function readMail(text: string, { mails }: EndpointRules): Result<ReadEndpoint, string> {
  if (!mails) return err('There is no mail server here: the operator names one with --smtp.')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in an address
  if (!/^[^\s@<>()[\]\\,;:"\u0000-\u0020\u007f]{1,64}@[^\s@<>()[\]\\,;:"\u0000-\u0020\u007f]{1,189}$/.test(text)) {
    return err('This is no mail address.')
  }
  return ok({ endpoint: { kind: 'mail', address: text }, shown: text })
}

function readUrl(
  text: string,
  { allowed }: EndpointRules,
  show: (url: string) => string,
): Result<ReadEndpoint, string> {
  if (text.includes('…')) return err('A secret is hidden in this endpoint: write it anew, whole.')
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return err('The endpoint is a URL: https://….')
  const url = new URL(text)
  const refused = hostRefused(url, allowed)
  return refused === undefined ? ok({ endpoint: { kind: 'http', url }, shown: show(text) }) : err(refused)
}

const pagerDutyService = 'https://events.pagerduty.com/v2/enqueue'

/** An integration key alone, or `https://KEY@host/path` for another place of the service. */
function readPagerDuty(text: string, rules: EndpointRules): Result<ReadEndpoint, string> {
  const alone = /^[A-Za-z0-9]{16,64}$/.test(text)
  const read = readUrl(alone ? pagerDutyService.replace('://', `://${text}@`) : text, rules, url => {
    const { origin, pathname } = new URL(url)
    return `${origin}${pathname}`
  })
  if (!read.ok) return read
  const { endpoint, shown } = read.value
  const key = endpoint.kind === 'http' ? endpoint.url.username : ''
  if (endpoint.kind !== 'http' || key === '') {
    return err('PagerDuty needs an integration key, alone or as https://KEY@events.eu.pagerduty.com/v2/enqueue.')
  }
  const url = new URL(endpoint.url)
  url.username = ''
  url.password = ''
  return ok({ endpoint: { kind: 'pagerduty', url, routingKey: key }, shown })
}
