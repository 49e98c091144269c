/** Tells AWS calls apart from everything else on the same port, by their headers. */
import type { IncomingMessage } from 'node:http'

type Told = Pick<IncomingMessage, 'headers' | 'url'>

/** An AWS call by its `X-Amz-Target`, its Smithy protocol, a form, or by a SigV4 signature anywhere but under `/api`. */
export function isAwsRequest({ headers, url = '/' }: Told): boolean {
  if (headers['x-amz-target'] !== undefined || headers['smithy-protocol'] !== undefined) return true
  if (url.startsWith('/api/') || url === '/api' || url.startsWith('/api?')) return false
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true && !isOfPage({ headers }))
    return true
  return headers.authorization?.startsWith('AWS4-') === true || /[?&]X-Amz-Algorithm=AWS4-/.test(url)
}

/** A browser sends it for a page: any page may send forms without asking, so none of them is a call. */
export const isOfPage = ({ headers }: Pick<Told, 'headers'>): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined

/** What stands in ARNs when a call names no region that could be one. */
export const defaultRegion = 'us-east-1'

/** The region of a credential scope, if it can stand in an ARN. */
export const regionOf = (scope: string): string => (/^[a-z0-9-]{1,32}$/.test(scope) ? scope : defaultRegion)
