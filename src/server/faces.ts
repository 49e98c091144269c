/** What the world sees of a running Mangru, on every listener: the AWS services, our own API and the page, told apart by their requests. */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { fileURLToPath } from 'node:url'
import type { ExportDesk, NotifyDesk, SubscriptionDesk } from '../act/index.ts'
import { type Authenticator, createAuthenticator, type Sealer } from '../api/auth/index.ts'
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
import {
  alarmDeliveries,
  createHttpApi,
  type HttpApi,
  isLoopbackHost,
  type PodLogPort,
  strangeHostText,
} from '../api/http/index.ts'
import type { AlarmDesk } from '../judge/alarm-desk/index.ts'
import { learntBands } from '../judge/learnt-bands/index.ts'
import type { Millis } from '../model/index.ts'
import type { BandSource } from '../query/metric-data/index.ts'
import type { TailHub } from '../query/tail/index.ts'
import { type AuditDesk, openAudit } from './audit.ts'
import { type Canary, startCanary } from './canary.ts'
import { systemClock, systemRandom } from './clock.ts'
import type { ClusterDesks } from './cluster.ts'
import type { MangruConfig } from './config.ts'
import { costPorts } from './costs.ts'
import { happeningPorts } from './happenings.ts'
import { ingestAccount } from './ingest-account.ts'
import { openLedger } from './ledger.ts'
import { ledgerReport, observeAll } from './ledger-report.ts'
import type { MemoryPlan } from './memory.ts'
import { openQueries, type Queries } from './queries.ts'
import { selfReporter } from './self.ts'
import { type SelfMetrics, startSelfMetrics } from './self-metrics.ts'
import type { Stores } from './stores.ts'

const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
const builtPage = fileURLToPath(new URL('../../web/dist', import.meta.url))

type Log = (line: string) => void

export interface Faces {
  readonly auth: Authenticator
  readonly handler: RequestListener
  readonly http: HttpApi
  readonly canary: Canary
  readonly selfMetrics: SelfMetrics
  readonly queries: Queries
  readonly audit: AuditDesk
  /** Told of what came in, by whatever way. */
  readonly observe: Required<IngestObserver>
  /** Ends followers and live tails, which would never end by themselves. */
  endStreams(): void
}

/** Begins what reports on itself (canary, own metrics, audit files); whoever opened it stops these, and ends its streams. */
export async function openFaces(
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
    clusters,
    podLogs,
  }: {
    readonly sealer: Sealer
    readonly tails: TailHub
    readonly desk: SubscriptionDesk
    readonly exports: ExportDesk
    readonly notify: NotifyDesk
    readonly alarms: AlarmDesk
    readonly slowestRound: () => Millis | null
    readonly clusters: ClusterDesks
    readonly podLogs: PodLogPort
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
  const audit = openAudit(config, {
    ...{ stores, clock: systemClock, observe, log },
    cluster: clusters.all[0]?.port.name,
  })
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
    demo: clusters.all.some(({ demo }) => demo),
    clusters: clusters.all.map(({ port }) => port),
    podLogs,
    audit: audit.port,
    happenings: happeningPorts(stores.engine),
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
  const handler: RequestListener = (req, res) => {
    if (isSnsDoor(req)) return snsDoors(req, res)
    if (isAwsRequest(req)) void aws.endpoint(req, res)
    else http.handle(req, res)
  }
  const endStreams = () => {
    http.endStreams()
    liveTails.endAll()
  }
  return { auth, handler, http, queries, canary, selfMetrics, observe, audit, endStreams }
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
