/**
 * A real Mangru for tests and benches: started by its launcher, in a folder of its own, on a free port. Everything that is started
 * here is stopped here: `stop` as an operator would, `kill` as the kernel does when memory runs out.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface ServerOptions {
  /** After `up --listen 127.0.0.1:0 --data DIR --no-demo`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A folder that is there already, or is to stay; without it one is made, and gone after `stop`. */
  readonly dataDir?: string
  /** Milliseconds to the ready line; 60,000 unless told. */
  readonly patience?: number
  /** Called with the process before it is ready: for those who kill it while it starts. */
  readonly onSpawn?: (child: ChildProcess) => void
}

export interface Server {
  readonly url: string
  /** Present with `--tls-listen`. */
  readonly tlsUrl?: string
  readonly pid: number
  readonly child: ChildProcess
  readonly dataDir: string
  /** Milliseconds from the start of the process to the ready line. */
  readonly startedIn: number
  /** What it said so far on both outputs. */
  readonly said: () => string
  /** SIGTERM; resolves with the exit code (null: it died of a signal) when the process is gone. */
  stop(): Promise<number | null>
  /** SIGKILL; resolves when the process is gone. The data folder stays. */
  kill(): Promise<void>
}

export const root = join(import.meta.dirname, '..')
export const launcher = join(root, 'bin', 'mangru.mjs')

/** Resolves at the ready line; rejects with what the program said when it ends before. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'mangru-')))
  const args = ['up', '--listen', '127.0.0.1:0', '--data', dataDir, '--no-demo', ...(options.args ?? [])]
  const began = performance.now()
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: root,
    env: { ...cleanEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  const spoken = listen(child, args.includes('--tls-listen'))
  options.onSpawn?.(child)
  try {
    await spoken.ready(options.patience ?? 60_000, gone)
  } catch (error) {
    child.kill('SIGKILL')
    await gone
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    throw error
  }
  const tlsUrl = /https:\/\/[\w.:[\]-]+:\d+/.exec(spoken.all())?.[0]
  return {
    url: /Mangru is ready at (http:\/\/\S+)/.exec(spoken.out())?.[1] as string,
    ...(tlsUrl === undefined ? {} : { tlsUrl }),
    pid: child.pid as number,
    child,
    dataDir,
    startedIn: performance.now() - began,
    said: spoken.all,
    async stop() {
      child.kill('SIGTERM')
      const code = await gone
      if (options.dataDir === undefined)
        await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
      return code
    },
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the program to its end: `mangru keys …`, `mangru logs …`, or an `up` that must fail. */
export function runMangru(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runProgram(process.execPath, [launcher, ...args], env)
}

/** Runs any program to its end; never rejects for its exit code. */
export function runProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  timeout = 60_000,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...cleanEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout,
    })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.once('error', reject)
    child.once('close', code => resolve({ code, out, err }))
  })
}

/** Nothing of the caller's own configuration may decide a test. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(MANGRU_|AWS_|KUBERNETES_|VITEST|NODE_OPTIONS)/.test(name),
  )
  return Object.fromEntries(kept)
}

/** The ready line stands on standard output, the TLS address on the other: the two pipes keep no order between them. */
function listen(child: ChildProcess, tls: boolean) {
  let out = ''
  let err = ''
  let onReady = (): void => {}
  const ready = (): boolean => /Mangru is ready at http:\/\/\S+\n/.test(out) && (!tls || /https:\/\/\S+\n/.test(err))
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
    if (ready()) onReady()
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err = (err + text).slice(0, 100_000)
    if (ready()) onReady()
  })
  return {
    out: () => out,
    all: () => `${out}${err}`,
    async ready(patience: number, gone: Promise<number | null>): Promise<void> {
      const timer = new AbortController()
      const said = new Promise<'ready'>(resolve => {
        onReady = () => resolve('ready')
        if (ready()) resolve('ready')
      })
      const late = new Promise<'late'>(resolve => {
        const handle = setTimeout(() => resolve('late'), patience)
        timer.signal.addEventListener('abort', () => clearTimeout(handle))
      })
      const first = await Promise.race([said, late, gone])
      timer.abort()
      if (first === 'late') throw new Error(`no ready line within ${patience} ms:\n${out}${err}`)
      if (first !== 'ready') throw new Error(`ended with code ${first} before it was ready:\n${out}${err}`)
    },
  }
}
