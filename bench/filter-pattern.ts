/**
 * Lines a second through compiled filter patterns, one thread: what live tail and metric filters cost. `node bench/filter-pattern.ts`
 * prints one JSON line; the lines are half JSON (190 bytes), half access log (90 bytes).
 */
import { compilePredicate, parseFilterPattern } from '../src/query/filter-pattern/index.ts'

const levels = ['info', 'warn', 'error', 'debug']
const lines = [...Array(20_000).keys()].map(at =>
  at % 2 === 0
    ? `{"level":"${levels[(at >> 1) % 4]}","trace":"${(at * 2_654_435_761).toString(16).padStart(16, '0')}","latency":${(at % 10_000) / 10},"user":{"id":${at % 1_000},"name":"user${at % 1_000}"},"msg":"the request was served by the backend in the usual way","path":"/api/v1/items/${at}"}`
    : `10.0.0.${at % 255} - - [10/Oct/2000:13:25:15 -0700] "GET /index${at % 100}.html HTTP/1.0" ${[200, 404, 500][at % 3]} ${at % 5_000}`,
)

const patterns: Readonly<Record<string, string>> = {
  term: 'user77',
  terms: '?error ?warn ?" 500 "',
  regex: '%index9[0-9]%',
  regexWithoutLiteral: '%[a-f0-9]{12}%',
  json: '{ $.level = "error" }',
  jsonNumber: '{ $.latency > 999 }',
  jsonNested: '{ $.user.id = 77 && $.level != "debug" }',
  fields: '[..., status = 5*, bytes]',
  fieldsNumber: '[ip, id, user, time, request, status, bytes > 4900]',
}

const speed: Record<string, { linesPerSecond: number; matches: number }> = {}
for (const [name, text] of Object.entries(patterns)) {
  const parsed = parseFilterPattern(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
  const predicate = compilePredicate(parsed.value)
  let matches = 0
  for (const line of lines) if (predicate(line)) matches++
  let rounds = 0
  const start = performance.now()
  while (performance.now() - start < 1_000) {
    for (const line of lines) predicate(line)
    rounds++
  }
  speed[name] = { linesPerSecond: Math.round((rounds * lines.length) / ((performance.now() - start) / 1_000)), matches }
}
console.log(JSON.stringify({ bench: 'filter-pattern', lines: lines.length, speed }))
