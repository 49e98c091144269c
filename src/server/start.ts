/** A running Mangru: opens what keeps, starts what serves, and stops both in order. */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import { fileURLToPath } from 'node:url'
import type { ExportDesk, NotifyDesk, SubscriptionDesk } from '../act/index.ts'
import {
  type Authenticator,
  createAuthenticator,
  loadOrMakeCertificate,
  loadOrMakeSealer,
  type Sealer,
} from '../api/auth/index.ts'
import {
  type AwsEndpoint,
  bodyBudget,
  createAwsEndpoint,
  createLiveTails,
  createLogsService,
  createMonitoringService,
  createSnsDoors,
  createSnsService,
  defaultRegion,
  type IngestObserver,
  isAwsRequest,
  isSnsDoor,
  type LogsPorts,
} from '../api/cloudwatch/index.ts'
import { directKeys, serveControl } from '../api/control/index.ts'
import { alarmDeliveries, createHttpApi, type HttpApi, isLoopbackHost, strangeHostText } from '../api/http/index.ts'
import type { AlarmDesk } from '../judge/alarm-desk/index.ts'
import { learntBands } from '../judge/learnt-bands/index.ts'
import { limits } from '../limits.ts'
import { err, type Millis, ok, type Result } from '../model/index.ts'
import type { BandSource } from '../query/metric-data/index.ts'
import { createTailHub, type TailHub } from '../query/tail/index.ts'
import type { KeySettings } from '../store/settings/index.ts'
import { openAlarms } from './alarms.ts'
import { type Canary, startCanary } from './canary.ts'
import { startCertificateLoop } from './certificate-loop.ts'
import { systemClock, systemRandom } from './clock.ts'
import { type ClusterDesk, nameCluster, openCluster } from './cluster.ts'
import { type Collectors, startCollectors } from './collectors.ts'
import type { MangruConfig } from './config.ts'
import { costPorts } from './costs.ts'
import { openExports } from './exports.ts'
import { ingestAccount } from './ingest-account.ts'
import { startJanitor } from './janitor-loop.ts'
import { openLedger } from './ledger.ts'
import { ledgerReport, observeAll } from './ledger-report.ts'
import { closeListener, type Listener, listen, switchboard } from './listeners.ts'
import { leastMemory, type MemoryPlan, planMemory } from './memory.ts'
import { openNotify } from './notify.ts'
import { openQueries, type Queries } from './queries.ts'
import { startRest } from './rest-loop.ts'
import { selfReporter } from './self.ts'
import { type SelfMetrics, startSelfMetrics } from './self-metrics.ts'
import { openStores, type StartError, type Stores } from './stores.ts'
import { openSubscriptions } from './subscriptions.ts'

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

const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
const builtPage = fileURLToPath(new URL('../../web/dist', import.meta.url))

type Log = (line: string) => void

export async function startMangru(config: MangruConfig): Promise<Result<RunningMangru, StartError>> {
  if (config.memory < leastMemory) return err({ message: tooLittleMemory })
  const log: Log = line => process.stderr.write(`${new Date(systemClock.now()).toISOString()} ${line}\n`)
  const detail: Log = config.logLevel === 'debug' ? log : () => undefined
  const board = switchboard(() => 'Mangru is starting: the engine opens its data.')
  const listeners = await openListeners(config, board.handler, log)
  if (!listeners.ok) return listeners
  const { plain, tls, authorityFile } = listeners.value
  const closeListeners = async () => {
    await listeners.value.stopRenewal()
    const patience = systemClock.sleep(limits.stopPatience)
    await Promise.all([plain, tls].map(one => one && closeListener(one, patience)))
  }
  const memory = planMemory(config.memory)
  const named = nameCluster(config, systemClock)
  const stores = await openStores(config, memory, systemClock, log, detail)
  if (!stores.ok) {
    await closeListeners()
    return stores
  }
  const sealer = openSealer(config)
  if (!sealer.ok) {
    await closeListeners()
    await stores.value.close()
    return sealer
  }
  const notify = await openNotify(config, stores.value, { sealer: sealer.value, url: plain.url, log })
  if (!notify.ok) {
    await closeListeners()
    await stores.value.close()
    return notify
  }
  const tails = createTailHub({
    logs: stores.value.logs,
    clock: systemClock,
    maskOf: groupId => stores.value.masks.of(groupId),
  })
  const desk = await openSubscriptions(config, stores.value, { sealer: sealer.value, tails, log })
  const exports = await openExports(config, stores.value, log)
  const alarms = openAlarms(config, memory, stores.value, log)
  const cluster = await openCluster(config, named, {
    ...{ engine: stores.value.engine, clock: systemClock, random: systemRandom, log },
  })
  const faces = await openFaces(
    config,
    memory,
    stores.value,
    {
      sealer: sealer.value,
      tails,
      desk,
      exports,
      notify: notify.value,
      alarms: alarms.desk,
      slowestRound: alarms.slowestRound,
      cluster,
    },
    log,
  )
  alarms.onDeeds(() => notify.value.wake())
  alarms.begin()
  board.connect(faces.handler)
  const control = await serveControl(
    config.dataDir,
    directKeys({
      keys: tellingOfChanges(stores.value.settings.keys, faces.auth.keysChanged),
      sealer: sealer.value,
      clock: systemClock,
      random: randomBytes,
    }),
  )
  if (!control.ok) log(control.error.message)
  const stopJanitor = startJanitor(
    { engine: stores.value.engine, settings: stores.value.logSettings, clock: systemClock },
    detail,
  )
  // Only a process that was started by the launcher can be asked to collect.
  const { gc } = globalThis
  const stopRest = gc && startRest({ clock: systemClock, cpuMs: ownCpuMs, collect: () => collectAll(gc) })
  return ok({
    url: plain.url,
    tlsUrl: tls?.url ?? null,
    authorityFile,
    done: new Promise<Error>(() => undefined),
    stop: async () => {
      faces.endStreams()
      // Their answers end with them, so nobody waits for a query that nobody will see.
      const queriesStopped = faces.queries.stop()
      await closeListeners()
      // What they decide on the way is still told.
      await alarms.stop()
      await Promise.all([
        control.ok ? control.value.close() : undefined,
        stopJanitor(),
        stopRest?.(),
        faces.canary.stop(),
        faces.selfMetrics.stop(),
        queriesStopped,
        faces.http.close(),
        desk.stop(),
        exports.stop(),
        notify.value.stop(),
        // They ask the cluster, so they end before it does.
        faces.collectors?.stop().then(() => cluster?.stop()) ?? cluster?.stop(),
      ])
      await stores.value.close()
    },
  })
}

/** The last resort gives room back that an ordinary collection keeps for the next young objects. */
function collectAll(gc: NodeJS.GCFunction): void {
  gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const tooLittleMemory = `--memory must be at least ${leastMemory / 1_048_576}MiB: both processes need about 400 MiB before the first request.`

function openSealer(config: MangruConfig): Result<Sealer, StartError> {
  const fromEnvironment = process.env.MANGRU_SEAL_KEY
  const sealer = loadOrMakeSealer({
    dir: config.dataDir,
    random: randomBytes,
    ...(fromEnvironment === undefined ? {} : { fromEnvironment }),
  })
  return sealer.ok ? sealer : err({ message: sealer.error.message })
}

/** Keys whose changes are told once they are kept. */
function tellingOfChanges(keys: KeySettings, changed: () => void): KeySettings {
  return {
    ...keys,
    add: key => keys.add(key).finally(changed),
    revoke: (accessKeyId, at) => keys.revoke(accessKeyId, at).finally(changed),
  }
}

interface Faces {
  readonly auth: Authenticator
  readonly handler: RequestListener
  readonly http: HttpApi
  readonly canary: Canary
  readonly selfMetrics: SelfMetrics
  readonly queries: Queries
  /** Absent: there is no cluster to ask. */
  readonly collectors: Collectors | undefined
  /** Ends followers and live tails, which would never end by themselves. */
  endStreams(): void
}

/** What the world sees on every listener: the AWS services, our own API and the page, told apart by their requests. */
async function openFaces(
  config: MangruConfig,
  memory: MemoryPlan,
  stores: Stores,
  {
    sealer,
    tails,
    desk,
    exports,
    notify,
    alarms,
    slowestRound,
    cluster,
  }: {
    readonly sealer: Sealer
    readonly tails: TailHub
    readonly desk: SubscriptionDesk
    readonly exports: ExportDesk
    readonly notify: NotifyDesk
    readonly alarms: AlarmDesk
    readonly slowestRound: () => Millis | null
    readonly cluster: ClusterDesk | undefined
  },
  log: Log,
): Promise<Faces> {
  const auth = createAuthenticator({
    keys: stores.settings.keys,
    sealer,
    clock: systemClock,
    random: randomBytes,
    mode: config.auth,
  })
  const account = ingestAccount()
  const ledger = openLedger(systemClock)
  const canary = startCanary({ logs: stores.logs, engine: stores.engine, clock: systemClock }, log)
  const subscriptions = { settings: stores.settings.subscriptions, desk }
  const policies = { settings: stores.settings.policies, masks: stores.masks, newId: randomUUID }
  const liveTails = createLiveTails(tails, systemClock)
  const queries = await openQueries(config, memory, stores, {
    clock: systemClock,
    region: defaultRegion,
    notices: ledger.notices,
    log,
  })
  const bands = learntBands({ store: stores.keeping.metrics, account: config.account, region: defaultRegion })
  const observe = observeAll([account, ledger])
  const aws = openAws(
    config,
    memory,
    stores,
    auth,
    {
      observe,
      liveTails,
      subscriptions,
      exports,
      policies,
      queries,
      notify,
      bands,
      alarms,
    },
    log,
  )
  const self = selfReporter({
    config,
    version,
    startedAt: systemClock.now(),
    clock: systemClock,
    engine: stores.engine,
    writer: stores.logs.writerStats,
    metricWriter: () => stores.keeping.metricWriter.stats(),
    account,
    refusedBodies: aws.refusedBodies,
  })
  const selfMetrics = startSelfMetrics(
    { self, canary, metrics: stores.keeping.metrics, clock: systemClock, id: randomUUID(), slowestRound },
    log,
  )
  const costs = costPorts(config, stores.engine)
  const http = await createHttpApi({
    settings: { logs: stores.logSettings },
    logs: stores.logs,
    tails,
    subscriptions,
    exports,
    topics: notify,
    alarms: { desk: alarms, deliveries: alarmDeliveries(notify) },
    auth,
    self,
    ready: () => ({ ok: true }),
    clock: systemClock,
    webRoot: existsSync(builtPage) ? builtPage : null,
    version,
    demo: cluster?.demo ?? false,
    ...(cluster === undefined ? {} : { cluster: cluster.port }),
    account: config.account,
    region: defaultRegion,
    metricFilters: stores.keeping.metricFilters,
    metrics: stores.keeping.metrics,
    bands,
    dashboards: stores.settings.dashboards,
    ...(costs === undefined ? {} : { costs }),
    ledger: ledgerReport({
      ledger,
      canary,
      engine: stores.engine,
      settings: stores.logSettings,
      startedAt: systemClock.now(),
    }),
    queries,
    onFault: (error, where) => log(`${where} failed: ${said(error)}`),
  })
  const snsDoors = createSnsDoors({
    ...{ desk: notify, region: defaultRegion, account: config.account, language: config.lang },
    onFault: error => log(`/sns failed: ${said(error)}`),
  })
  const collectors =
    cluster?.seen &&
    startCollectors({ ...cluster.seen, stores, clock: systemClock, observe, demo: cluster.demo }, config, log)
  const handler: RequestListener = (req, res) => {
    if (isSnsDoor(req)) return snsDoors(req, res)
    if (isAwsRequest(req)) void aws.endpoint(req, res)
    else http.handle(req, res)
  }
  const endStreams = () => {
    http.endStreams()
    liveTails.endAll()
  }
  return { auth, handler, http, queries, canary, selfMetrics, collectors: collectors ?? undefined, endStreams }
}

/** What the AWS services need beside the stores. */
interface Beside extends Required<Pick<LogsPorts, 'liveTails' | 'subscriptions' | 'exports' | 'policies' | 'queries'>> {
  readonly observe: IngestObserver
  readonly notify: NotifyDesk
  readonly bands: BandSource
  readonly alarms: AlarmDesk
}

function openAws(
  config: MangruConfig,
  memory: MemoryPlan,
  stores: Stores,
  authenticator: Authenticator,
  { observe, liveTails, subscriptions, exports, policies, queries, notify, bands, alarms }: Beside,
  log: Log,
): { readonly endpoint: AwsEndpoint; readonly refusedBodies: () => number } {
  let refused = 0
  const endpoint = createAwsEndpoint({
    services: [
      createLogsService({
        settings: stores.logSettings,
        logs: stores.logs,
        clock: systemClock,
        observe,
        metricFilters: stores.keeping.metricFilters,
        liveTails,
        queries,
        subscriptions,
        exports,
        policies,
      }),
      createMonitoringService({
        metrics: stores.keeping.metrics,
        metricWriter: stores.keeping.metricWriter,
        bands,
        alarms,
        clock: systemClock,
        newId: randomUUID,
        dashboards: stores.settings.dashboards,
      }),
      createSnsService({ desk: notify, clock: systemClock }),
    ],
    authenticator,
    clock: systemClock,
    random: systemRandom,
    account: config.account,
    budget: bodyBudget(memory.bodies),
    // Without a login a page of a renamed host must reach neither the AWS services nor our own API.
    shut: req => (config.auth === 'required' || isLoopbackHost(req.headers.host) ? undefined : strangeHostText),
    observe: {
      answered: ({ errorType, bytesIn }) => {
        if (errorType === 'ThrottlingException' && bytesIn === 0) refused += 1
      },
      faulted: ({ requestId, operation, error }) => log(`request ${requestId} (${operation}) failed: ${said(error)}`),
    },
  })
  return { endpoint, refusedBodies: () => refused }
}

const said = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

interface Listeners {
  readonly plain: Listener
  readonly tls: Listener | undefined
  readonly authorityFile: string | null
  readonly stopRenewal: () => Promise<void>
}

async function openListeners(
  config: MangruConfig,
  handler: RequestListener,
  log: Log,
): Promise<Result<Listeners, StartError>> {
  const plain = await listen(config.listen, handler)
  if (!plain.ok) return plain
  if (config.tlsListen === null)
    return ok({ plain: plain.value, tls: undefined, authorityFile: null, stopRenewal: async () => undefined })
  const wish = {
    dir: config.dataDir,
    certFile: config.tlsCert,
    keyFile: config.tlsKey,
    hosts: [config.listen.host, config.tlsListen.host],
    clock: systemClock,
  }
  const certificate = await loadOrMakeCertificate(wish)
  const tls = certificate.ok ? await listen(config.tlsListen, handler, certificate.value) : certificate
  if (!tls.ok || !certificate.ok) {
    plain.value.server.close()
    return tls.ok ? err({ message: 'no certificate' }) : err({ message: tls.error.message })
  }
  const server = tls.value.server as TlsServer
  const stopRenewal = startCertificateLoop(
    {
      first: certificate.value,
      again: () => loadOrMakeCertificate(wish),
      serve: next => server.setSecureContext(next),
      clock: systemClock,
    },
    log,
  )
  return ok({ plain: plain.value, tls: tls.value, authorityFile: certificate.value.authorityFile, stopRenewal })
}
