/** A rehearsal, or suggestions, over series in hand: plain data in and out, so that it can be worked out in a thread of its own. */
import type { Result } from '../../model/index.ts'
import { HeldMetrics, type HeldSeries } from '../../query/metric-math/data/index.ts'
import {
  evaluationRange,
  evaluationStep,
  type Rehearsal,
  type RehearsalError,
  type RehearsalRequest,
  rehearseRequest,
  type Suggestion,
  suggestFor,
} from '../alarms/index.ts'
import type { AlarmPlace } from './definition.ts'
import { type Trainings, trainingBy } from './training.ts'

export interface RehearsalWork extends AlarmPlace {
  readonly request: RehearsalRequest
  readonly series: readonly HeldSeries[]
  readonly training: Trainings
  /** Thresholds are suggested for so many; absent: it is rehearsed. */
  readonly pagesPerWeek?: number
}
export type WorkedOut = Result<Rehearsal | readonly Suggestion[], RehearsalError>

export function workOut({ request, series, training, pagesPerWeek, account, region }: RehearsalWork): WorkedOut {
  const held = new HeldMetrics(series)
  const about = { account, region, training: trainingBy(training) }
  return pagesPerWeek === undefined
    ? rehearseRequest(request, held, about)
    : suggestFor(request, held, about, pagesPerWeek)
}

/** Periods that a request looks at, about (count): what it costs. */
export const periodsOf = ({ alarm, children, from, to }: RehearsalRequest, suggests: boolean): number =>
  [alarm, ...children].reduce(
    (sum, read) =>
      'source' in read
        ? sum + ((to - from) / evaluationStep(read.alarm)) * evaluationRange(read.alarm)
        : sum + (to - from) / 60_000,
    0,
  ) * (suggests ? trials : 1)

/** Candidates that are tried for suggestions, about (count). */
const trials = 100
