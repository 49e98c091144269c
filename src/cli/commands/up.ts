/** `mangru up`: starts the service, says when it can serve, and stops it in order when it is asked to. */
import { limits } from '../../limits.ts'
import type { Result } from '../../model/index.ts'
import type { MangruConfig } from '../../server/config.ts'
import type { Call, Command, Outcome } from '../command.ts'
import { command, fine, misused } from '../command.ts'
import type { UpValues } from '../config.ts'
import { configOf, upOptions } from '../config.ts'

/** What a started Mangru is to this command; `startMangru` of the server gives it. */
export interface Running {
  readonly url: string
  readonly tlsUrl: string | null
  /** The authority of a certificate that was made here. */
  readonly authorityFile: string | null
  /** Stops taking, commits what was taken, closes. */
  stop(): Promise<void>
  /** Resolves with the reason when it cannot go on by itself. */
  readonly done: Promise<Error>
}
/** `message` is one plain sentence that says what to do. */
export type Start = (
  config: MangruConfig,
) => Promise<Result<Running, { readonly message: string; readonly detail?: string }>>

export const upCommand = (loadStart: () => Promise<Start>): Command =>
  command({
    name: 'up',
    en: 'start Mangru and serve until it is told to stop',
    ko: '망루를 시작하고 멈추라고 할 때까지 서비스함',
    options: upOptions,
    run: call => up(call, loadStart),
  })

async function up(call: Call<UpValues>, loadStart: () => Promise<Start>): Promise<Outcome> {
  const { say, terminal, clock, values, words } = call
  const [extra] = words
  if (extra !== undefined) return misused(messages => messages['unexpected-word'](extra))
  const read = configOf(values, call.cwd, call.language)
  if (!read.ok) return { code: 2, problems: read.error }
  const { config, forcedBy } = read.value
  if (forcedBy !== undefined) terminal.err(`${say['auth-forced'](forcedBy)}\n`)
  terminal.err(`${say.starting(config.dataDir)}\n`)

  const start = await loadStart()
  const started = await start(config)
  if (!started.ok) {
    terminal.err(`${say['start-failed'](started.error.message)}\n`)
    return { code: 1, ...(started.error.detail === undefined ? {} : { detail: started.error.detail }) }
  }
  const running = started.value
  if (running.tlsUrl !== null) terminal.err(`${say['tls-ready'](running.tlsUrl)}\n`)
  if (running.authorityFile !== null) terminal.err(`${say.authority(running.authorityFile)}\n`)
  if (!terminal.interrupted.aborted) await terminal.out(`${say.ready(running.url)}\n`)

  const broken = await Promise.race([running.done, aborted(terminal.interrupted)])
  if (broken !== undefined) terminal.err(`${say['ended-itself'](broken.message)}\n`)
  else terminal.err(`${say.stopping()}\n`)

  const waited = new AbortController()
  const stopped = await Promise.race([
    running.stop().then(
      () => 'stopped' as const,
      (error: unknown) => error as Error,
    ),
    clock.sleep(limits.upStopTime, waited.signal).then(() => 'too-slow' as const),
  ])
  waited.abort()
  if (stopped === 'too-slow') {
    terminal.err(`${say['stop-too-slow'](limits.upStopTime / 1_000)}\n`)
    return { code: 1 }
  }
  if (stopped !== 'stopped') {
    terminal.err(`${say['stop-failed'](stopped.message)}\n`)
    return { code: 1, ...(stopped.stack === undefined ? {} : { detail: stopped.stack }) }
  }
  return broken === undefined ? fine : { code: 1, ...(broken.stack === undefined ? {} : { detail: broken.stack }) }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise(resolve => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
