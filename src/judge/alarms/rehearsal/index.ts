/** The door of rehearsals: when an alarm would have fired, and what would have fired as often as wished. */
export {
  type CompositeRehearsal,
  type CompositeRehearsalError,
  type RehearsedChild,
  rehearseComposite,
} from './composite.ts'
export { type ContributorsRehearsal, rehearseContributors, type SeriesAt } from './contributors.ts'
export type { Range, TooMany } from './instants.ts'
export { type MetricRehearsal, rehearse } from './metric.ts'
export type { Rehearsal, RehearsedTransition } from './report.ts'
export { type Suggestion, type SuggestionError, type SuggestionQuestion, suggest } from './suggest.ts'
