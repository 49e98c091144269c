/**
 * The audit webhook: what `--audit-webhook-config-file` of an API server sends, `EventList`s of `audit.k8s.io/v1`. The cluster stands in the path, since an
 * API server drops the question mark part of its webhook's URL. Whatever cannot be taken just now is answered so that the API server sends it again.
 */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { ok } from '../../model/index.ts'
import type { AuditPort, AuditSaid } from './audit-port.ts'
import { answer, goneSignal, type Routes, refuse } from './routes.ts'
import { clusterWord } from './shape-parts.ts'
import { readShape } from './shapes.ts'
import { type Asked, refusal } from './trouble.ts'

const asked = z.object({ cluster: clusterWord.min(1).exactOptional() })
const list = z.object({
  kind: z.literal('EventList'),
  apiVersion: z.literal('audit.k8s.io/v1'),
  items: z.array(z.unknown()).nullish(),
})
const single = z.looseObject({ kind: z.literal('Event'), apiVersion: z.literal('audit.k8s.io/v1') })

export const auditRoutes: Routes = (app, { audit }) => {
  if (audit === undefined) return
  let calls = 0
  for (const path of ['/api/kubernetes/audit', '/api/kubernetes/audit/:cluster']) {
    const options = { config: { need: 'put' }, bodyLimit: limits.auditBodyBytes } as const
    app.post(path, {
      ...options,
      // Before the body is read: what waits takes no memory here.
      onRequest: async (_request, reply) => {
        // Who is gone already, while its token was looked at, tells nobody that it goes.
        if (calls >= limits.auditCalls || reply.raw.destroyed) return refuse(reply, tooMany.error)
        calls += 1
        reply.raw.once('close', () => {
          calls -= 1
        })
      },
      handler: async (request, reply) => {
        const cluster = readShape(asked, { ...(request.query as object), ...(request.params as object) })
        if (!cluster.ok) return refuse(reply, cluster.error)
        const events = readShape(z.union([list, single]), request.body)
        if (!events.ok) return refuse(reply, noEvents.error)
        const items = events.value.kind === 'EventList' ? (events.value.items ?? []) : [events.value]
        const call = { cluster: cluster.value.cluster, source: request.ip, events: items }
        return answer(reply, await take(audit, call, goneSignal(request, reply)))
      },
    })
  }
}

async function take(
  audit: AuditPort,
  call: Parameters<AuditPort['take']>[0],
  signal: AbortSignal,
): Promise<Asked<AuditSaid>> {
  const taken = await audit.take(call, signal)
  if (taken.ok) return ok(taken.value)
  switch (taken.error.code) {
    case 'slow-down':
      return tooMany
    case 'failed':
      return refusal(503, 'unavailable', taken.error.message)
    case 'no-cluster':
      return refusal(404, 'no-cluster', 'Name the cluster in the path: /api/kubernetes/audit/NAME.')
  }
}

const tooMany = refusal(429, 'slow-down', 'More is sent than can be stored just now: send it again.')
const noEvents = refusal(400, 'invalid-request', 'This is no EventList of audit.k8s.io/v1.')
