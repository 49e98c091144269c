/** What became of an object, in a form that can be told: what happened, who did it as far as is known, how it sounds. */
import type { Said } from '../../said.ts'
import type { AnyObject } from '../kinds.ts'
import type { Tone } from '../words.ts'

export interface ObjectChange {
  /** Epoch milliseconds. */
  readonly at: number
  /**
   * `rollout`: a workload's pods are made anew. `scaled`: it got another number. `config`: another change of what was asked for. `node`: ready or not, cordoned
   * or not, under pressure.
   */
  readonly type: ChangeType
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** What happened, one sentence each: `image-changed` {container, from, to}, `replicas-changed` {from, to}, … */
  readonly said: readonly Said[]
  /** `bad`: a node is lost or in trouble; `waiting`: something went, or is under way; `good`: it is well again, or new; `done`: all others. */
  readonly tone: Tone
  /** An autoscaler, or the program that somebody used (`kubectl-edit`, `helm`); null: not known. */
  readonly by: { readonly kind: 'autoscaler' | 'program'; readonly name: string } | null
}

export type ChangeType = 'created' | 'deleted' | 'rollout' | 'scaled' | 'config' | 'node'

/** One version of an object and the one before it; `before` null: it is the first that is known, `after` null: it was deleted. */
export interface VersionPair {
  readonly at: number
  readonly before: AnyObject | null
  readonly after: AnyObject | null
}

/** A change as its finder tells it: the rest is the same for all changes of a pair. */
export type Found = Pick<ObjectChange, 'type' | 'said' | 'tone'>

export const found = (type: ChangeType, tone: Tone, ...said: readonly Said[]): readonly Found[] =>
  said.length === 0 ? [] : [{ type, tone, said }]
