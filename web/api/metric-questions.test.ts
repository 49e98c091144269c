import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ApiMetricDataRequest } from '../../src/model/index.ts'
import { pageLimits } from '../limits.ts'
import { getMetricData } from './metric-questions.ts'

const question = (id: number): ApiMetricDataRequest => ({ queries: [{ Id: `q${id}` }], from: id, to: id + 1 })
const dataOf = (id: number) => ({ series: [], rowsRead: id, tookMs: 0 })
const refused = { status: 422, error: { code: 'over-limit', message: 'too much' } }

interface Call {
  readonly path: string
  readonly body: { questions?: ApiMetricDataRequest[] } & ApiMetricDataRequest
  readonly signal: AbortSignal | null | undefined
}
let calls: Call[] = []
/** What the server says to a call; the calls are noted. */
function serve(answer: (call: Call) => Response | Promise<Response>): void {
  vi.stubGlobal('fetch', async (path: string, { body, signal }: RequestInit) => {
    const call = { path, body: JSON.parse(String(body)), signal }
    calls.push(call)
    return answer(call)
  })
}
const alone = ({ body }: Call) => Response.json(dataOf(body.from))
const lines = (all: readonly object[]) => new Response(all.map(one => `${JSON.stringify(one)}\n`).join(''))
const each = (call: Call) =>
  call.body.questions === undefined
    ? alone(call)
    : lines(call.body.questions.map(({ from }, at) => ({ at, data: dataOf(from) })).reverse())

beforeEach(() => {
  calls = []
})
afterEach(() => vi.unstubAllGlobals())

test('one question goes as it is; what is asked in one moment goes together, and each gets its own answer', async () => {
  serve(each)
  expect(await getMetricData(question(7))).toEqual({ ok: true, value: dataOf(7) })
  const answers = await Promise.all([1, 2, 3].map(id => getMetricData(question(id))))
  expect(answers).toEqual([1, 2, 3].map(id => ({ ok: true, value: dataOf(id) })))
  expect(calls.map(({ path }) => path)).toEqual(['/api/metrics/data', '/api/metrics/data/many'])
})

test('a call has as many questions as may be (questionsPerCall)', async () => {
  serve(each)
  const most = pageLimits.questionsPerCall
  const answers = await Promise.all(Array.from({ length: most + 2 }, (_, id) => getMetricData(question(id))))
  expect(answers.map(answer => answer.ok && answer.value.rowsRead)).toEqual(answers.map((_, id) => id))
  expect(calls.map(({ body }) => body.questions?.length)).toEqual([most, 2])
})

test('one that is refused is refused alone', async () => {
  serve(() =>
    lines([
      { at: 1, ...refused },
      { at: 0, data: dataOf(5) },
    ]),
  )
  const answers = await Promise.all([getMetricData(question(5)), getMetricData(question(6))])
  expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { kind: 'refused', ...refused } }])
})

test.each<[string, () => Response]>([
  [
    'a server that knows no such call',
    () => Response.json({ error: { code: 'not-found', message: '' } }, { status: 404 }),
  ],
  ['an answer that breaks off', () => lines([{ at: 0, data: dataOf(1) }])],
  ['an answer that is none', () => new Response('{"at":')],
  ['an answer to nobody', () => lines([{ at: 9, data: dataOf(9) }])],
])('%s: what was not answered is asked alone', async (_name, answer) => {
  serve(call => (call.body.questions === undefined ? alone(call) : answer()))
  const answers = await Promise.all([getMetricData(question(1)), getMetricData(question(2))])
  expect(answers).toEqual([1, 2].map(id => ({ ok: true, value: dataOf(id) })))
})

test('a call is given up when nobody waits for any of it', async () => {
  const asked = Promise.withResolvers<void>()
  serve(({ signal }) => {
    asked.resolve()
    signal?.throwIfAborted()
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  })
  const [one, other] = [new AbortController(), new AbortController()]
  const answers = [one, other].map(({ signal }, id) => getMetricData(question(id), signal))
  await asked.promise
  one.abort()
  expect(calls[0]?.signal?.aborted).toBe(false)
  other.abort()
  expect(calls[0]?.signal?.aborted).toBe(true)
  expect(await Promise.allSettled(answers)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
})
