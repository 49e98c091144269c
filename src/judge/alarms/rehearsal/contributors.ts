/** The same for an alarm over several series, each of which pages for itself. */
import { type Instant, instant, ok, type Result } from '../../../model/index.ts'
import { type ContributorSeries, type Contributors, contributorId, evaluateContributors } from '../contributors.ts'
import type { MetricAlarm, StateValue } from '../definition.ts'
import { evaluationStep } from '../schedule.ts'
import { instantsOf, type Range, type TooMany } from './instants.ts'
import { type Rehearsal, Report } from './report.ts'

/** The series of an evaluation: which there are may change from one to the next. */
export type SeriesAt = (evaluation: Instant) => readonly ContributorSeries[]

export interface ContributorsRehearsal extends Range {
  readonly alarm: MetricAlarm
  readonly series: readonly ContributorSeries[] | SeriesAt
  /** Of the alarm and of each series. */
  readonly initialState: StateValue
}

/** Transitions are the alarm's; pages are those of its series. A series without points yet is one without data. */
export function rehearseContributors(asked: ContributorsRehearsal): Result<Rehearsal, TooMany> {
  const { alarm, series, initialState, from, to } = asked
  const instants = instantsOf({ from, to }, evaluationStep(alarm))
  if (!instants.ok) return instants
  const report = new Report(initialState, from)
  const known = typeof series === 'function' ? series : () => series
  let held = initialState
  let contributors: Contributors = Object.fromEntries(
    known(from).map(({ attributes }) => [
      contributorId(attributes),
      { attributes, state: initialState, reason: '', transitionedAt: instant(from) },
    ]),
  )
  for (const at of instants.value) {
    report.evaluated()
    const found = evaluateContributors(alarm, known(at), contributors, held, at)
    contributors = found.contributors
    for (const { to: entered } of found.transitions) if (entered === 'ALARM') report.paged(at)
    if (found.state === held) continue
    report.changed(at, found.state, found.reason)
    held = found.state
  }
  return ok(report.done(to))
}
