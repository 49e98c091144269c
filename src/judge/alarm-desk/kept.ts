/** What an alarm remembers from one evaluation to the next, as the settings keep it. */
import type { AlarmMessageState, Instant } from '../../model/index.ts'
import { type AlarmMemory, type Contributors, newMemory } from '../alarms/index.ts'
import type { EvaluationState } from './port.ts'

export interface Kept {
  readonly memory: AlarmMemory
  /** By id, of an alarm over several series. */
  readonly contributors?: Contributors
  /** What it was in before it entered its state: messages tell both. */
  readonly before?: AlarmMessageState
  readonly evaluationState?: EvaluationState
}

export const newKept = (at: Instant): Kept => ({ memory: newMemory(at) })

export const printKept = (kept: Kept): string => JSON.stringify(kept)

/** Only what `printKept` wrote is read. */
export const readKept = (text: string): Kept => JSON.parse(text) as Kept

export const messageState = ({ memory }: Kept): AlarmMessageState => ({
  value: memory.state,
  reason: memory.reason,
  reasonData: memory.reasonData,
  at: memory.transitionedAt,
})
