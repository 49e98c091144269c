/**
 * The engine's own process: chDB lives here and nothing else, so that a crash or a runaway query never takes the program
 * with it, and the program's event loop never waits. It ends at once when its parent is gone.
 */
import { type ChdbQueryStream, Session } from 'chdb'
import { Lane, marker, settingsChange } from './lane.ts'
import type { FromChild, ToChild } from './protocol.ts'

/** How often a KILL is repeated: the statement may not have reached the engine yet when the first one looks for it. */
const killAgainMillis = 40

const tell = (message: FromChild): void => {
  process.send?.(message, undefined, undefined, () => {})
}

// The parent is gone, perhaps by kill -9: a half-done insert is the engine's to forget, waiting would only hold the lock.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

type Open = Extract<ToChild, { type: 'open' }>
type Do = Extract<ToChild, { type: 'do' }>
type Stream = Extract<ToChild, { type: 'stream' }>

interface Job {
  cancelled: boolean
  running: boolean
  readonly abandon: (reason: Error) => void
  more: () => void
}

class Cancelled extends Error {
  readonly clickhouseCode = 394
}

function serve(open: Open): void {
  const sessions: Session[] = []
  const openSessions = (count: number): Session[] =>
    Array.from({ length: count }, () => {
      const session = new Session(open.dir, { connectionArgs: [...open.connectionArgs] })
      sessions.push(session)
      session.query('CREATE DATABASE IF NOT EXISTS mangru ENGINE = Atomic')
      session.query('USE mangru')
      session.query(settingsChange({}, open.settings))
      return session
    })
  const lanes = {
    control: new Lane(openSessions(1), open.settings),
    insert: new Lane(openSessions(open.lanes.insert), open.settings),
    query: new Lane(openSessions(open.lanes.query), open.settings),
    stream: new Lane(openSessions(open.lanes.stream), open.settings),
  }
  const jobs = new Map<number, Job>()

  async function work(id: number, body: (job: Job, ended: Promise<never>) => Promise<void>): Promise<void> {
    let abandon: (reason: Error) => void = () => {}
    const ended = new Promise<never>((_, reject) => {
      abandon = reject
    })
    ended.catch(() => {})
    const job: Job = { cancelled: false, running: false, abandon, more: () => {} }
    jobs.set(id, job)
    try {
      await body(job, ended)
    } catch (error) {
      tell({ type: 'failed', id, ...failure(error) })
    } finally {
      jobs.delete(id)
    }
  }

  const start = (job: Job): void => {
    if (job.cancelled) throw new Cancelled('cancelled while waiting')
    job.running = true
  }

  const run = (ask: Do): Promise<void> =>
    work(ask.id, (job, ended) =>
      Promise.race([
        ended,
        lanes[ask.lane].use(ask.settings, async session => {
          start(job)
          const answer = await session.queryAsync(`${marker(ask.id)} ${ask.sql}`, { format: 'JSONCompact' })
          if (ask.want === 'nothing') return tell({ type: 'done', id: ask.id })
          const body = answer.bytes()
          if (body.length > open.answerBytes) throw tooBig(body.length, open.answerBytes)
          tell({ type: 'done', id: ask.id, body })
        }),
      ]),
    )

  const stream = (ask: Stream): Promise<void> =>
    work(ask.id, (job, ended) =>
      Promise.race([
        ended,
        lanes.stream.use(ask.settings, async session => {
          start(job)
          const rows: ChdbQueryStream = session.queryStream(`${marker(ask.id)} ${ask.sql}`, {
            format: 'JSONCompactEachRow',
          })
          for await (const chunk of rows) {
            // The cancel may have come while this chunk was being fetched.
            if (job.cancelled) throw new Cancelled('cancelled by the reader')
            const consumed = new Promise<void>(resolve => {
              job.more = resolve
            })
            tell({ type: 'chunk', id: ask.id, body: chunk.raw() })
            await consumed
            if (job.cancelled) throw new Cancelled('cancelled by the reader')
          }
          tell({ type: 'done', id: ask.id })
        }),
      ]),
    )

  /** A waiting statement is let go; a running one is killed by its marker, again and again until it is gone. */
  async function cancel(id: number): Promise<void> {
    const job = jobs.get(id)
    if (!job || job.cancelled) return
    job.cancelled = true
    if (!job.running) return job.abandon(new Cancelled('cancelled while waiting'))
    job.more()
    while (jobs.get(id) === job) {
      await lanes.control
        .use({}, session => session.queryAsync(`KILL QUERY WHERE startsWith(query, '${marker(id)}') ASYNC`))
        .catch(() => {})
      await new Promise(resolve => setTimeout(resolve, killAgainMillis))
    }
  }

  async function progress(id: number, of: number): Promise<void> {
    try {
      const answer = await lanes.control.use({}, session =>
        session.queryAsync(
          `SELECT toFloat64(read_rows), toFloat64(read_bytes), toFloat64(total_rows_approx) FROM system.processes WHERE startsWith(query, '${marker(of)}')`,
          { format: 'JSONCompactEachRow' },
        ),
      )
      const [rowsRead = 0, bytesRead = 0, rowsTotal = 0] = JSON.parse(answer.text().split('\n')[0] || '[]') as number[]
      tell({ type: 'progress', id, rowsRead, bytesRead, rowsTotal })
    } catch (error) {
      tell({ type: 'failed', id, ...failure(error) })
    }
  }

  /** The parent has waited for what must not be lost; whatever else runs is killed. */
  async function close(): Promise<void> {
    await Promise.all([...jobs.keys()].map(cancel))
    for (const session of sessions) session.close()
    // The channel must be empty before the process ends, or 'closed' is lost.
    process.send?.({ type: 'closed' } satisfies FromChild, undefined, undefined, () => process.exit(0))
  }

  process.on('message', (message: ToChild) => {
    if (message.type === 'do') void run(message)
    else if (message.type === 'stream') void stream(message)
    else if (message.type === 'more') jobs.get(message.id)?.more()
    else if (message.type === 'cancel') void cancel(message.id)
    else if (message.type === 'progress') void progress(message.id, message.of)
    else if (message.type === 'close') void close()
  })
  tell({ type: 'opened' })
}

function failure(error: unknown): { engineCode: number; message: string } {
  const told = error instanceof Error ? error.message : String(error)
  const code = (error as { clickhouseCode?: number }).clickhouseCode ?? Number(/^Code: (\d+)/.exec(told)?.[1] ?? 0)
  return { engineCode: code, message: told }
}

const tooBig = (length: number, bound: number): Error =>
  Object.assign(new Error(`The answer has ${length} bytes, more than the ${bound} allowed.`), { clickhouseCode: 396 })

process.once('message', (message: ToChild) => {
  if (message.type !== 'open') return
  try {
    serve(message)
  } catch (error) {
    process.send?.(
      { type: 'open-failed', message: failure(error).message } satisfies FromChild,
      undefined,
      undefined,
      () => process.exit(1),
    )
  }
})
