/** An event of a Kubernetes audit log as the line that EKS makes of it. Pure. */
import { limits } from '../../limits.ts'
import { type Instant, instant } from '../../model/index.ts'

export interface AuditEvent {
  /** An event is told at each stage of its request, and may be told again: this names it. */
  readonly key: string
  readonly at: Instant
  /** JSON of an `audit.k8s.io/v1` event. */
  readonly message: string
}

interface Told {
  readonly auditID?: unknown
  readonly stage?: unknown
  readonly stageTimestamp?: unknown
  readonly requestReceivedTimestamp?: unknown
  readonly objectRef?: { readonly resource?: unknown; readonly subresource?: unknown }
  readonly annotations?: unknown
}

/** What was left out of an event, as an annotation: `secret` or `too large`. */
export const leftOutAnnotation = 'audit.mangru.dev/left-out'

/** Undefined: it is no such event. Bodies of Secrets, ConfigMaps and tokens are left out, and bodies of events that are larger than a log event may be. */
export function auditEventOf(value: unknown): AuditEvent | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const event = value as Told
  const { auditID, stage } = event
  if (typeof auditID !== 'string' || typeof stage !== 'string' || auditID === '') return undefined
  if (auditID.length + stage.length > limits.auditKeyChars) return undefined
  const at = timeOf(event.stageTimestamp) ?? timeOf(event.requestReceivedTimestamp)
  if (at === undefined) return undefined
  return { key: `${auditID} ${stage}`, at, message: messageOf(event) }
}

/** Which event a stored line tells of; undefined: none. */
export function auditKeyOf(message: string): string | undefined {
  try {
    const { auditID, stage } = JSON.parse(message) as Told
    return typeof auditID === 'string' && typeof stage === 'string' ? `${auditID} ${stage}` : undefined
  } catch {
    return undefined
  }
}

function timeOf(text: unknown): Instant | undefined {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isFinite(time) ? instant(time) : undefined
}

function messageOf(event: Told): string {
  // In a list an event does not say what it is.
  const named = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...event }
  const message = JSON.stringify(holdsSecret(event) ? without(named, 'secret') : named)
  return fits(message) ? message : whatFits(named)
}

/** As of the objects themselves, no values of Secrets and ConfigMaps get in. */
const secretResources: ReadonlySet<string> = new Set(['secrets', 'configmaps', 'tokenreviews'])

function holdsSecret({ objectRef }: Told): boolean {
  const { resource, subresource } = objectRef ?? {}
  return (typeof resource === 'string' && secretResources.has(resource)) || subresource === 'token'
}

const fits = (message: string): boolean =>
  Buffer.byteLength(message) + limits.logEventOverhead <= limits.putLogEventsBytes

function whatFits(event: Told): string {
  const bare = JSON.stringify(without(event, 'too large'))
  if (fits(bare)) return bare
  const { auditID, stage, stageTimestamp, requestReceivedTimestamp } = event
  return JSON.stringify({
    ...{ kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID, stage, stageTimestamp, requestReceivedTimestamp },
    annotations: { [leftOutAnnotation]: 'too large' },
  })
}

function without(event: Told, why: string): object {
  const { requestObject: _asked, responseObject: _answered, ...rest } = event as Record<string, unknown>
  const annotations = typeof event.annotations === 'object' ? event.annotations : {}
  const left = 'requestObject' in event || 'responseObject' in event
  return left ? { ...rest, annotations: { ...annotations, [leftOutAnnotation]: why } } : rest
}
