/**
 * How long do Logs Insights queries take over 24 h of lines, warm, over everything and over the last hour? Each is started and asked for
 * as a client does (StartQuery, GetQueryResults in short steps): medians in milliseconds until it is complete, and until the first
 * rows came, and CPU of both processes for one answer. `--settle` gives a store that was filled by an older program seconds to fill the
 * columns of its fields. `node bench/insights.ts [--lines 20000000] [--times 3] [--settle 30] [--seed 1] [--data DIR]`
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../e2e/server.ts'
import { type Asked, fill, insightsQuery, openKey, place } from './load/index.ts'
import { commit, cpuSeconds, diskBytes, familyOf, median, residentBytes, round } from './measure/index.ts'
import { oldestIds } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient } from './wire/index.ts'

const options = readNumbers({ lines: 20_000_000, times: 3, settle: 30, seed: 1 })
const { dataDir, done } = await place(options.data)
say('filling')
const filled = await fill(dataDir, options.lines, options.seed)
const [id = ''] = oldestIds(filled, 1)
const server = await startServer({ dataDir, args: ['--memory', '1GiB'] })
await sleep(options.settle * 1_000)
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, residentBytes(familyOf(server.pid)))
}, 100)
const client = logsClient(server.url, openKey)

const questions: Readonly<Record<string, string>> = {
  newest: 'fields @timestamp, @message | sort @timestamp desc | limit 100',
  countByField: 'stats count(*) as n by app',
  errorsByApp: 'filter level = "error" | stats count(*) as n by app',
  failuresByFiveMinutes: 'filter status >= 500 | stats count(*) as n by bin(5m)',
  byBin: 'stats count(*) as n by bin(5m)',
  topPaths: 'stats count(*) as n by path | sort n desc | limit 10',
  slowPaths: 'filter ms > 390 | stats count(*) as n by path | sort n desc | limit 10',
  percentile: 'stats pct(ms, 99) as p99, avg(ms) as a by bin(1h)',
  slowest: 'filter ispresent(ms) | sort ms desc | limit 20',
  parseGlob:
    'parse @message "* - - [*] \\"* * HTTP/1.1\\" * *" as ip, at, method, path, code, rest | stats count(*) as n by code',
  parseRegex: 'filter @message like "rt=" | parse @message /rt=(?<rt>[0-9.]+)$/ | stats pct(rt, 95) as p by bin(1h)',
  regex: 'filter @message like /(?i)timeout (waiting|after)/ | stats count(*) as n by bin(1h)',
  pieceOfId: `fields @timestamp, @message | filter @message like "${id.slice(3, 20)}" | sort @timestamp desc | limit 20`,
  regexWithPiece: `filter @message like /trace_id":"${id.slice(0, 12)}[0-9a-f]+/ | stats count(*) as n by bin(1h)`,
}

const ask = (queryString: string, from: number, to: number) => insightsQuery(client, queryString, from, to)

const line: Record<string, unknown> = { bench: 'insights', commit: commit(), lines: filled.lines }
for (const [name, query] of Object.entries(questions)) {
  for (const [range, from] of [
    ['day', filled.from],
    ['hour', filled.to - 3_600_000],
  ] as const) {
    const key = `${name}.${range}`
    try {
      const warm = await ask(query, from, filled.to)
      const all: Asked[] = []
      const before = cpuSeconds(familyOf(server.pid))
      for (let at = 0; at < options.times; at++) all.push(await ask(query, from, filled.to))
      line[key] = {
        ms: round(median(all.map(one => one.ms))),
        firstRows: round(median(all.map(one => one.firstRows))),
        cpuMs: round(((cpuSeconds(familyOf(server.pid)) - before) * 1_000) / options.times),
        rows: warm.rows,
        scanned: warm.scanned,
      }
    } catch (error) {
      line[key] = { failed: (error as Error).message }
    }
    say(`${key} ${JSON.stringify(line[key])}`)
  }
}
clearInterval(watch)
line.peakMb = Math.round(peak / 1e6)
line.bytesPerLineOnDisk = round(diskBytes(dataDir) / filled.lines, 2)
printLine(line)
client.close()
await server.stop()
await done()
