/** A running Mangru: opens what keeps, starts what serves, and stops both in order. */
import { readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { createAuthenticator, loadOrMakeCertificate, loadOrMakeSealer } from '../api/auth/index.ts'
import { bodyBudget, createAwsEndpoint, createLogsService, isAwsRequest } from '../api/cloudwatch/index.ts'
import { limits } from '../limits.ts'
import { err, ok, type Result } from '../model/index.ts'
import { createHttp } from './http.ts'
import { systemClock, systemRandom } from './clock.ts'
import type { MangruConfig } from './config.ts'
import { ingestAccount } from './ingest-account.ts'
import { startJanitor } from './janitor-loop.ts'
import { closeListener, type Listener, listen, switchboard } from './listeners.ts'
import { leastMemory, planMemory } from './memory.ts'
import { selfReporter } from './self.ts'
import { openStores, type StartError } from './stores.ts'

export interface RunningMangru {
  readonly url: string
  readonly tlsUrl: string | null
  /** The authority of a certificate that was made here. */
  readonly authorityFile: string | null
  /** Stops taking, commits what was taken, closes. */
  stop(): Promise<void>
  /** Resolves with the reason when it cannot go on by itself. */
  readonly done: Promise<Error>
}

const version: string = (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version

export async function startMangru(config: MangruConfig): Promise<Result<RunningMangru, StartError>> {
  if (config.memory < leastMemory) {
    return err({ message: `--memory must be at least ${leastMemory / 1_048_576}MiB: both processes need about 400 MiB before the first request.` })
  }
  const clock = systemClock
  const log = (line: string) => process.stderr.write(`${new Date(clock.now()).toISOString()} ${line}\n`)
  const detail = (line: string) => {
    if (config.logLevel === 'debug') log(line)
  }
  const board = switchboard(() => 'Mangru is starting: the engine opens its data.')
  const listeners = await openListeners(config, board.handler)
  if (!listeners.ok) return listeners
  const closeListeners = async () => {
    const patience = clock.sleep(limits.stopPatience)
    await Promise.all([listeners.value.plain, listeners.value.tls].map(one => one && closeListener(one, patience)))
  }
  const memory = planMemory(config.memory)
  const stores = await openStores(config, memory, clock, detail)
  if (!stores.ok) {
    await closeListeners()
    return stores
  }
  const { settings, logSettings, engine, logs } = stores.value
  const sealer = loadOrMakeSealer({
    dir: config.dataDir,
    random: randomBytes,
    ...(process.env.MANGRU_SEAL_KEY === undefined ? {} : { fromEnvironment: process.env.MANGRU_SEAL_KEY }),
  })
  if (!sealer.ok) {
    await stores.value.close()
    await closeListeners()
    return err({ message: sealer.error.message })
  }
  const auth = createAuthenticator({ keys: settings.keys, sealer: sealer.value, clock, random: randomBytes, mode: config.auth })
  const account = ingestAccount(clock)
  const budget = bodyBudget(memory.bodies)
  let refusedBodies = 0
  const aws = createAwsEndpoint({
    services: [createLogsService({ settings: logSettings, logs, clock, observe: account })],
    authenticator: auth,
    clock,
    random: systemRandom,
    account: config.account,
    budget,
    observe: {
      answered: ({ operation, errorType, bytesIn }) => {
        if (errorType === 'ThrottlingException' && bytesIn === 0 && operation !== '') refusedBodies += 1
      },
      faulted: ({ requestId, operation, error }) =>
        log(`request ${requestId} (${operation}) failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    },
  })
  const self = selfReporter({
    config,
    version,
    startedAt: clock.now(),
    clock,
    engine,
    writer: logs.writerStats,
    account,
    refusedBodies: () => refusedBodies,
  })
  const http = await createHttp({ config, version, settings: { ...settings, logs: logSettings }, logs, auth, self, clock })
  board.connect((req, res) => {
    if (isAwsRequest(req)) void aws(req, res)
    else http.handle(req, res)
  })
  const stopJanitor = startJanitor({ engine, settings: logSettings, clock }, detail)
  return ok({
    url: listeners.value.plain.url,
    tlsUrl: listeners.value.tls?.url ?? null,
    authorityFile: listeners.value.authorityFile,
    done: new Promise<Error>(() => undefined),
    stop: async () => {
      http.endStreams()
      await closeListeners()
      await stopJanitor()
      await http.close()
      await stores.value.close()
    },
  })
}

async function openListeners(
  config: MangruConfig,
  handler: RequestListener,
): Promise<Result<{ readonly plain: Listener; readonly tls: Listener | undefined; readonly authorityFile: string | null }, StartError>> {
  const plain = await listen(config.listen, handler)
  if (!plain.ok) return plain
  if (config.tlsListen === null) return ok({ plain: plain.value, tls: undefined, authorityFile: null })
  const certificate = await loadOrMakeCertificate({
    dir: config.dataDir,
    certFile: config.tlsCert,
    keyFile: config.tlsKey,
    hosts: [config.listen.host, config.tlsListen.host],
    clock: systemClock,
  })
  const tls = certificate.ok ? await listen(config.tlsListen, handler, certificate.value) : certificate
  if (!tls.ok || !certificate.ok) {
    plain.value.server.close()
    return tls.ok ? err({ message: 'no certificate' }) : err({ message: tls.error.message })
  }
  return ok({ plain: plain.value, tls: tls.value, authorityFile: certificate.value.authorityFile })
}
