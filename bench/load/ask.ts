/** Questions to our own API that benches ask: how many events a group holds by its histogram, and searches to their end. */
import type { ApiHistogram, ApiLogSearch, ApiLogSelection, ApiSearchLine } from '../../src/model/index.ts'

export async function histogram(url: string, selection: ApiLogSelection): Promise<ApiHistogram> {
  return (await post(url, '/api/logs/histogram', selection)).json() as Promise<ApiHistogram>
}

export interface Found {
  readonly events: number
  readonly rowsRead: number
  readonly bytesRead: number
}

export async function search(url: string, selection: ApiLogSearch): Promise<Found> {
  const text = await (await post(url, '/api/logs/search', selection)).text()
  const lines = text.split('\n').filter(line => line !== '')
  let events = 0
  for (const line of lines.map(one => JSON.parse(one) as ApiSearchLine)) {
    if (line.type === 'events') events += line.events.length
    if (line.type === 'error') throw new Error(line.error.message)
    if (line.type === 'done') return { events, rowsRead: line.rowsRead, bytesRead: line.bytesRead }
  }
  throw new Error('the search ended without a last line')
}

async function post(url: string, path: string, body: unknown): Promise<Response> {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`)
  return answer
}
