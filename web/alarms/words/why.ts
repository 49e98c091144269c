/**
 * Why an alarm is in its state, in plain sentences of the reader's language, made from the periods that its last evaluation looked at.
 * CloudWatch's own words stand beside it; these say the same so that nobody has to translate them at three in the morning. Pure.
 */
import type { ApiAlarmDetail, ApiEvaluatedPeriod } from '../../../src/model/index.ts'
import { showCount, showDuration, showNumber, showStretch, type Zone } from '../../format/index.ts'
import type { Catalogue } from '../../i18n/index.ts'
import { showLimit } from './condition.ts'
import { type AlarmFacts, factsOf } from './facts.ts'

/** What decided, out of the evaluated periods (newest first): the newest N that have data. */
export interface Deciding {
  readonly real: readonly ApiEvaluatedPeriod[]
  readonly breaching: number
  /** How many of the N have none. */
  readonly missing: number
  /** From the start of the oldest period to the end of the newest. */
  readonly width: number
}

export function decidingOf(evaluated: readonly ApiEvaluatedPeriod[], periods: number): Deciding {
  const real = evaluated.filter(one => one.breaching !== null).slice(0, periods)
  return {
    real,
    breaching: real.filter(one => one.breaching).length,
    missing: Math.max(0, periods - real.length),
    width: evaluated.length === 0 ? 0 : evaluated[0]!.end - evaluated.at(-1)!.start,
  }
}

/** CloudWatch words every reason that it finds itself; anything else was written by a person. */
const itsOwn = /^(Threshold Crossed|Insufficient Data|Unchecked)\b/
const unchecked = /^Unchecked\b/

export type WhyDetail = Pick<ApiAlarmDetail, 'alarm' | 'evaluated' | 'contributors' | 'children'>

export function whySentences(words: Catalogue, detail: WhyDetail, zone: Zone): readonly string[] {
  const { alarm } = detail
  const why = words.alarms.why
  if (alarm.kind === 'composite') return compositeWhy(words, detail)
  if (unchecked.test(alarm.reason)) return [why.unchecked]
  if (!itsOwn.test(alarm.reason)) return [why.byHand]
  const series = contributorWhy(words, detail)
  const facts = factsOf(alarm.input)
  if (detail.evaluated.length === 0) return series
  return [...series, ...periodsWhy(words, facts, decidingOf(detail.evaluated, facts.periods), alarm.state, zone)]
}

function compositeWhy(words: Catalogue, { alarm, children }: WhyDetail): readonly string[] {
  const { why } = words.alarms
  if (unchecked.test(alarm.reason)) return [why.unchecked]
  const gone = children.filter(child => child.state === null)
  const firing = children.filter(child => child.state === 'ALARM').length
  const rule = alarm.state === 'ALARM' ? why.ruleTrue : why.ruleFalse
  return [
    ...(alarm.state === 'INSUFFICIENT_DATA' ? [] : [rule(firing, showCount(firing), showCount(children.length))]),
    ...(gone.length > 0 ? [why.childrenGone(gone.map(child => child.name).join(', '))] : []),
  ]
}

/** Contributors named in the sentence; the table beside it has all. */
const named = 3

function contributorWhy(words: Catalogue, { contributors }: WhyDetail): readonly string[] {
  if (contributors.length === 0) return []
  const firing = contributors.filter(one => one.state === 'ALARM')
  const { why } = words.alarms
  const counted = why.series(firing.length, showCount(firing.length), showCount(contributors.length))
  if (firing.length === 0) return [counted]
  const names = firing.slice(0, named).map(one => Object.values(one.attributes).join(' ') || one.id)
  return [counted, why.seriesNamed(names.join(', ') + (firing.length > named ? ' …' : ''))]
}

function periodsWhy(
  words: Catalogue,
  facts: AlarmFacts,
  deciding: Deciding,
  state: WhyDetail['alarm']['state'],
  zone: Zone,
): readonly string[] {
  const { why } = words.alarms
  const { real, breaching, missing, width } = deciding
  const limit = showLimit(words, facts)
  if (real.length === 0) return [why.nothing[facts.missing](showDuration(width, words.units))]
  const sentences: string[] = []
  const newest = real[0]!
  if (facts.periods === 1) {
    const range = showStretch(newest.start, newest.end, zone)
    const value = newest.value === null ? '–' : showNumber(newest.value)
    sentences.push(newest.breaching ? why.oneBreaches(range, value, limit) : why.oneHolds(range, value, limit))
  } else
    sentences.push(
      why.some(breaching, showCount(breaching), showCount(real.length), limit),
      why.needed(facts.toAlarm, showCount(facts.toAlarm), showCount(facts.periods)),
    )
  if (missing > 0 && facts.periods > 1)
    sentences.push(
      facts.missing === 'breaching' || facts.missing === 'notBreaching'
        ? why.missing[facts.missing](missing, showCount(missing))
        : why.missing.looked(missing, showCount(missing)),
    )
  if (keptState(facts, deciding, state)) sentences.push(why.kept)
  return sentences
}

/** Too few points to judge by, so the state stayed what it was. */
function keptState(facts: AlarmFacts, { real, breaching, missing }: Deciding, state: string): boolean {
  if (missing === 0 || facts.missing === 'breaching' || facts.missing === 'notBreaching') return false
  if (breaching >= facts.toAlarm || breaching < real.length) return false
  return state !== 'ALARM' || facts.missing === 'ignore'
}
