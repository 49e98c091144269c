/** Carries a rehearsal out over series in hand, by the deciders that judge live. */
import { limits } from '../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import type { HeldMetrics } from '../../../query/metric-math/data/index.ts'
import { type Contributors, contributorId, evaluateContributors } from '../contributors.ts'
import type { MetricAlarm, StateValue } from '../definition.ts'
import type { ReadMetricAlarm } from '../reading/index.ts'
import {
  type CompositeRehearsalError,
  type Rehearsal,
  type RehearsedChild,
  rehearse,
  rehearseComposite,
  rehearseContributors,
  type SeriesAt,
  type Suggestion,
  type SuggestionError,
  suggest,
  type TooMany,
} from '../rehearsal/index.ts'
import { evaluationStep } from '../schedule.ts'
import { evaluationRange } from '../window.ts'
import type { RehearsalError, RehearsalRequest } from './rehearsal.ts'
import { type About, type Watched, watch } from './watch.ts'

/** Bands know what was before `from`. Refuses what would look at more than `limits.rehearsedPeriods` periods. */
export function rehearseRequest(
  request: RehearsalRequest,
  held: HeldMetrics,
  about: About,
): Result<Rehearsal, RehearsalError> {
  const long = lengthTrouble(request)
  if (long !== undefined) return refused('to', long)
  const { alarm: root, initialState, from, to } = request
  if (!('source' in root)) return rehearseFamily(request, held, about)
  const watched = watch(root, held, { ...about, learnUntil: from })
  if (!watched.ok) return err({ ...watched.error, at: 'alarm' })
  const asked = { alarm: root.alarm, initialState, from, to }
  const answer =
    watched.value.kind === 'one'
      ? rehearse({ ...asked, points: watched.value.points })
      : rehearseContributors({ ...asked, series: watched.value.series })
  return answer.ok ? answer : refused('to', tooMany(answer.error))
}

/** Thresholds and M of N for a wished number of pages a week, over the range of a request for one metric. */
export function suggestFor(
  { alarm: root, from, to }: RehearsalRequest,
  held: HeldMetrics,
  about: About,
  pagesPerWeek: number,
): Result<readonly Suggestion[], RehearsalError> {
  if (!('source' in root) || root.source.kind !== 'metric')
    return refused('pagesPerWeek', 'suggestions are made for an alarm on one metric')
  const watched = watch(root, held, { ...about, learnUntil: from })
  if (!watched.ok) return err({ ...watched.error, at: 'alarm' })
  if (watched.value.kind !== 'one' || typeof watched.value.points === 'function')
    throw new Error('one metric has points of its own')
  const found = suggest({ alarm: root.alarm, points: watched.value.points, pagesPerWeek, from, to })
  return found.ok ? found : refused('pagesPerWeek', noSuggestion(found.error))
}

const refused = (at: string, message: string) => err<RehearsalError>({ code: 'ValidationError', message, at })

const tooMany = ({ evaluations }: TooMany): string =>
  `The alarm would be evaluated ${evaluations} times, and ${limits.rehearsalEvaluations} are the most. Choose a shorter range.`

function lengthTrouble({ alarm, children, from, to }: RehearsalRequest): string | undefined {
  const periods = [alarm, ...children].reduce(
    (sum, read) =>
      'source' in read
        ? sum + ((to - from) / evaluationStep(read.alarm)) * evaluationRange(read.alarm)
        : sum + (to - from) / 60_000,
    0,
  )
  return periods <= limits.rehearsedPeriods
    ? undefined
    : `The rehearsal would look at ${Math.ceil(periods)} periods, and ${limits.rehearsedPeriods} are the most. Choose a shorter range.`
}

function rehearseFamily(
  { alarm: root, children, initialState, from, to }: RehearsalRequest,
  held: HeldMetrics,
  about: About,
): Result<Rehearsal, RehearsalError> {
  if ('source' in root) throw new Error('a composite alarm was promised')
  const family: RehearsedChild[] = []
  for (const [at, child] of children.entries()) {
    if (!('source' in child)) {
      family.push({ alarm: child.alarm })
      continue
    }
    const watched = watch(child, held, { ...about, learnUntil: from })
    if (!watched.ok) return err({ ...watched.error, at: `children.${at}` })
    family.push(childOf(child, watched.value))
  }
  const answer = rehearseComposite({ alarm: root.alarm, children: family, initialState, from, to })
  if (answer.ok) return ok(answer.value)
  return refused(answer.error.code === 'too-many-evaluations' ? 'to' : 'alarm', familyTrouble(answer.error))
}

const childOf = ({ alarm }: ReadMetricAlarm, watched: Watched): RehearsedChild =>
  watched.kind === 'one' ? { alarm, points: watched.points } : { alarm, judge: together(alarm, watched.series) }

/** Remembers the state of each series from one instant to the next. */
function together(alarm: MetricAlarm, series: SeriesAt) {
  let contributors: Contributors | undefined
  return (held: StateValue, at: Instant): StateValue => {
    const now = series(at)
    contributors ??= Object.fromEntries(
      now.map(({ attributes }) => [
        contributorId(attributes),
        { attributes, state: held, reason: '', transitionedAt: at },
      ]),
    )
    const found = evaluateContributors(alarm, now, contributors, held, at)
    contributors = found.contributors
    return found.state
  }
}

function familyTrouble(error: CompositeRehearsalError): string {
  switch (error.code) {
    case 'too-many-evaluations':
      return tooMany(error)
    case 'rule':
      return `Error in AlarmRule of ${error.alarm} [${error.error.message} At char ${error.error.from}]`
    case 'ring':
      return `The alarm ${error.alarm} stands on itself, or on alarms that do`
    case 'unknown-child':
      return `${error.alarm} names the alarm ${error.child}, which is not among the children`
  }
}

function noSuggestion(error: SuggestionError): string {
  switch (error.code) {
    case 'too-many-evaluations':
      return tooMany(error)
    case 'band':
      return 'an alarm on a band has no threshold to suggest'
    case 'too-few-points':
      return `there are ${error.points} points in the range, and ${limits.suggestionPoints} are needed`
  }
}
