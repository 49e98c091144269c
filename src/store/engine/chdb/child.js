// @ts-check
/**
 * The engine's own process: chDB lives here and nothing else, so that a crash or a runaway query never takes the program
 * with it, and the program's event loop never waits. It ends at once when its parent is gone. It is JavaScript, not
 * TypeScript, because stripping types would cost this process 24 MB for as long as it lives.
 *
 * @import { FromChild, ToChild } from './protocol.ts'
 * @typedef {Extract<ToChild, { type: 'open' }>} Open
 * @typedef {Extract<ToChild, { type: 'do' }>} Do
 * @typedef {Extract<ToChild, { type: 'stream' }>} Stream
 * @typedef {{ cancelled: boolean, running: boolean, readonly abandon: (reason: Error) => void, more: () => void }} Job
 */
import { Session } from 'chdb'
import { Lane, marker, settingsChange } from './lane.js'
import { stepBack } from './merge-threads.js'
import { forgetSetAside } from './set-aside.js'
import { giver } from './text-pages.js'
import { startAnew, watchWrites } from './write-failures.js'

/** How often a KILL is repeated: the statement may not have reached the engine yet when the first one looks for it. */
const killAgainMillis = 40

/**
 * @param {FromChild} message
 * @param {() => void} [sent]
 */
const tell = (message, sent = () => {}) => void process.send?.(message, undefined, undefined, sent)

// The parent is gone, perhaps by kill -9: a half-done insert is the engine's to forget, waiting would only hold the lock.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl-C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

class Cancelled extends Error {
  clickhouseCode = 394
}

/** @param {NonNullable<Open['text']>} text */
async function giveBackText({ everyMs, mostKilobytes }) {
  const give = await giver(mostKilobytes)
  if (give) setInterval(give, everyMs).unref()
}

/** @param {NonNullable<Open['merges']>} merges */
function keepMergesBack({ everyMs, nice }) {
  const look = stepBack(nice)
  if (look) setInterval(look, everyMs).unref()
  look?.()
}

/** @param {Open} open */
function serve(open) {
  /** @type {Session[]} */
  const sessions = []
  /** @param {number} count */
  const lane = count => {
    const own = Array.from({ length: count }, () => new Session(open.dir, { connectionArgs: [...open.connectionArgs] }))
    for (const session of own) {
      session.query('CREATE DATABASE IF NOT EXISTS mangru ENGINE = Atomic')
      session.query('USE mangru')
      session.query(settingsChange({}, open.settings))
    }
    sessions.push(...own)
    return new Lane(own, open.settings)
  }
  const lanes = {
    control: lane(1),
    insert: lane(open.lanes.insert),
    query: lane(open.lanes.query),
    stream: lane(open.lanes.stream),
  }
  const first = /** @type {Session} */ (sessions[0])
  forgetSetAside(first)
  const isWritten = watchWrites(first)
  /** @type {Map<number, Job>} */
  const jobs = new Map()

  /**
   * @param {number} id
   * @param {(job: Job) => Promise<void>} body
   */
  async function work(id, body) {
    /** @type {(reason: Error) => void} */
    let abandon = () => {}
    /** @type {Promise<never>} */
    const abandoned = new Promise((_, reject) => {
      abandon = reject
    })
    /** @type {Job} */
    const job = { cancelled: false, running: false, abandon, more: () => {} }
    jobs.set(id, job)
    try {
      await Promise.race([abandoned, body(job)])
    } catch (error) {
      tell({ type: 'failed', id, ...failure(error) })
    } finally {
      jobs.delete(id)
    }
  }

  /** @param {Job} job */
  const start = job => {
    if (job.cancelled) throw new Cancelled('cancelled while waiting')
    job.running = true
  }

  /** @param {Do} ask */
  const run = ask =>
    work(ask.id, job =>
      lanes[ask.lane].use(ask.settings, async session => {
        start(job)
        const answer = await session.queryAsync(`${marker(ask.id)} ${ask.sql}`, { format: 'JSONCompact' })
        // Who is not answered now asks again, and is answered by the next process.
        if (ask.lane === 'insert' && !(await isWritten(session))) return startAnew()
        if (ask.want === 'nothing') return tell({ type: 'done', id: ask.id })
        const body = answer.bytes()
        if (body.length > open.answerBytes) throw tooBig(body.length, open.answerBytes)
        tell({ type: 'done', id: ask.id, body })
      }),
    )

  /** @param {Stream} ask */
  const stream = ask =>
    work(ask.id, job =>
      lanes.stream.use(ask.settings, async session => {
        start(job)
        for await (const chunk of session.queryStream(`${marker(ask.id)} ${ask.sql}`, {
          format: 'JSONCompactEachRow',
        })) {
          // The cancel may have come while this chunk was being fetched.
          if (job.cancelled) throw new Cancelled('cancelled by the reader')
          const consumed = new Promise(resolve => {
            job.more = () => resolve(undefined)
          })
          tell({ type: 'chunk', id: ask.id, body: chunk.raw() })
          await consumed
          if (job.cancelled) throw new Cancelled('cancelled by the reader')
        }
        tell({ type: 'done', id: ask.id })
      }),
    )

  /**
   * A waiting statement is let go; a running one is killed by its marker, again and again until it is gone.
   *
   * @param {number} id
   */
  async function cancel(id) {
    const job = jobs.get(id)
    if (!job || job.cancelled) return
    job.cancelled = true
    if (!job.running) return job.abandon(new Cancelled('cancelled while waiting'))
    job.more()
    while (jobs.get(id) === job) {
      const kill = `KILL QUERY WHERE startsWith(query, '${marker(id)}') ASYNC`
      await lanes.control.use({}, session => session.queryAsync(kill)).catch(() => {})
      await new Promise(resolve => setTimeout(resolve, killAgainMillis))
    }
  }

  /**
   * @param {number} id
   * @param {number} of
   */
  async function progress(id, of) {
    const text = `SELECT toFloat64(read_rows), toFloat64(read_bytes), toFloat64(total_rows_approx) FROM system.processes WHERE startsWith(query, '${marker(of)}')`
    try {
      const answer = await lanes.control.use({}, session => session.queryAsync(text, { format: 'JSONCompactEachRow' }))
      const [rowsRead = 0, bytesRead = 0, rowsTotal = 0] = JSON.parse(answer.text().split('\n')[0] || '[]')
      tell({ type: 'progress', id, rowsRead, bytesRead, rowsTotal })
    } catch (error) {
      tell({ type: 'failed', id, ...failure(error) })
    }
  }

  /** Of what merges write nobody waits for an answer. */
  async function lookAtWrites() {
    const isWell = await lanes.control.use({}, isWritten).catch(() => true)
    if (!isWell) startAnew()
  }

  /** The parent has waited for what must not be lost; whatever else runs is killed. */
  async function close() {
    await Promise.all([...jobs.keys()].map(cancel))
    for (const session of sessions) session.close()
    // The channel must be empty before the process ends, or 'closed' is lost.
    tell({ type: 'closed' }, () => process.exit(0))
  }

  process.on('message', (/** @type {ToChild} */ message) => {
    if (message.type === 'do') void run(message)
    else if (message.type === 'stream') void stream(message)
    else if (message.type === 'more') jobs.get(message.id)?.more()
    else if (message.type === 'cancel') void cancel(message.id)
    else if (message.type === 'progress') void progress(message.id, message.of)
    else if (message.type === 'close') void close()
  })
  if (open.text) void giveBackText(open.text)
  if (open.merges) keepMergesBack(open.merges)
  if (open.writes) setInterval(lookAtWrites, open.writes.everyMs).unref()
  tell({ type: 'opened' })
}

/**
 * @param {unknown} error
 * @returns {{ engineCode: number, message: string }}
 */
function failure(error) {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Object && 'clickhouseCode' in error ? error.clickhouseCode : undefined
  return { engineCode: Number(code ?? /^Code: (\d+)/.exec(message)?.[1] ?? 0), message }
}

/**
 * @param {number} length
 * @param {number} bound
 */
const tooBig = (length, bound) =>
  Object.assign(new Error(`The answer has ${length} bytes, more than the ${bound} allowed.`), { clickhouseCode: 396 })

process.once('message', (/** @type {ToChild} */ message) => {
  if (message.type !== 'open') return
  try {
    serve(message)
  } catch (error) {
    tell({ type: 'open-failed', message: failure(error).message }, () => process.exit(1))
  }
})
