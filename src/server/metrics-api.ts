/**
 * The metrics APIs that the cluster asks, on a TLS socket of their own: who calls is known by the front proxy's certificate, and what the caller may is asked
 * of the cluster.
 */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Server as TlsServer } from 'node:https'
import { join } from 'node:path'
import { loadOrMakeCertificate, type ServerCertificate } from '../api/auth/index.ts'
import {
  type AskingCluster,
  createMetricsApi,
  refused,
  rememberReviews,
  type Trouble,
  usualHeaders,
} from '../api/kubernetes/index.ts'
import { openAccessDesk } from '../collect/kubernetes/index.ts'
import { limits } from '../limits.ts'
import { type Clock, err, ok, type Result } from '../model/index.ts'
import type { AccessDesk, FrontProxy, LiveUsage } from '../model/kubernetes/index.ts'
import type { MetricStore } from '../store/metrics/index.ts'
import { startCertificateLoop } from './certificate-loop.ts'
import type { ClusterDesk } from './cluster.ts'
import type { MangruConfig, MetricsApiConfig } from './config.ts'
import type { Wording } from './hardly-http.ts'
import { closeListener, listen, switchboard } from './listeners.ts'
import type { NamedCluster } from './named-clusters.ts'
import type { StartError } from './stores.ts'

export interface MetricsListener {
  /** Begins to answer; until then callers are told to come back. Undefined: there is no cluster, so there is nothing to tell, which callers are told. */
  connect(asked: MetricsApiSources | undefined): void
  stop(): Promise<void>
}

export interface MetricsApiSources {
  readonly cluster: AskingCluster
  readonly usage: LiveUsage
  readonly metrics: Pick<MetricStore, 'list' | 'statisticsOf'>
  /** Null: a cluster that cannot be asked, as the demo. */
  readonly access: AccessDesk | null
}

type Log = (line: string) => void

/** Undefined: it is not wanted. */
export async function listenForMetrics(
  { metricsApi: wanted, dataDir }: Pick<MangruConfig, 'metricsApi' | 'dataDir'>,
  clock: Clock,
  log: Log,
): Promise<Result<MetricsListener | undefined, StartError>> {
  if (wanted === null) return ok(undefined)
  const authority = wanted.clientAuthority === null ? ok(null) : await readAuthority(wanted.clientAuthority)
  if (!authority.ok) return authority
  const wish = certificateWish(wanted, dataDir, clock)
  const certificate = await loadOrMakeCertificate(wish)
  if (!certificate.ok) return err({ message: certificate.error.message })
  let waitsFor = 'Mangru is starting: the engine opens its data.'
  const board = switchboard(() => waitsFor, asStatus)
  const asksForCertificates = { requestCert: true, rejectUnauthorized: false }
  const tls = { ...certificate.value, ...asksForCertificates, ...(authority.value && { ca: authority.value }) }
  const listener = await listen(wanted.listen, board.handler, tls, {
    flag: '--metrics-api-listen',
    wording: asStatus,
  })
  if (!listener.ok) return err({ message: listener.error.message })
  const server = listener.value.server as TlsServer
  const stopped = new AbortController()
  let proxy: FrontProxy | undefined =
    authority.value === null ? undefined : { authority: authority.value, allowedNames: [], ...usualHeaders }
  let served: ServerCertificate = certificate.value
  const serve = () => server.setSecureContext({ ...served, ...(proxy && { ca: proxy.authority }) })
  const renewal = { first: certificate.value, again: () => loadOrMakeCertificate(wish), clock }
  const stopRenewal = startCertificateLoop(
    {
      ...renewal,
      serve: next => {
        served = next
        serve()
      },
    },
    log,
  )
  const learn = (next: FrontProxy): boolean => {
    if (!isAuthority(next.authority)) return false
    if (next.authority !== proxy?.authority) {
      server.setSecureContext({ ...served, ca: next.authority })
      // What was opened before was judged by another authority, or by none.
      server.closeIdleConnections()
    }
    proxy = next
    return true
  }
  let asking: Promise<void> | undefined
  let desk: AccessDesk | null = null
  const made = certificate.value.authorityFile
  log(`The metrics APIs are at ${listener.value.url}${made === null ? '' : `; what trusts them trusts ${made}`}`)
  return ok({
    connect: asked => {
      if (asked === undefined) {
        waitsFor = 'The metrics APIs have nothing to tell: no cluster is watched.'
        return log(waitsFor)
      }
      const { access, ...sources } = asked
      desk = access
      if (proxy === undefined) asking = learnFrontProxy(access, { learn, clock, signal: stopped.signal, log })
      const review = reviewsOf(access, stopped.signal, log)
      board.connect(
        createMetricsApi({
          ...{ ...sources, clock, frontProxy: () => proxy },
          review: rememberReviews(review, clock),
          onFault: (error, path) => log(`${path} failed: ${said(error)}`),
        }),
      )
    },
    stop: async () => {
      stopped.abort()
      await Promise.all([stopRenewal(), asking, closeListener(listener.value, clock.sleep(limits.stopPatience))])
      desk?.close()
    },
  })
}

/** Who asks here is a program of Kubernetes, also where it asks what is no request, or too early. */
const asStatus: Wording = ({ status, message }) => ({
  body: refused(Number.parseInt(status, 10) as Trouble, message).body,
  headers: {},
})

/** Of the clusters the first that can be asked: it is the one that asks. */
export function metricsSources(
  desks: readonly ClusterDesk[],
  named: readonly NamedCluster[],
  metrics: MetricsApiSources['metrics'],
  clock: Clock,
): MetricsApiSources | undefined {
  const place = desks.findIndex(({ seen }) => seen !== null)
  const port = desks[place]?.port
  if (port?.usage === undefined) return undefined
  const access = named[place]?.access
  return {
    cluster: { names: [port.name], objects: port.objects, object: port.object, sight: port.sight },
    usage: port.usage,
    metrics,
    access: access === undefined ? null : openAccessDesk(access, clock),
  }
}

/** Made certificates are for `localhost` and the names that were told; they lie apart from those of the page. */
const certificateWish = ({ listen: { host }, cert, key, names }: MetricsApiConfig, dataDir: string, clock: Clock) => ({
  ...{ dir: join(dataDir, 'metrics-api'), certFile: cert, keyFile: key },
  ...{ hosts: [host, ...names], clock },
})

async function readAuthority(file: string): Promise<Result<string, StartError>> {
  try {
    const authority = await readFile(file, 'utf8')
    if (isAuthority(authority)) return ok(authority)
    return err({ message: `${file} holds no PEM certificate.` })
  } catch (error) {
    return err({ message: `The authority of --requestheader-client-ca cannot be read: ${(error as Error).message}` })
  }
}

/** TLS itself takes any text, and then trusts nobody. */
function isAuthority(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey.type === 'public'
  } catch {
    return false
  }
}

interface Learning {
  readonly learn: (proxy: FrontProxy) => boolean
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: Log
}

/** Asks the cluster for its front proxy, and now and then again: its authority turns over in years, not in hours. */
async function learnFrontProxy(access: AccessDesk | null, { learn, clock, signal, log }: Learning): Promise<void> {
  let told = ''
  while (!signal.aborted) {
    const asked = access === null ? undefined : await access.frontProxy(signal)
    if (signal.aborted) return
    const known = asked?.ok === true && learn(asked.value)
    const why = known
      ? ''
      : asked === undefined
        ? 'There is no cluster to ask.'
        : asked.ok || asked.error.code === 'aborted'
          ? 'What it publishes is no authority.'
          : asked.error.message
    if (why !== '' && why !== told)
      log(`Nobody can be let in to the metrics APIs: the cluster’s front proxy is not known. ${why}`)
    told = why
    await clock.sleep(known ? limits.frontProxyAskAgain : limits.frontProxyAsk, signal)
  }
}

/** Where the cluster may not be asked, the API server’s own check counts: it lets nobody through to us who may not. */
function reviewsOf(access: AccessDesk | null, signal: AbortSignal, log: Log): Parameters<typeof rememberReviews>[0] {
  let told = false
  return async asked => {
    if (access === null) return ok(true)
    const may = await access.review(asked, signal)
    if (may.ok || may.error.code !== 'may-not') return may
    if (!told) log(`What callers of the metrics APIs may is not asked again: ${may.error.message}`)
    told = true
    return ok(true)
  }
}

const said = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))
