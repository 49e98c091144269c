/** How an object is, in words: what `kubectl` would print, whether that is good, and why. */
import type { Said } from '../said.ts'

/** `done`: it has ended as it should. `waiting`: on its way, or about to be known. */
export type Tone = 'good' | 'waiting' | 'bad' | 'done'

export interface Words {
  /** As `kubectl` says it: `Running`, `CrashLoopBackOff`, `NotReady,SchedulingDisabled`. */
  readonly status: string
  readonly tone: Tone
  /** The reasons, the most telling first; empty where all is well. */
  readonly why: readonly Said[]
}
