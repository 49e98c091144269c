/**
 * Our own HTTP API under `/api`, in types: the server answers these, the page and the command line ask for them.
 * Times are epoch milliseconds, sizes bytes. Errors are `ApiError` with a fitting status. POST bodies are JSON.
 */
import type { LogFieldName, LogLevel } from './log.ts'
import type { Said } from './said.ts'
import type { ApiPodSelector } from './web-api-pod-logs.ts'

export interface ApiError {
  readonly error: {
    /** Stable, kebab-case: `invalid-request`, `unauthenticated`, `forbidden`, `not-found`, `slow-down`, `engine-failed`, `over-limit`, … */
    readonly code: string
    /** Plain words, without secrets. */
    readonly message: string
    /** Where in the input, when that is known: a field's path, or a character span of a pattern. */
    readonly at?: { readonly field?: string; readonly from?: number; readonly to?: number }
    /** The message for any language, where it has a code of its own. */
    readonly said?: Said
  }
}

/** GET /api/session → who calls. POST /api/session {accessKeyId, secretAccessKey} or {token} → same, sets a cookie. DELETE → logs out. */
export interface ApiSession {
  /** false: this server listens on loopback and asks for no login. */
  readonly loginRequired: boolean
  readonly user: { readonly name: string; readonly role: 'reader' | 'writer' | 'operator' } | null
  readonly version: string
  readonly demo: boolean
  readonly cluster: string | null
  /** Which parts of the API this server has beside those that every server has. */
  readonly features: readonly ApiFeature[]
}
export type ApiFeature =
  | 'insights'
  | 'filters'
  | 'subscriptions'
  | 'costs'
  | 'exports'
  | 'ledger'
  | 'metrics'
  | 'alarms'
  | 'topics'
  | 'dashboards'
  | 'cluster'

/** GET /api/logs/groups?contains=&after=&limit=  (ordered by name) */
export interface ApiLogGroups {
  readonly groups: readonly ApiLogGroup[]
  readonly total: number
  /** Pass as `after` for the next page. */
  readonly next?: string
}

export interface ApiLogGroup {
  readonly name: string
  readonly arn: string
  readonly class: string
  readonly createdAt: number
  /** null: kept for ever. */
  readonly retentionDays: number | null
  readonly deletionProtection: boolean
  readonly streams: number
  readonly events: number
  readonly storedBytes: number
  readonly bytesPerSecond: number
}

/** POST /api/logs/groups {name, retentionDays?} → 201 ApiLogGroup. DELETE /api/logs/groups?name= → 204. */
/** PUT /api/logs/groups/retention {name, retentionDays: number|null} → ApiLogGroup */
export interface ApiRetention {
  readonly name: string
  readonly retentionDays: number | null
}
/** The only retention periods that are taken. */
export const retentionChoices: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** GET /api/logs/streams?group=&prefix=&order=name|last-event&after=&limit= */
export interface ApiLogStreams {
  readonly streams: readonly ApiLogStream[]
  readonly next?: string
}
export interface ApiLogStream {
  readonly name: string
  readonly createdAt: number
  /** Absent before the first event. */
  readonly firstEvent?: number
  readonly lastEvent?: number
  readonly lastIngestion?: number
  readonly events: number
  readonly storedBytes: number
}

/** What is asked of logs; the body of the POSTs below. */
export interface ApiLogSelection {
  /** With `pods` none may be named: then it is those where the logs of pods are. */
  readonly groups: readonly string[]
  readonly pods?: ApiPodSelector
  readonly streams?: readonly string[]
  readonly streamPrefix?: string
  /** CloudWatch filter pattern; '' matches all. */
  readonly pattern?: string
  /** All of these must hold. `value: ''` for `level` means "no level found". */
  readonly filters?: readonly ApiLogFilter[]
  /** Inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
  /** Of search and download: messages as they are, also where a data protection policy masks them; for operators. */
  readonly unmask?: boolean
}
export interface ApiLogFilter {
  readonly field: LogFieldName | 'word'
  /** `word` finds whole words (letters and digits) and uses the index: fast. */
  readonly value: string
  readonly exclude?: boolean
}

/** POST /api/logs/search → `application/x-ndjson`, one ApiSearchLine a line; closing the connection stops the work. */
export interface ApiLogSearch extends ApiLogSelection {
  readonly order: 'newest' | 'oldest'
  readonly limit: number
  /** `next` of an earlier page of the same search. */
  readonly after?: string
}
export type ApiSearchLine =
  | { readonly type: 'progress'; readonly rowsRead: number; readonly bytesRead: number; readonly searchedTo: number }
  | { readonly type: 'events'; readonly events: readonly ApiLogEvent[] }
  | {
      readonly type: 'done'
      readonly next?: string
      readonly rowsRead: number
      readonly bytesRead: number
      readonly elapsedMs: number
    }
  | { readonly type: 'error'; readonly error: ApiError['error'] }

export interface ApiLogEvent {
  readonly id: string
  readonly group: string
  readonly stream: string
  readonly timestamp: number
  readonly ingestionTime: number
  readonly message: string
  readonly level: LogLevel
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly node: string
}

/** POST /api/logs/histogram (ApiLogSelection & {bars?: number}) → steps chosen to give at most `bars` (default 120) bars. */
export interface ApiHistogram {
  readonly from: number
  readonly to: number
  readonly stepMs: number
  /** Sparse: steps without events are left out. Ascending. */
  readonly bars: readonly { readonly at: number; readonly counts: Partial<Record<LogLevel, number>> }[]
  readonly events: number
  readonly bytes: number
  readonly rowsRead: number
  readonly elapsedMs: number
}

/** POST /api/logs/facets (ApiLogSelection & {top?: number}) */
export interface ApiFacets {
  readonly facets: readonly {
    readonly field: LogFieldName
    readonly values: readonly { readonly value: string; readonly events: number }[]
  }[]
  readonly elapsedMs: number
}

/** GET /api/logs/context?group=&id=&before=20&after=20 → the event's own stream around it, ascending. */
export interface ApiContext {
  readonly events: readonly ApiLogEvent[]
  readonly id: string
}

/**
 * GET /api/logs/follow?selection=<JSON of ApiLogSelection without from/to> → server-sent events:
 * `event: events` data ApiLogEvent[] · `event: rate` data ApiFollowRate every second · comments as heartbeat.
 */
export interface ApiFollowRate {
  readonly eventsPerSecond: number
  /** Events that matched but were not sent, since the last `rate`, because the reader is slow or the rate too high. */
  readonly sampledOut: number
}

/** GET /api/logs/download?selection=<JSON of ApiLogSelection>&format=ndjson|csv&order= → attachment, streamed. */
/** POST /api/logs/pattern {pattern, messages?: string[]} → checks a pattern; `ok:false` has the position. */
export type ApiPatternCheck =
  | { readonly ok: true; readonly matches: readonly number[] }
  | { readonly ok: false; readonly message: string; readonly from: number; readonly to: number }

/** GET /api/self */
export interface ApiSelf {
  readonly version: string
  readonly startedAt: number
  readonly now: number
  readonly engine: {
    readonly kind: string
    readonly alive: boolean
    readonly restarts: number
    readonly residentBytes: number
  }
  readonly server: { readonly residentBytes: number; readonly heapBytes: number }
  /** The operator's `--memory`. */
  readonly memoryLimit: number
  readonly queue: { readonly bytes: number; readonly limit: number; readonly batches: number }
  /** The way in of metrics: what waits (bytes of rows, calls), and samples since the start and a second over the last minute. */
  readonly metrics?: {
    readonly queueBytes: number
    readonly queueLimit: number
    readonly queueWrites: number
    readonly durableSamples: number
    readonly throttledWrites: number
    readonly samplesPerSecond: number
  }
  readonly ingest: {
    readonly acceptedEvents: number
    readonly acceptedBytes: number
    readonly durableEvents: number
    readonly durableBytes: number
    /** Last minute. */
    readonly eventsPerSecond: number
    readonly bytesPerSecond: number
    readonly throttledRequests: number
    /** Milliseconds from accepted to durable, over the last minute; null without traffic. */
    readonly commitP50: number | null
    readonly commitP99: number | null
  }
  readonly groups: readonly {
    readonly name: string
    readonly accepted: number
    readonly durable: number
    readonly rejectedTooOld: number
    readonly rejectedTooNew: number
    readonly rejectedExpired: number
    readonly throttled: number
  }[]
  readonly disk: {
    readonly path: string
    readonly dataBytes: number
    readonly freeBytes: number
    readonly totalBytes: number
    /** At the last hour's rate; null when unknown or practically endless. */
    readonly daysLeft: number | null
    readonly rows: number
    readonly parts: number
  }
}
