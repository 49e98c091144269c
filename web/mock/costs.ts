/** `src/model/web-api-costs.ts` from memory: sizes and prices, exports that move, a ledger with trouble in it. */
import type { ApiExport, ApiLedger, ApiLogCosts } from '../../src/model/index.ts'
import { done, type Handler, refuse, send } from './answer.ts'
import { mockGroups } from './lines.ts'
import { chance } from './random.ts'

const startedAt = Date.now()
const gib = 2 ** 30
const named = mockGroups.filter(group => group.perSecond > 0 && !group.name.startsWith('/mock/'))

function costs(days: number): ApiLogCosts {
  const here = { dollarsPerGiBMonth: 0.08, bytesOnDiskPerByte: 0.09 }
  const cloudWatch = {
    region: 'us-east-1',
    asOf: '2026-11-01',
    ingestPerGiB: 0.5,
    storePerGiBMonth: 0.03,
    scanPerGiB: 0.005,
  }
  const priced = (bytesPerDay: number, storedBytes: number) => ({
    herePerMonth: ((storedBytes * here.bytesOnDiskPerByte) / gib) * here.dollarsPerGiBMonth,
    cloudWatchPerMonth:
      ((bytesPerDay * 30) / gib) * cloudWatch.ingestPerGiB + ((storedBytes * 0.15) / gib) * cloudWatch.storePerGiBMonth,
  })
  const groups = named.map(group => {
    const bytesPerDay = group.perSecond * 0.6 * 86_400 * 230 * 40
    const kept = group.name === '/demo/frontend' ? 7 : group.name === '/demo/backend-app' ? 30 : null
    const storedBytes = bytesPerDay * Math.min(kept ?? 200, 200)
    return {
      name: group.name,
      retentionDays: kept,
      kind: (/\/(application|host|dataplane|performance)$/.exec(group.name)?.[1] ?? 'other') as 'other',
      storedBytes,
      diskBytes: storedBytes * here.bytesOnDiskPerByte,
      events: storedBytes / 230,
      bytesPerDay,
      ...priced(bytesPerDay, storedBytes),
    }
  })
  const workloads = ['backend-app', 'frontend', 'kubelet', ''].flatMap((workload, place) =>
    ['INFO', 'DEBUG', 'WARN', 'ERROR', ''].map((level, at) => {
      const bytes = chance(place, at, 3) * 4e9 * (days / 30)
      return {
        namespace: workload === '' ? '' : workload === 'kubelet' ? 'kube-system' : `demo-${workload.split('-')[0]}`,
        workload,
        level,
        events: bytes / 230,
        bytes,
        ...priced(bytes / days, bytes),
      }
    }),
  )
  return {
    from: Date.now() - days * 86_400_000,
    to: Date.now(),
    here,
    cloudWatch,
    groups,
    workloads,
    recommendations: [
      {
        code: 'debug-lines',
        group: '/aws/containerinsights/demo/application',
        namespace: 'demo-backend',
        workload: 'backend-app',
        level: 'DEBUG',
        days: 90,
        herePerMonth: 1.2,
        cloudWatchPerMonth: 41.3,
      },
      {
        code: 'no-retention',
        group: '/aws/containerinsights/demo/dataplane',
        days: 200,
        herePerMonth: 0.4,
        cloudWatchPerMonth: 9.75,
        retentionDays: 30,
      },
    ],
  }
}

const exports = new Map<string, ApiExport>()
const keep = (part: Partial<ApiExport>) => {
  const id = part.id ?? `export-${exports.size + 1}`
  exports.set(id, {
    id,
    group: '/demo/backend-app',
    from: startedAt - 86_400_000,
    to: startedAt,
    destination: 'file:archive',
    format: 'parquet',
    status: 'RUNNING',
    createdAt: Date.now(),
    events: 0,
    bytes: 0,
    files: 0,
    ...part,
  })
  return exports.get(id)!
}
keep({ status: 'COMPLETED', events: 155_204, bytes: 4_204_113, files: 3, createdAt: startedAt - 86_000_000 })
keep({
  status: 'FAILED',
  destination: 's3://cold-logs',
  format: 'ndjson',
  message: 'The bucket cold-logs answered AccessDenied.',
  createdAt: startedAt - 3_600_000,
})
keep({ status: 'RUNNING', events: 41_000, bytes: 1_100_000, files: 1, createdAt: startedAt - 20_000 })

function ledger(group: string): ApiLedger {
  const age = (Date.now() - startedAt) / 1_000 + 3_600
  const sources = named.slice(0, 12).flatMap(one =>
    [0, 1].map(at => {
      const accepted = Math.round(one.perSecond * age * (at + 1))
      return {
        group: one.name,
        stream: `${one.name.split('/').at(-1)}-${at}`,
        accepted,
        durable: accepted - (one.seed === 1 ? 6 : 0),
        queryable: one.seed === 3 && at === 1 ? null : accepted - (one.seed === 1 ? 6 : 0),
        late: one.seed === 4 ? 18 : 0,
        rejected: {
          tooOld: one.seed === 4 && at === 0 ? 112 : 0,
          tooNew: 0,
          expired: one.seed === 5 ? 7 : 0,
          throttled: one.seed === 1 ? 3 : 0,
          invalid: 0,
        },
        lastAt: Date.now() - 1_000 * (at + 1),
      }
    }),
  )
  return {
    sources: sources.filter(one => one.group.includes(group)),
    canary: {
      lastOk: Date.now() - 4_000,
      lastMs: 412,
      p99Ms: 880,
      written: 360,
      failed: 0,
      lastFailure: null,
    },
  }
}

export const costHandlers: Record<string, Handler> = {
  'GET /api/logs/costs': ({ url, response }) => {
    const days = Number(url.searchParams.get('days') ?? 30)
    if (!(days >= 1)) return refuse(response, 400, 'invalid-request', 'days is 1 or more.', { field: 'days' })
    send(response, 200, costs(days))
  },
  'GET /api/self/ledger': ({ url, response }) => send(response, 200, ledger(url.searchParams.get('group') ?? '')),
  'GET /api/logs/exports': ({ response }) =>
    send(response, 200, {
      exports: [...exports.values()].sort((a, b) => b.createdAt - a.createdAt),
      allowed: ['file:archive', 's3://cold-logs'],
    }),
  'POST /api/logs/exports': ({ body, response }) => {
    const request = body as Partial<ApiExport>
    if (!mockGroups.some(group => group.name === request.group))
      return refuse(response, 404, 'not-found', `There is no log group ${request.group}.`, { field: 'group' })
    send(response, 202, keep({ ...request, status: 'PENDING' }))
  },
  'DELETE /api/logs/exports': ({ url, response }) => {
    const found = exports.get(url.searchParams.get('id') ?? '')
    if (found) exports.set(found.id, { ...found, status: 'CANCELLED' })
    done(response)
  },
}
