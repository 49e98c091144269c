/**
 * Questions about metrics that are asked in one moment go to the server in one call: a board of many charts would wait for connections else,
 * of which a browser has six, and the server would look for the series of each chart by itself.
 */
import type {
  ApiMetricData,
  ApiMetricDataLine,
  ApiMetricDataMany,
  ApiMetricDataRequest,
} from '../../src/model/index.ts'
import { err, ok } from '../../src/model/index.ts'
import { pageLimits } from '../limits.ts'
import { type Answer, ask, askLines } from './http.ts'

interface Waiting {
  readonly request: ApiMetricDataRequest
  readonly signal: AbortSignal | undefined
  readonly settle: (answer: Answer<ApiMetricData>) => void
}

export const askMetricData = (request: ApiMetricDataRequest, signal?: AbortSignal): Answer<ApiMetricData> =>
  ask('POST', '/api/metrics/data', { body: request, signal })

let waiting: Waiting[] = []

/** As `askMetricData` answers, in company where there is some. */
export function getMetricData(request: ApiMetricDataRequest, signal?: AbortSignal): Answer<ApiMetricData> {
  return new Promise(settle => {
    // All that one drawing of the page asks for is asked before this turn comes.
    if (waiting.length === 0) setTimeout(send)
    waiting.push({ request, signal, settle })
  })
}

function send(): void {
  const all: Waiting[] = []
  for (const one of waiting)
    if (one.signal?.aborted) one.settle(askMetricData(one.request, one.signal))
    else all.push(one)
  waiting = []
  for (let from = 0; from < all.length; from += pageLimits.questionsPerCall)
    void askTogether(all.slice(from, from + pageLimits.questionsPerCall))
}

/** What was not answered, whatever the reason, is asked alone: then the trouble is its own. */
async function askTogether(all: readonly Waiting[]): Promise<void> {
  const open = new Set(all)
  if (all.length > 1) {
    const body: ApiMetricDataMany = { questions: all.map(({ request }) => request) }
    for await (const line of askLines<ApiMetricDataLine>('/api/metrics/data/many', body, whenAllGone(all))) {
      if (!('at' in line)) break
      const one = all[line.at]
      if (one === undefined || !open.delete(one)) continue
      const answer = 'data' in line ? ok(line.data) : err({ kind: 'refused', ...line } as const)
      one.settle(Promise.resolve(answer))
    }
  }
  for (const { request, signal, settle } of open) settle(askMetricData(request, signal))
}

/** A call is given up when nobody waits for any of it. */
function whenAllGone(all: readonly Waiting[]): AbortSignal {
  const gone = new AbortController()
  let left = all.length
  for (const { signal } of all)
    signal?.addEventListener('abort', () => {
      left -= 1
      if (left === 0) gone.abort()
    })
  return gone.signal
}
