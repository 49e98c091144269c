/** The backend: Spring's banner and lines, JSON lines, lines in brackets, bare health lines; warnings when the database is slow, a stack trace when it dies. */
import type { Random } from '../../model/index.ts'
import { between, hex, pick } from '../world/chance.ts'
import { isoTime, type Line, type Moment, somewhen, spacedTime, type Writer } from './writer.ts'

const regions = ['SEOUL', 'BUSAN', 'DAEGU', 'INCHEON', 'GWANGJU', 'DAEJEON', 'JEJU']

interface Call {
  readonly message: string
  readonly logger: string
  readonly path: string
}

const calls: readonly ((random: Random) => Call)[] = [
  () => ({ message: 'REGION GET ALL API', logger: 'RegionController', path: '/region/all' }),
  () => ({ message: 'REGION GET ALL API', logger: 'RegionController', path: '/region/all' }),
  random => ({
    message: 'LOCATION LIST BY REGION ID API',
    ...{ logger: 'LocationController', path: `/location/region/${between(random, 1, regions.length)}` },
  }),
]

const padded = (text: string, length: number) => text.padStart(length)
const thread = (random: Random) => `http-nio-8080-exec-${between(random, 1, 10)}`
const spring = (at: number, level: string, where: string, logger: string, text: string) =>
  `${spacedTime(at)} ${padded(level, 5)} 1 --- [${padded(where.slice(-15), 15)}] c.e.b.${logger.padEnd(28)} : ${text}`

function opening({ second, age }: Moment): Line[] {
  const line = (offset: number, logger: string, text: string): Line => ({
    offset,
    text: spring(second + offset, 'INFO', 'main', logger, text),
  })
  switch (age) {
    case 0:
      return [
        { offset: 210, text: '  .   ____          _            __ _ _' },
        { offset: 210, text: ' :: Spring Boot ::                (v3.5.4)' },
        line(460, 'BackendApplication', 'Starting BackendApplication using Java 21.0.8 with PID 1'),
      ]
    case 3:
      return [line(120, 'BackendApplication', 'The following 1 profile is active: "prod"')]
    case 6:
      return [line(510, 'config.DataSource', 'HikariPool-1 - Start completed.')]
    case 11:
      return [
        line(300, 'BackendApplication', 'Started BackendApplication in 11.214 seconds (process running for 11.9)'),
      ]
    default:
      return []
  }
}

function request(random: Random, second: number, slow: boolean): Line[] {
  const offset = somewhen(random)
  const at = second + offset
  const { message, logger, path } = pick(random, calls)(random)
  const took = Math.round((slow ? 900 + 4_500 * random.next() : 8 + 40 * random.next() ** 2) * 10) / 10
  const failed = slow ? random.next() < 0.22 : random.next() < 0.004
  if (failed) return [{ offset, text: failure(random, at, path, took) }]
  const lines: Line[] = [{ offset, text: said(random, at, message, logger, path, took) }]
  if (slow && took > 2_500)
    lines.push({
      offset,
      text: spring(
        at,
        'WARN',
        thread(random),
        'location.LocationRepository',
        `Slow query: ${took} ms for select * from location where region_id = ?`,
      ),
    })
  else if (random.next() < 0.006)
    lines.push({
      offset,
      text: spring(
        at,
        'WARN',
        thread(random),
        'region.RegionCache',
        'Cache entry is stale, reading it from the database',
      ),
    })
  return lines
}

/** The same thing in the three manners that its authors could not agree on. */
function said(random: Random, at: number, message: string, logger: string, path: string, took: number): string {
  const manner = random.next()
  const where = thread(random)
  if (manner < 0.5)
    return JSON.stringify({
      '@timestamp': isoTime(at),
      ...{ level: 'INFO', thread: where, logger: `com.example.backend.${logger}`, message },
      ...{ method: 'GET', path, status: 200, duration_ms: took, trace_id: hex(random, 32) },
    })
  if (manner < 0.8) return spring(at, 'INFO', where, logger, message)
  return `[${spacedTime(at)}] [INFO] [${where}] ${message}`
}

function failure(random: Random, at: number, path: string, took: number): string {
  if (random.next() < 0.5)
    return JSON.stringify({
      '@timestamp': isoTime(at),
      ...{ level: 'ERROR', thread: thread(random), logger: 'com.example.backend.GlobalExceptionHandler' },
      message: 'Connection is not available, request timed out after 3000ms.',
      ...{ method: 'GET', path, status: 503, duration_ms: took, trace_id: hex(random, 32) },
    })
  return `[${spacedTime(at)}] [ERROR] [${thread(random)}] GET ${path} failed: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available`
}

export const backend: Writer = {
  second(moment) {
    const { age, random, second, requests, mood } = moment
    const lines = opening(moment)
    // The readiness probe asks every ten seconds.
    if (age > 12 && age % 10 === 3) lines.push({ offset: 137, text: 'Health GET API called.' })
    for (let n = 0; n < requests; n++) lines.push(...request(random, second, mood === 'slow-database'))
    return lines
  },
  lastWords: ({ exitCode, at }) =>
    exitCode === 0
      ? [spring(at, 'INFO', 'ionShutdownHook', 'BackendApplication', 'Graceful shutdown complete')]
      : [
          spring(at, 'ERROR', 'main', 'BackendApplication', 'Application run failed'),
          "org.springframework.beans.factory.BeanCreationException: Error creating bean with name 'locationRepository'",
          '\tat org.springframework.beans.factory.support.AbstractAutowireCapableBeanFactory.initializeBean(AbstractAutowireCapableBeanFactory.java:1826)',
          '\tat com.example.backend.BackendApplication.main(BackendApplication.java:12)',
          'Caused by: java.lang.IllegalStateException: Required property "location.index" is not set',
        ],
}
