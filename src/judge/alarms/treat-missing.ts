/**
 * The rule by which CloudWatch decides when periods are missing. It reproduces the documented tables; where those are silent it takes
 * the reading that pages less: a lone breach that is too young keeps the state.
 */
import type { MissingTreatment, StateValue } from './definition.ts'

/** A period of the evaluation range: breaching, not breaching, or nothing there. */
export type Mark = boolean | undefined

export interface Rule {
  /** N and M. */
  readonly periods: number
  readonly toAlarm: number
  readonly treatMissing: MissingTreatment
}

/** `marks`: the evaluation range, newest first. */
export function decide(marks: readonly Mark[], rule: Rule, held: StateValue): StateValue {
  const { periods, toAlarm, treatMissing } = rule
  let real = 0
  let breaching = 0
  // Position of the oldest breach among those that count, the newest period being 1.
  let age = 0
  for (let at = 0; at < marks.length && real < periods; at++) {
    const mark = marks[at]
    if (mark === undefined) continue
    real++
    if (mark) {
      breaching++
      age = at + 1
    }
  }
  if (real >= periods) return breaching >= toAlarm ? 'ALARM' : 'OK'
  if (real === 0) return ofNothing(treatMissing, held)
  if (treatMissing === 'breaching') return breaching + periods - real >= toAlarm ? 'ALARM' : 'OK'
  if (breaching >= toAlarm) return 'ALARM'
  if (treatMissing === 'notBreaching' || breaching < real) return 'OK'
  return treatMissing === 'missing' && age >= toAlarm ? 'ALARM' : held
}

function ofNothing(treatMissing: MissingTreatment, held: StateValue): StateValue {
  switch (treatMissing) {
    case 'missing':
      return 'INSUFFICIENT_DATA'
    case 'ignore':
      return held
    case 'breaching':
      return 'ALARM'
    case 'notBreaching':
      return 'OK'
  }
}
