/** Audit events as an API server sends them; for tests. */
import type { Instant } from '../../model/index.ts'

export const auditItem = (id: number | string, at: Instant, more: object = {}) => ({
  ...{ level: 'Metadata', auditID: `id-${id}`, stage: 'ResponseComplete', requestURI: '/api/v1/pods', verb: 'list' },
  user: { username: 'admin', groups: ['system:masters'] },
  ...{ sourceIPs: ['10.0.0.1'], objectRef: { resource: 'pods', namespace: 'shop' }, responseStatus: { code: 200 } },
  ...{ requestReceivedTimestamp: new Date(at - 5).toISOString(), stageTimestamp: new Date(at).toISOString() },
  ...more,
})
