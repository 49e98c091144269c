/** The front end (nginx), the database (PostgreSQL) and the batch job. */
import { between, pick } from '../world/chance.ts'
import { isoTime, type Line, type Moment, somewhen, spacedTime, type Writer } from './writer.ts'

const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x64; rv:141.0) Gecko/20100101 Firefox/141.0',
]
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const pages = [
  '/',
  '/index.html',
  '/assets/index-9f2c1b.js',
  '/assets/index-4d2a70.css',
  '/api/region/all',
  '/api/location/region/3',
]

/** `20/Jan/2026:10:00:00 +0000`. */
function clfTime(at: number): string {
  const date = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`
}

export const frontend: Writer = {
  second({ second, requests, random, mood, age }) {
    const lines: Line[] =
      age === 0
        ? [
            {
              offset: 90,
              text: `${spacedTime(second).slice(0, 19).replaceAll('-', '/')} [notice] 1#1: start worker processes`,
            },
          ]
        : []
    for (let n = 0; n < requests; n++) {
      const page = pick(random, pages)
      const bad = mood === 'slow-database' && page.startsWith('/api/') && random.next() < 0.3
      const status = bad ? 504 : random.next() < 0.01 ? 404 : 200
      const address = `${between(random, 11, 220)}.${between(random, 0, 255)}.${between(random, 0, 255)}.${between(random, 1, 254)}`
      const size = between(random, 180, 48_000)
      lines.push({
        offset: somewhen(random),
        text: `${address} - - [${clfTime(second)}] "GET ${page} HTTP/1.1" ${status} ${size} "https://shop.example.com/" "${pick(random, agents)}"`,
      })
    }
    return lines
  },
  lastWords: () => [
    '[emerg] 1#1: host not found in upstream "backend-app.backend.svc.cluster.local" in /etc/nginx/conf.d/default.conf:12',
  ],
}

const postgres = (at: number, level: string, text: string) =>
  `${spacedTime(at)} UTC [${(at % 89) + 31}] ${level}:  ${text}`

export const database: Writer = {
  second({ second, requests, random, mood, age }) {
    const lines: Line[] = []
    if (age === 0)
      lines.push({
        offset: 150,
        text: postgres(second + 150, 'LOG', 'starting PostgreSQL 16.9 on x86_64-pc-linux-musl'),
      })
    if (age === 2)
      lines.push({ offset: 40, text: postgres(second + 40, 'LOG', 'database system is ready to accept connections') })
    if (age > 0 && age % 300 === 0)
      lines.push({
        offset: 12,
        text: postgres(
          second + 12,
          'LOG',
          `checkpoint complete: wrote ${between(random, 40, 900)} buffers; write=26.9 s, sync=0.01 s, total=27.1 s`,
        ),
      })
    if (mood !== 'slow-database') return lines
    for (let n = 0; n < requests; n++) {
      if (random.next() > 0.3) continue
      const offset = somewhen(random)
      const took = (1_000 + 5_000 * random.next()).toFixed(3)
      lines.push({
        offset,
        text: postgres(
          second + offset,
          'LOG',
          `duration: ${took} ms  statement: select * from location where region_id = ${between(random, 1, 7)}`,
        ),
      })
    }
    if (random.next() < 0.02) {
      const offset = somewhen(random)
      lines.push({ offset, text: postgres(second + offset, 'ERROR', 'canceling statement due to statement timeout') })
    }
    return lines
  },
}

function batchLine({ second, age, random }: Moment): Line[] {
  const said = (level: string, message: string, more: object = {}): Line => ({
    offset: 100,
    text: JSON.stringify({ time: isoTime(second + 100), level, job: 'batch-app', message, ...more }),
  })
  if (age === 0) return [said('info', 'BATCH START'), said('info', 'reading from s3://example-source/locations/')]
  if (age % 5 !== 0) return []
  const rows = between(random, 200, 900)
  return random.next() < 0.02
    ? [said('warn', 'row skipped: region is empty', { row: rows })]
    : [said('info', 'chunk written', { chunk: age / 5, rows })]
}

export const batch: Writer = {
  second: batchLine,
  lastWords: ({ exitCode, at }) => [
    exitCode === 0
      ? JSON.stringify({
          time: isoTime(at),
          level: 'info',
          job: 'batch-app',
          message: 'BATCH END',
          status: 'COMPLETED',
        })
      : JSON.stringify({
          time: isoTime(at),
          level: 'error',
          job: 'batch-app',
          message: 'BATCH FAILED',
          status: 'FAILED',
        }),
  ],
}
