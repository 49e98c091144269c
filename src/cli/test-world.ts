/** A terminal, clock and server in memory, so that a test runs a command without a process. Only tests import this. */
import type { Millis } from '../model/index.ts'
import { instant } from '../model/index.ts'
import type { Surroundings } from './command.ts'

export interface TestWorld extends Surroundings {
  stdout(): string
  stderr(): string
  /** Resolves once standard output holds `text`. */
  written(text: string): Promise<void>
  interrupt(): void
  /** The lengths that were slept, in ms: time passes at once. */
  slept(): readonly number[]
}

/** Odd pieces, which cut characters too. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let from = 0; from < bytes.length; from += 65_537) yield bytes.subarray(from, from + 65_537)
}

export function testWorld(
  changes: {
    fetch?: typeof fetch
    env?: NodeJS.ProcessEnv
    outIsTty?: boolean
    errIsTty?: boolean
    cwd?: string
    input?: string
  } = {},
): TestWorld {
  let out = ''
  let err = ''
  let now = Date.parse('2026-11-21T03:00:00Z')
  const slept: number[] = []
  const waiting: { text: string; resolve: () => void }[] = []
  const interrupted = new AbortController()
  return {
    terminal: {
      async out(text) {
        out += text
        for (const one of waiting) if (out.includes(one.text)) one.resolve()
      },
      err(text) {
        err += text
      },
      outIsTty: changes.outIsTty ?? false,
      errIsTty: changes.errIsTty ?? false,
      input: async () => changes.input,
      inputBytes: () => (changes.input === undefined ? undefined : pieces(changes.input)),
      interrupted: interrupted.signal,
    },
    clock: {
      now: () => instant(now),
      async sleep(length: Millis) {
        now += length
        slept.push(length)
        // Long enough for what is really ready to win a race against a sleep that takes no time.
        await new Promise(resolve => setImmediate(resolve))
      },
    },
    env: changes.env ?? {},
    cwd: changes.cwd ?? '/nowhere',
    fetch: changes.fetch ?? (() => Promise.reject(new Error('no network in this test'))),
    stdout: () => out,
    stderr: () => err,
    written: text => new Promise(resolve => (out.includes(text) ? resolve() : waiting.push({ text, resolve }))),
    interrupt: () => interrupted.abort(),
    slept: () => slept,
  }
}
