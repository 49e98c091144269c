/** A running Mangru: opens what keeps, starts what serves, and stops both in order. */
import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import type { Server as TlsServer } from 'node:https'
import { getHeapStatistics } from 'node:v8'
import { loadOrMakeCertificate, loadOrMakeSealer, type Sealer } from '../api/auth/index.ts'
import { directKeys, serveControl } from '../api/control/index.ts'
import { limits } from '../limits.ts'
import { err, ok, type Result } from '../model/index.ts'
import { createTailHub } from '../query/tail/index.ts'
import { objectStore } from '../store/objects/index.ts'
import type { KeySettings } from '../store/settings/index.ts'
import { openAlarms } from './alarms.ts'
import { startCertificateLoop } from './certificate-loop.ts'
import { systemClock, systemRandom } from './clock.ts'
import { openClusters } from './cluster.ts'
import { startCollectors } from './collectors.ts'
import type { MangruConfig } from './config.ts'
import { openExports } from './exports.ts'
import { openFaces } from './faces.ts'
import { forgetDemo } from './forget-demo.ts'
import { startJanitor } from './janitor-loop.ts'
import { startKeyFolder } from './key-folder-loop.ts'
import { closeListener, type Listener, listen, switchboard } from './listeners.ts'
import { leastMemory, objectsFor, planMemory } from './memory.ts'
import { listenForMetrics, metricsSources } from './metrics-api.ts'
import { nameClusters } from './named-clusters.ts'
import { openNotify } from './notify.ts'
import { podLogReports } from './pod-log-reports.ts'
import { startRest } from './rest-loop.ts'
import { openStores, type StartError } from './stores.ts'
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

type Log = (line: string) => void

export async function startMangru(config: MangruConfig): Promise<Result<RunningMangru, StartError>> {
  if (config.memory < leastMemory) return err({ message: tooLittleMemory })
  const log: Log = line => process.stderr.write(`${new Date(systemClock.now()).toISOString()} ${line}\n`)
  const detail: Log = config.logLevel === 'debug' ? log : () => undefined
  const board = switchboard(() => 'Mangru is starting: the engine opens its data.')
  const listeners = await openListeners(config, board.handler, log)
  if (!listeners.ok) return listeners
  const { plain, tls, authorityFile } = listeners.value
  const metricsApi = await listenForMetrics(config, systemClock, log)
  const closeListeners = async () => {
    await listeners.value.stopRenewal()
    const patience = systemClock.sleep(limits.stopPatience)
    const stopped = metricsApi.ok ? metricsApi.value?.stop() : undefined
    await Promise.all([stopped, ...[plain, tls].map(one => one && closeListener(one, patience))])
  }
  if (!metricsApi.ok) {
    await closeListeners()
    return metricsApi
  }
  const memory = planMemory(config.memory)
  const named = nameClusters(config, systemClock)
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
  const clusters = await openClusters(await named, {
    ...{ engine: stores.value.engine, clock: systemClock, random: systemRandom, log },
    objects: objectsFor(getHeapStatistics().heap_size_limit),
    ...(config.nodeGroups === 'aws' ? { aws: { endpoint: config.awsEndpoint } } : {}),
    chosenKinds: config.watchKinds,
  })
  const podLogs = podLogReports()
  if (!config.demo || config.kubeconfig !== null) {
    const watched = clusters.all.map(({ port }) => port.name)
    const ports = { settings: stores.value.logSettings, objects: objectStore(stores.value.engine), clock: systemClock }
    await forgetDemo({ ...ports, watched }, log)
  }
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
      clusters,
      podLogs: podLogs.port,
    },
    log,
  )
  const collectors = clusters.all.flatMap(({ seen, demo, port }) => {
    if (seen === null) return []
    const beside = { demo, stores: stores.value, clock: systemClock, observe: faces.observe }
    const started = startCollectors({ ...seen, ...beside }, config, log)
    podLogs.add(port.name, started.podLogs)
    return [started]
  })
  const ownKeys = {
    keys: tellingOfChanges(stores.value.settings.keys, faces.auth.keysChanged),
    ...{ sealer: sealer.value, clock: systemClock },
  }
  const stopKeyFolder =
    config.keysFrom === null ? undefined : await startKeyFolder({ ...ownKeys, folder: config.keysFrom }, log)
  metricsApi.value?.connect(metricsSources(clusters.all, await named, stores.value.keeping.metrics, systemClock))
  alarms.onDeeds(() => notify.value.wake())
  alarms.begin()
  board.connect(faces.handler)
  const control = await serveControl(config.dataDir, directKeys({ ...ownKeys, random: randomBytes }))
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
        stopKeyFolder?.(),
        stopRest?.(),
        faces.canary.stop(),
        faces.selfMetrics.stop(),
        faces.audit.stop(),
        queriesStopped,
        faces.http.close(),
        desk.stop(),
        exports.stop(),
        notify.value.stop(),
        // They ask the cluster, so they end before it does.
        Promise.all(collectors.map(one => one.stop())).then(() => clusters.stop()),
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
