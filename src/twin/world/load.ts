/**
 * The share of the demand that one pod of a workload carries. It changes when pods become ready or stop being so, and while something makes each request
 * dearer; in between it is exact at any moment, so what reads it changes nothing.
 */
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'
import type { Demand } from './demand.ts'

/** What a workload is going through, as its logs show it. */
export type Mood = 'well' | 'slow-database' | 'leaking' | 'failing'

export interface LoadSpan {
  readonly from: Instant
  /** Requests a second of one pod, for each request a second of the whole demand. */
  readonly share: number
  readonly mood: Mood
}

export interface Load {
  /** Work of one pod until `at`, in requests: only differences mean anything. */
  total(at: Instant): number
  /** Requests a second of one pod at `at`, which must not lie before the newest change. */
  rate(at: Instant): number
  /** How it was at a time past; the oldest that is known for what lies before. */
  span(at: Instant): LoadSpan
  /** One more pod is ready, or one less. */
  addReady(at: Instant, pods: 1 | -1): void
  /** `dearness`: how much more work each request is, 1 as usual. */
  setMood(at: Instant, mood: Mood, dearness: number): void
}

/** `weight`: requests that one user's request makes here. */
export function createLoad(demand: Demand, weight: number, start: Instant): Load {
  let ready = 0
  let dearness = 1
  let mood: Mood = 'well'
  let settledAt = start
  let settled = 0
  let spans: LoadSpan[] = [{ from: start, share: 0, mood }]
  const share = () => (ready === 0 ? 0 : weight / ready)
  const total = (at: Instant) => settled + share() * dearness * (demand.total(at) - demand.total(settledAt))

  function change(at: Instant, apply: () => void): void {
    settled = total(at)
    settledAt = at
    apply()
    spans.push({ from: at, share: share(), mood })
    if (spans.length > 2 * limits.twinLoadSpans) spans = spans.slice(-limits.twinLoadSpans)
  }

  return {
    total,
    rate: at => share() * dearness * demand.at(at),
    span(at) {
      let i = spans.length - 1
      while (i > 0 && (spans[i] as LoadSpan).from > at) i--
      return spans[i] as LoadSpan
    },
    addReady(at, pods) {
      change(at, () => {
        ready += pods
      })
    },
    setMood(at, next, cost) {
      change(at, () => {
        mood = next
        dearness = cost
      })
    },
  }
}
