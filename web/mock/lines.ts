/** Log lines of a small invented cluster, as a pure function of group and second: any range can be asked for at once, and twice is the same. */
import type { ApiLogEvent, LogLevel } from '../../src/model/index.ts'
import { chance, hash, hex, pick } from './random.ts'

interface Workload {
  readonly namespace: string
  readonly container: string
  readonly pods: readonly string[]
  readonly write: (seed: number, at: number) => { readonly level: LogLevel; readonly message: string }
}

const nodes = ['ip-10-0-1-17.ec2.internal', 'ip-10-0-2-84.ec2.internal', 'ip-10-0-3-41.ec2.internal']
const calls = [
  'Health GET API called.',
  'REGION GET ALL API',
  'LOCATION LIST BY REGION ID API',
  'LOCATION GET BY ID API',
]

/** Trouble comes in stretches of a few minutes, so that the histogram has something to find. */
const troubled = (at: number): boolean => Math.floor(at / 60_000) % 47 < 4

function backend(seed: number, at: number): { level: LogLevel; message: string } {
  const roll = chance(seed, 1)
  const bad = troubled(at)
  const level: LogLevel =
    roll < (bad ? 0.22 : 0.012) ? 'ERROR' : roll < (bad ? 0.4 : 0.06) ? 'WARN' : roll < 0.9 ? 'INFO' : 'DEBUG'
  const text =
    level === 'ERROR'
      ? pick(
          [
            'Could not open JDBC Connection for transaction',
            'Read timed out after 3000 ms: backend-db:5432',
            'I/O error on GET request for "http://location-service/regions"',
          ],
          seed,
          2,
        )
      : level === 'WARN'
        ? pick(
            [
              'HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=47s512ms).',
              'Slow query: select * from location where region_id = ? (1840 ms)',
            ],
            seed,
            2,
          )
        : level === 'DEBUG'
          ? `cache ${chance(seed, 5) < 0.7 ? 'hit' : 'miss'} region:${hash(seed, 3) % 40}`
          : pick(calls, seed, 2)
  if (level === 'ERROR' && chance(seed, 6) < 0.5)
    return {
      level,
      message: `${new Date(at).toISOString()} ERROR 1 --- [nio-8080-exec-${hash(seed, 7) % 9}] c.e.region.RegionController : ${text}\norg.springframework.transaction.CannotCreateTransactionException: ${text}\n\tat org.springframework.orm.jpa.JpaTransactionManager.doBegin(JpaTransactionManager.java:466)\n\tat org.springframework.transaction.support.AbstractPlatformTransactionManager.startTransaction(AbstractPlatformTransactionManager.java:531)\n\tat com.example.region.RegionService.findAll(RegionService.java:41)\nCaused by: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms.\n\t... 62 common frames omitted`,
    }
  return {
    level,
    message: JSON.stringify({
      '@timestamp': new Date(at).toISOString(),
      level,
      logger: 'com.example.region.RegionController',
      thread: `http-nio-8080-exec-${hash(seed, 7) % 9}`,
      message: text,
      trace_id: hex(32, seed, 8),
      ...(level === 'INFO'
        ? { http: { method: 'GET', path: '/api/regions', status: 200, ms: hash(seed, 9) % 180 } }
        : {}),
    }),
  }
}

function frontend(seed: number, at: number): { level: LogLevel; message: string } {
  const roll = chance(seed, 1)
  const status = roll < (troubled(at) ? 0.15 : 0.008) ? 502 : roll < 0.05 ? 404 : roll < 0.2 ? 304 : 200
  const path = pick(
    ['/', '/api/regions', '/api/locations?region=3', '/static/app.js', '/favicon.ico', '/healthz'],
    seed,
    2,
  )
  const when = new Date(at)
    .toUTCString()
    .slice(5, 25)
    .replaceAll(' ', '/')
    .replace(/\/(\d\d:)/, ':$1')
  return {
    level: '',
    message: `10.0.${hash(seed, 3) % 4}.${hash(seed, 4) % 250} - - [${when} +0000] "GET ${path} HTTP/1.1" ${status} ${hash(seed, 5) % 9_000} "-" "Mozilla/5.0 (X11; Linux x86_64)" 0.${String(hash(seed, 6) % 900).padStart(3, '0')}`,
  }
}

function kubelet(seed: number, at: number): { level: LogLevel; message: string } {
  const roll = chance(seed, 1)
  const clock = new Date(at).toISOString()
  const stamp = `${clock.slice(5, 7)}${clock.slice(8, 10)} ${clock.slice(11, 23)}000`
  if (roll < 0.05)
    return {
      level: 'ERROR',
      message: `E${stamp}    1423 pod_workers.go:1298] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"batch-app\\" with CrashLoopBackOff" pod="demo-batch/batch-app-${hex(5, seed)}"`,
    }
  if (roll < 0.15)
    return {
      level: 'WARN',
      message: `W${stamp}    1423 eviction_manager.go:375] "Eviction manager: attempting to reclaim" resourceName="memory"`,
    }
  return {
    level: 'INFO',
    message: `I${stamp}    1423 reconciler_common.go:245] "operationExecutor.VerifyControllerAttachedVolume started for volume" volumeName="kube-api-access-${hex(5, seed)}"`,
  }
}

const workloads: readonly Workload[] = [
  {
    namespace: 'demo-backend',
    container: 'backend-app',
    pods: ['backend-app-7c9d8f6b5-k2x8v', 'backend-app-7c9d8f6b5-q9wlm', 'backend-app-7c9d8f6b5-zt4hn'],
    write: backend,
  },
  {
    namespace: 'demo-frontend',
    container: 'nginx',
    pods: ['frontend-5d4f9c7b8-8mzpl', 'frontend-5d4f9c7b8-w5rcx'],
    write: frontend,
  },
  { namespace: 'kube-system', container: 'kubelet', pods: ['kubelet-1', 'kubelet-2'], write: kubelet },
]

export interface MockGroup {
  readonly name: string
  readonly seed: number
  /** Lines a second on average; 0: an empty group. */
  readonly perSecond: number
  readonly workloads: readonly number[]
}

/** Lines of one group in one second, ascending. */
export function linesOfSecond(group: MockGroup, second: number): ApiLogEvent[] {
  const dayShape = 0.6 + 0.4 * Math.sin((second / 86_400) * 2 * Math.PI)
  const wanted = group.perSecond * dayShape * (troubled(second * 1_000) ? 1.6 : 1)
  const count = Math.floor(wanted + chance(group.seed, second))
  const events: ApiLogEvent[] = []
  for (let at = 0; at < count; at += 1) {
    const seed = hash(group.seed, second, at)
    const workload = workloads[pick(group.workloads, seed, 10)]!
    const timestamp = second * 1_000 + Math.floor((1_000 * at) / count)
    const pod = pick(workload.pods, seed, 11)
    const { level, message } = workload.write(seed, timestamp)
    events.push({
      id: `${timestamp}${String(group.seed).padStart(6, '0')}${String(at).padStart(6, '0')}`.padStart(56, '0'),
      group: group.name,
      stream: `${pod}_${workload.namespace}_${workload.container}-${hex(12, group.seed, hash(12))}`,
      timestamp,
      ingestionTime: timestamp + 300 + (seed % 900),
      message,
      level,
      namespace: workload.namespace,
      pod,
      container: workload.container,
      node: pick(nodes, hash(pod.length), pod.charCodeAt(pod.length - 1)),
    })
  }
  return events
}

export const mockGroups: readonly MockGroup[] = [
  { name: '/aws/containerinsights/demo/application', seed: 1, perSecond: 6, workloads: [0, 1] },
  { name: '/aws/containerinsights/demo/dataplane', seed: 2, perSecond: 1.5, workloads: [2] },
  { name: '/aws/containerinsights/demo/host', seed: 3, perSecond: 0.3, workloads: [2] },
  { name: '/demo/backend-app', seed: 4, perSecond: 3, workloads: [0] },
  { name: '/demo/frontend', seed: 5, perSecond: 2, workloads: [1] },
  // Names that reach a state on purpose, to be seen in development as well.
  { name: '/mock/empty', seed: 6, perSecond: 0, workloads: [0] },
  { name: '/mock/failing', seed: 7, perSecond: 1, workloads: [0] },
  { name: '/mock/cut-off', seed: 8, perSecond: 1, workloads: [0] },
  { name: '/mock/slow', seed: 9, perSecond: 1, workloads: [0] },
  ...Array.from({ length: 240 }, (_, at) => ({
    name: `/aws/lambda/${['resize-image', 'send-mail', 'nightly-report', 'sync-stock'][at % 4]}-${String(at).padStart(3, '0')}`,
    seed: 100 + at,
    perSecond: 0.02 * (at % 7),
    workloads: [0],
  })),
]
