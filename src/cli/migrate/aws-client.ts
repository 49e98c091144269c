/** A small client of the two services that are read, in AWS's JSON protocol, signed. Asks again when it is told to slow down. */
import { type Credentials, signRequest } from '../../api/auth/index.ts'
import { type Clock, err, millis, ok, type Result } from '../../model/index.ts'
import { isJson, type Json } from './gathered.ts'

export interface AwsAccount {
  readonly credentials: Omit<Credentials, 'service'>
  /** Undefined: AWS's own. */
  readonly endpoint: string | undefined
  readonly fetch: typeof fetch
  readonly clock: Clock
  readonly signal: AbortSignal
}

export type AwsServiceName = 'logs' | 'monitoring'

const services = {
  logs: { target: 'Logs_20140328', type: 'application/x-amz-json-1.1' },
  monitoring: { target: 'GraniteServiceVersion20100801', type: 'application/x-amz-json-1.0' },
} as const

/** How often a call that is told to slow down is made again, and the first pause (ms); each next one is twice as long. */
const tries = 6
const firstPause = 500

/** The answer, or the service's own words. */
export async function callAws(
  account: AwsAccount,
  service: AwsServiceName,
  operation: string,
  input: Json,
): Promise<Result<Json, string>> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await once(account, service, operation, input)
    if (answer.ok) return answer
    const { again, why } = answer.error
    if (!again || attempt === tries || account.signal.aborted) return err(why)
    await account.clock.sleep(millis(firstPause * 2 ** (attempt - 1)), account.signal)
  }
}

async function once(
  { credentials, endpoint, fetch: ask, clock, signal }: AwsAccount,
  service: AwsServiceName,
  operation: string,
  input: Json,
): Promise<Result<Json, { readonly again: boolean; readonly why: string }>> {
  const { target, type } = services[service]
  const url = new URL(endpoint ?? awsEndpoint(service, credentials.region))
  const body = JSON.stringify(input)
  const headers = signRequest(
    {
      method: 'POST',
      url: '/',
      headers: { host: url.host, 'content-type': type, 'x-amz-target': `${target}.${operation}` },
      body,
    },
    { ...credentials, service },
    clock.now(),
  )
  // `fetch` writes the host itself, and the same one.
  delete headers.host
  try {
    const response = await ask(new URL('/', url), { method: 'POST', headers, body, signal })
    const text = await response.text()
    const json = parsed(text)
    if (response.ok && isJson(json)) return ok(json)
    const why = isJson(json) ? saidBy(json) : text.slice(0, 200)
    const slow = response.status === 429 || response.status >= 500 || /throttl|rate exceeded/i.test(why)
    return err({ again: slow, why: why === '' ? `HTTP ${response.status}` : why })
  } catch (error) {
    const { cause } = error as Error
    return err({ again: !signal.aborted, why: cause instanceof Error ? cause.message : (error as Error).message })
  }
}

/** `AccessDeniedException: User … is not authorized …` */
function saidBy(json: Json): string {
  const type = String(json.__type ?? '').replace(/^.*#/, '')
  const message = String(json.message ?? json.Message ?? '')
  return [type, message].filter(part => part !== '').join(': ')
}

const awsEndpoint = (service: AwsServiceName, region: string): string =>
  `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
