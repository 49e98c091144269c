/**
 * The command line on a real process: streams, signals, clock, and ending. Everything else in `cli/` is handed these.
 */
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../model/index.ts'
import { instant } from '../model/index.ts'
import type { Terminal } from './command.ts'
import { commands } from './commands/index.ts'
import { watchLauncher } from './launcher-watch.ts'
import { run } from './run.ts'

/** One Ctrl+C can reach us twice, by the terminal and by npm or the launcher; only a later one is impatience. */
const sameSignalMs = 500

/** Runs the command line and ends the process: what a command leaves open must not keep it alive. */
export async function runCommandLine(words: readonly string[]): Promise<never> {
  watchLauncher()
  const terminal = processTerminal()
  try {
    const code = await run(words, commands, {
      terminal,
      clock: systemClock,
      env: process.env,
      cwd: process.cwd(),
      fetch,
    })
    return await end(code)
  } catch (error) {
    // A bug of ours: say it all, or the report is worth nothing.
    terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    return end(1)
  }
}

const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleep: (length, signal) => wait(length, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
}

function processTerminal(): Terminal {
  const interrupted = new AbortController()
  let first = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!interrupted.signal.aborted) {
        first = Date.now()
        interrupted.abort()
      } else if (Date.now() - first > sameSignalMs) {
        process.exit(signal === 'SIGINT' ? 130 : 143)
      }
    })
  }
  // `mangru logs … | head`: the reader has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  process.stderr.on('error', () => undefined)
  return {
    async out(text) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    },
    err(text) {
      process.stderr.write(text)
    },
    outIsTty: process.stdout.isTTY === true,
    errIsTty: process.stderr.isTTY === true,
    input: async () => (process.stdin.isTTY === true ? undefined : text(process.stdin)),
    inputBytes: () => (process.stdin.isTTY === true ? undefined : process.stdin),
    interrupted: interrupted.signal,
  }
}

async function end(code: number): Promise<never> {
  // Pipes are written in the background: let them finish.
  await Promise.all([process.stdout, process.stderr].map(stream => new Promise(done => stream.write('', done))))
  process.exit(code)
}
