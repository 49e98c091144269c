/**
 * kill -9 of the server, or of the engine's process alone, at a random moment under load, round after round on one data folder.
 * The promise on trial: an acknowledged event is there exactly once afterwards; one that was not acknowledged at most once, and exactly
 * once when its writer repeats the call, as the same body or under the same name of the call. What metric filters made of events is there
 * exactly as often as they are. Values of PutMetricData keep the same promise beside it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Server, startServer } from '../../e2e/server.ts'
import { childrenOf } from '../measure/index.ts'
import { type Seeded, seeded } from '../mix/index.ts'
import { type Key, logsClient, makeStreams, mustCall, type Prepared, prepare, signed } from '../wire/index.ts'
import { type BirthVerdict, filters, judgeBirths, namespace, openStopped } from './births.ts'
import { repeatUnheard, sendUntil, type Unheard, type Writing } from './calls.ts'
import { type Ledger, ledger, type Verdict } from './ledger.ts'
import { type MetricWriting, repeatMetrics, storedValues, writeMetrics } from './metrics.ts'
import { all, readBack } from './read-back.ts'

export interface KillOptions {
  readonly rounds: number
  readonly seed: number
  readonly dataDir: string
  readonly writers?: number
  readonly onRound?: (round: number, what: string) => void
}

export interface KillReport extends BirthVerdict {
  readonly rounds: number
  readonly serverKills: number
  readonly engineKills: number
  /** Of the server kills: those where the new one was killed again while it started. */
  readonly startKills: number
  readonly acknowledged: number
  readonly lost: number
  readonly duplicated: number
  readonly strange: number
  readonly unacknowledgedKept: number
  /** Calls that were sent again after a kill, because no answer was heard. */
  readonly repeated: number
  /** The same of PutMetricData: values. */
  readonly metrics: Verdict & { readonly acknowledged: number; readonly repeated: number }
  readonly seconds: number
}

const group = 'kills'
const key: Key = { accessKeyId: 'AKIAKILLS', secretAccessKey: 'open' }

export async function killRounds({ rounds, seed, dataDir, writers = 12, onRound }: KillOptions): Promise<KillReport> {
  const random = seeded(seed)
  const books: { readonly stream: string; readonly book: Ledger }[] = []
  const written: { readonly name: string; readonly writing: MetricWriting }[] = []
  const kills = { server: 0, engine: 0, start: 0 }
  let [repeated, repeatedMetrics] = [0, 0]
  const began = performance.now()
  let server = await startServer({ dataDir })
  let stopped = false
  try {
    await putFilters(server)
    for (let round = 0; round < rounds; round++) {
      const stream = `round-${round}`
      const book = ledger(stream)
      books.push({ stream, book })
      const client = logsClient(server.url, key)
      await makeStreams(client, group, [stream])
      client.close()

      const stopping = new AbortController()
      const unheard: Unheard<Prepared>[] = []
      const writing: MetricWriting = { book: ledger(stream), unheard: [] }
      written.push({ name: stream, writing })
      const load = Promise.all([
        ...Array.from({ length: writers }, () => write(server.url, stream, { book, unheard }, random, stopping.signal)),
        ...Array.from({ length: Math.ceil(writers / 2) }, () =>
          writeMetrics(server.url, key, stream, writing, random, stopping.signal),
        ),
      ])
      await sleep(60 + random.below(440))
      const engine = childrenOf(server.pid)[0]
      if (engine !== undefined && random.below(2) === 0) {
        kills.engine++
        process.kill(engine, 'SIGKILL')
        // The server lives: what it had taken must go in once, and the load goes on into the new engine.
        await sleep(150 + random.below(250))
        stopping.abort()
        await load
        onRound?.(round, 'engine')
      } else {
        kills.server++
        await server.kill()
        stopping.abort()
        await load
        if (random.below(6) === 0) {
          kills.start++
          await killWhileStarting(dataDir, random.below(600))
        }
        server = await startServer({ dataDir })
        onRound?.(round, 'server')
      }
      // Every other round its writers come again, as real ones do.
      if (round % 2 === 1) {
        repeated += await repeatUnheard({ url: server.url, key, sign: signed, book, unheard })
        repeatedMetrics += await repeatMetrics(server.url, key, writing)
      }
      const verdict = await judge(server, stream, book, round % 2 === 0 ? 'filter' : 'get')
      if (verdict.lost + verdict.duplicated + verdict.strange > 0) onRound?.(round, JSON.stringify(verdict))
    }
    // Once more, all of it: a later crash must not have harmed an earlier round.
    const sum = { lost: 0, duplicated: 0, strange: 0, unacknowledgedKept: 0 }
    for (const [at, { stream, book }] of books.entries()) {
      const verdict = await judge(server, stream, book, at % 2 === 0 ? 'get' : 'filter')
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += verdict[name]
    }
    // What is made up for after a start is so beside the service.
    await sleep(1_000)
    await server.stop()
    stopped = true
    const births = await judgeBirths(dataDir)
    const metrics = await judgeMetrics(dataDir, written)
    const acknowledged = books.reduce((total, { book }) => total + book.acknowledged(), 0)
    const seconds = Math.round(performance.now() - began) / 1000
    return {
      rounds,
      serverKills: kills.server,
      engineKills: kills.engine,
      startKills: kills.start,
      acknowledged,
      ...sum,
      repeated,
      metrics: { ...metrics, repeated: repeatedMetrics },
      ...births,
      seconds,
    }
  } finally {
    if (!stopped) await server.stop()
  }
}

/** Read from the engine's own files: what no question hides. */
async function judgeMetrics(
  dataDir: string,
  written: readonly { readonly name: string; readonly writing: MetricWriting }[],
): Promise<Verdict & { readonly acknowledged: number }> {
  const engine = await openStopped(dataDir)
  try {
    const found = await storedValues(engine)
    const sum = { lost: 0, duplicated: 0, strange: 0, unacknowledgedKept: 0, acknowledged: 0 }
    for (const { name, writing } of written) {
      const verdict = writing.book.judge(found.get(name) ?? [])
      for (const count of ['lost', 'duplicated', 'strange', 'unacknowledgedKept'] as const) sum[count] += verdict[count]
      sum.acknowledged += writing.book.acknowledged()
    }
    return sum
  } finally {
    await engine.close()
  }
}

async function putFilters(server: Server): Promise<void> {
  const client = logsClient(server.url, key)
  await makeStreams(client, group, [])
  for (const { name, pattern, metric, value } of filters) {
    const transformation = { metricName: metric, metricNamespace: namespace, metricValue: value }
    await mustCall(client, 'PutMetricFilter', {
      ...{ logGroupName: group, filterName: name, filterPattern: pattern, metricTransformations: [transformation] },
    })
  }
  client.close()
}

async function judge(server: Server, stream: string, book: Ledger, by: 'filter' | 'get') {
  const client = logsClient(server.url, key)
  try {
    return book.judge(await all(readBack(client, group, stream, by)))
  } finally {
    client.close()
  }
}

/** Half of the calls have a name of their own, as an SDK's. */
async function write(
  url: string,
  stream: string,
  writing: Writing<Prepared>,
  random: Seeded,
  stop: AbortSignal,
): Promise<void> {
  const next = () => {
    const { batch, messages } = writing.book.send(1 + random.below(200))
    const logEvents = messages.map(message => ({ timestamp: Date.now(), message }))
    const request = prepare('PutLogEvents', { logGroupName: group, logStreamName: stream, logEvents })
    const name = `${stream} ${batch}`
    const headers: Record<string, string> = random.below(2) === 0 ? {} : { 'amz-sdk-invocation-id': name }
    return { batch, request, headers }
  }
  await sendUntil({ url, key, sign: signed, ...writing }, next, stop)
}

async function killWhileStarting(dataDir: string, after: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const starting = startServer({
    dataDir,
    onSpawn: child => {
      timer = setTimeout(() => child.kill('SIGKILL'), after)
    },
  })
  const server = await starting.catch(() => undefined)
  clearTimeout(timer)
  await server?.kill()
}
