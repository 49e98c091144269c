/** A performance event: the members that the agent writes, in one JSON object, and the declaration of those that become metrics. */
import type { Instant } from '../../model/index.ts'
import { declarationsOf, type EventType, type Mode } from './declarations.ts'
import type { Fields } from './rates.ts'

export type PerformanceEvent = Readonly<Record<string, unknown>>

export interface EventContext {
  readonly cluster: string
  readonly mode: Mode
  /** Of the sample: all its events have this time. */
  readonly at: Instant
}

export interface EventFacts {
  readonly type: EventType
  readonly sources: readonly ('cadvisor' | '/proc' | 'pod' | 'calculated' | 'apiserver')[]
  /** Members beside the cluster's name that say what it is: names, also those that only some modes have (undefined: not a member). */
  readonly names: { readonly [name: string]: string | undefined }
  readonly kubernetes?: Readonly<Record<string, unknown>>
  readonly fields: Fields
  /** Members that are words. */
  readonly words?: Readonly<Record<string, string>>
}

export function performanceEvent({ cluster, mode, at }: EventContext, facts: EventFacts): PerformanceEvent {
  const { type, sources, kubernetes, fields, words } = facts
  const names: Record<string, string> = { ClusterName: cluster }
  for (const [name, value] of Object.entries(facts.names)) if (value !== undefined) names[name] = value
  const declared = declarationsOf(type, mode, { ...names, ...fields })
  return {
    ...(declared === undefined ? {} : { CloudWatchMetrics: declared }),
    ...names,
    Sources: sources,
    Timestamp: String(at),
    Type: type,
    Version: '0',
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...words,
    ...fields,
  }
}
