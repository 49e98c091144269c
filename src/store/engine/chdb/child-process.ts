/** One run of the engine child: starts it, pairs answers with questions, and tells when it is gone. Restarts are not its business. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { err, ok, type Result } from '../../../model/index.ts'
import type { EngineFailure } from '../engine-error.ts'
import { type OpenError, openErrorOf } from '../open-error.ts'
import type { FromChild, ToChild } from './protocol.ts'

export type Open = Extract<ToChild, { type: 'open' }>
type Ask = Extract<ToChild, { type: 'do' | 'stream' | 'progress' }>
/** What is asked, before it has its number. */
export type Question = Ask extends infer One ? (One extends Ask ? Omit<One, 'id'> : never) : never
export type Reply = Extract<FromChild, { type: 'done' | 'chunk' | 'progress' }>
/** 'lost': the child went away before it answered. */
export type Failure = ({ readonly kind: 'failed' } & EngineFailure) | { readonly kind: 'lost' }

export interface Conversation {
  readonly id: number
  /** The next answer: `done` and `progress` are the last, after a `chunk` ask `more()`. */
  next(): Promise<Result<Reply, Failure>>
  more(): void
  cancel(): void
}

export interface EngineChild {
  readonly pid: number
  /** Resolves when the process is gone, with the last it wrote to standard error. */
  readonly gone: Promise<string>
  converse(question: Question): Conversation
  /** Asks it to end; the caller waits for `gone` and kills when that takes too long. */
  close(): void
  kill(): void
}

const entry = fileURLToPath(new URL('./child.js', import.meta.url))
const wordsKept = 8_192

/**
 * The engine's allocator keeps freed pages for ten seconds: 70 MiB of nothing under a stream of inserts. A fifth of a second
 * costs no CPU that can be measured (none at all would triple it).
 */
const allocator = { JE_MALLOC_CONF: 'dirty_decay_ms:200,muzzy_decay_ms:0' }

/** Starts a child and waits until its sessions are open. */
export async function startChild(open: Open, log: (line: string) => void): Promise<Result<EngineChild, OpenError>> {
  const threads = 1 + open.lanes.insert + open.lanes.query + open.lanes.stream
  const child = fork(entry, [], {
    execArgv: ['--max-semi-space-size=1', '--max-old-space-size=512', '--v8-pool-size=1'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...allocator, UV_THREADPOOL_SIZE: String(threads + 2), NODE_OPTIONS: '' },
  })
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-wordsKept)
    for (const line of text.split('\n')) if (line.trim() !== '') log(line)
  })
  const gone = new Promise<string>(resolve => {
    child.once('close', () => resolve(words))
    child.once('error', error => resolve(`${words}\n${error.message}`))
  })
  const opened = new Promise<string | undefined>(resolve => {
    child.once('message', (message: FromChild) => resolve(message.type === 'open-failed' ? message.message : undefined))
    gone.then(() => resolve('the engine ended while it was opening'))
  })
  child.send(open satisfies ToChild, () => {})
  const trouble = await opened
  if (trouble === undefined && child.pid !== undefined) return ok(conversations(child, child.pid, gone))
  child.kill('SIGKILL')
  const said = await gone
  return err(openErrorOf(`${said}\n${trouble}`, open.dir, await holder(open.dir)))
}

function conversations(child: ChildProcess, pid: number, gone: Promise<string>): EngineChild {
  let lastId = 0
  let lost = false
  const open = new Map<number, { answers: Result<Reply, Failure>[]; wake: () => void }>()
  const send = (message: ToChild): void => {
    if (child.connected) child.send(message, () => {})
  }
  child.on('message', (message: FromChild) => {
    if (!('id' in message)) return
    const one = open.get(message.id)
    if (!one) return
    one.answers.push(
      message.type === 'failed'
        ? err({ kind: 'failed', engineCode: message.engineCode, message: message.message })
        : ok(message),
    )
    if (message.type !== 'chunk') open.delete(message.id)
    one.wake()
  })
  gone.then(() => {
    lost = true
    for (const one of open.values()) {
      one.answers.push(err({ kind: 'lost' }))
      one.wake()
    }
    open.clear()
  })
  return {
    pid,
    gone,
    converse(question) {
      lastId += 1
      const id = lastId
      const one = { answers: [] as Result<Reply, Failure>[], wake: () => {} }
      if (lost || !child.connected) one.answers.push(err({ kind: 'lost' }))
      else {
        open.set(id, one)
        send({ ...question, id } as ToChild)
      }
      return {
        id,
        async next() {
          if (one.answers.length === 0)
            await new Promise<void>(resolve => {
              one.wake = resolve
            })
          return one.answers.shift() ?? err({ kind: 'lost' })
        },
        more: () => send({ type: 'more', id }),
        cancel: () => send({ type: 'cancel', id }),
      }
    },
    close: () => send({ type: 'close' }),
    kill: () => void child.kill('SIGKILL'),
  }
}

/** The PID that the engine's lock file names. */
async function holder(dir: string): Promise<number | undefined> {
  const status = await readFile(join(dir, 'status'), 'utf8').catch(() => '')
  const pid = Number(/PID: (\d+)/.exec(status)?.[1])
  return Number.isSafeInteger(pid) ? pid : undefined
}
