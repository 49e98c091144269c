/** A live tail as a value: what is on the screen, what waits while it is paused, what had to be let go, and how fast it runs. Pure. */
import type { ApiFollowRate, ApiLogEvent } from '../../src/model/index.ts'

export interface FollowState {
  readonly connection: 'opening' | 'open' | 'retrying' | 'closed'
  readonly paused: boolean
  /** Oldest first. */
  readonly events: readonly ApiLogEvent[]
  /** Arrived while paused, oldest first. */
  readonly waiting: readonly ApiLogEvent[]
  /** Lines that left the view because it holds so many only. */
  readonly dropped: number
  readonly rate: number
  /** Lines that matched but were not sent by the server, in all. */
  readonly sampledOut: number
}

export interface FollowBounds {
  readonly shown: number
  readonly waiting: number
}

export type FollowStep =
  /** By a search, oldest first: what was there before the tail was open, or came while its connection was broken. */
  | { readonly type: 'found'; readonly events: readonly ApiLogEvent[] }
  | { readonly type: 'opened' }
  | { readonly type: 'events'; readonly events: readonly ApiLogEvent[] }
  | { readonly type: 'rate'; readonly rate: ApiFollowRate }
  | { readonly type: 'trouble'; readonly final: boolean }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }

export const newFollow: FollowState = {
  connection: 'opening',
  paused: false,
  events: [],
  waiting: [],
  dropped: 0,
  rate: 0,
  sampledOut: 0,
}

export function stepFollow(state: FollowState, step: FollowStep, bounds: FollowBounds): FollowState {
  switch (step.type) {
    case 'found': {
      const known = new Set([...state.events, ...state.waiting].map(event => event.id))
      const missed = step.events.filter(event => !known.has(event.id))
      return state.paused
        ? keep({ ...state, waiting: inserted(state.waiting, missed) }, 'waiting', bounds.waiting)
        : keep({ ...state, events: inserted(state.events, missed) }, 'events', bounds.shown)
    }
    case 'opened':
      return { ...state, connection: 'open' }
    case 'events':
      return state.paused
        ? keep({ ...state, waiting: state.waiting.concat(step.events) }, 'waiting', bounds.waiting)
        : keep({ ...state, events: joined(state.events, step.events) }, 'events', bounds.shown)
    case 'rate':
      return { ...state, rate: step.rate.eventsPerSecond, sampledOut: state.sampledOut + step.rate.sampledOut }
    case 'trouble':
      return { ...state, connection: step.final ? 'closed' : 'retrying', rate: 0 }
    case 'pause':
      return state.paused ? state : { ...state, paused: true }
    case 'resume':
      return keep(
        { ...state, paused: false, events: joined(state.events, state.waiting), waiting: [] },
        'events',
        bounds.shown,
      )
  }
}

/** A broken connection that comes back may tell the last lines again. */
function joined(held: readonly ApiLogEvent[], arrived: readonly ApiLogEvent[]): readonly ApiLogEvent[] {
  if (arrived.length === 0) return held
  const known = new Set(held.slice(-1_000).map(event => event.id))
  const sorted = arrived.filter(event => !known.has(event.id)).toSorted((a, b) => a.timestamp - b.timestamp)
  return held.concat(sorted)
}

/** Each where its time says; what is held and older stays as it is. */
function inserted(held: readonly ApiLogEvent[], missed: readonly ApiLogEvent[]): readonly ApiLogEvent[] {
  const [first] = missed
  if (first === undefined) return held
  const cut = held.findLastIndex(event => event.timestamp <= first.timestamp) + 1
  const rest = held.slice(cut).concat(missed)
  return held.slice(0, cut).concat(rest.toSorted((a, b) => a.timestamp - b.timestamp))
}

function keep(state: FollowState, where: 'events' | 'waiting', bound: number): FollowState {
  const extra = state[where].length - bound
  if (extra <= 0) return state
  return { ...state, [where]: state[where].slice(extra), dropped: state.dropped + extra }
}
