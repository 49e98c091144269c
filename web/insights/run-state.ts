/** A query on its way, line by line: where it stands in the queue, how far it is, what it found. Pure. */
import type {
  ApiQueryAnswer,
  ApiQueryLine,
  ApiQueryMend,
  ApiQueryNotice,
  ApiQueryRun,
  Said,
} from '../../src/model/index.ts'

export interface RunState {
  readonly phase: 'idle' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
  readonly id: string | undefined
  /** Its place in the line, 1 is the next; 0: it runs. */
  readonly position: number
  /** 0 to 1; null: not known. */
  readonly progress: number | null
  readonly answer: ApiQueryAnswer | undefined
  /** What the compiler said about the text. */
  readonly notices: readonly ApiQueryNotice[]
  readonly error: RunError | undefined
}
export interface RunError {
  readonly code: string
  readonly message: string
  readonly at?: { readonly from?: number; readonly to?: number }
  readonly mend?: ApiQueryMend
  readonly said?: Said
}
export type RunStep = ApiQueryLine | { readonly type: 'cancelled' } | { readonly type: 'ended' }

export const idleRun: RunState = {
  phase: 'idle',
  id: undefined,
  position: 0,
  progress: null,
  answer: undefined,
  notices: [],
  error: undefined,
}
/** Asked, and nothing heard yet. */
export const startedRun: RunState = { ...idleRun, phase: 'running' }

const over = (state: RunState): boolean =>
  state.phase === 'done' || state.phase === 'failed' || state.phase === 'cancelled'

export function stepRun(state: RunState, step: RunStep): RunState {
  if (over(state)) return state
  switch (step.type) {
    case 'accepted':
      return {
        ...state,
        id: step.id,
        position: step.position,
        notices: step.notices,
        phase: step.position > 0 ? 'waiting' : 'running',
      }
    case 'partial': {
      const { type: _type, progress, ...answer } = step
      return { ...state, phase: 'running', position: 0, progress, answer }
    }
    case 'done': {
      const { type: _type, ...answer } = step
      return { ...state, phase: 'done', position: 0, progress: 1, answer }
    }
    case 'error':
      return { ...state, phase: 'failed', error: step.error }
    case 'cancelled':
      return { ...state, phase: 'cancelled' }
    case 'ended':
      return { ...state, phase: 'failed', error: { code: 'cut-off', message: '' } }
  }
}

/** A run of the past with the answer that was kept. */
export function pastRun(run: ApiQueryRun): RunState {
  const phases = {
    Scheduled: 'waiting',
    Running: 'running',
    Complete: 'done',
    Failed: 'failed',
    Cancelled: 'cancelled',
    Timeout: 'failed',
  } as const
  return {
    ...idleRun,
    phase: phases[run.status],
    id: run.id,
    progress: run.status === 'Complete' ? 1 : null,
    answer: run.answer,
    error:
      phases[run.status] === 'failed'
        ? {
            code: run.status.toLowerCase(),
            message: run.message ?? run.status,
            ...(run.said === undefined ? {} : { said: run.said }),
          }
        : undefined,
  }
}

/** Milliseconds still to go at the pace so far; undefined while there is no pace, or when it is over in a moment. */
export function timeLeft(progress: number | null, elapsedMs: number): number | undefined {
  if (progress === null || progress < 0.02 || progress >= 1) return undefined
  const left = (elapsedMs * (1 - progress)) / progress
  return left < 1_000 ? undefined : Math.ceil(left / 1_000) * 1_000
}
