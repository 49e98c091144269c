/** The one list of deciders; a new one is its file and a line here. */
import { alarmDecider } from './alarm.ts'
import { alarmRehearsalDecider } from './alarm-rehearsal.ts'
import type { CaseText } from './cases.ts'
import { compositeAlarmDecider } from './composite-alarm.ts'
import type { CaseError, Decider } from './decider.ts'
import { metricMathDecider } from './metric-math.ts'

export type { Decider } from './decider.ts'

export const deciders: readonly Decider[] = [
  alarmDecider,
  compositeAlarmDecider,
  alarmRehearsalDecider,
  metricMathDecider,
]

/** The decision, or what is wrong with the case, in its place. */
export function answerTo(decider: Decider, text: CaseText): { readonly answer: unknown; readonly failed: boolean } {
  if (text.kind === 'trouble') return failed(text)
  let json: unknown
  try {
    json = JSON.parse(text.text)
  } catch (error) {
    return failed({ message: `not valid JSON: ${(error as Error).message}`, at: text.at })
  }
  const decided = decider.decide(json)
  return decided.ok ? { answer: decided.value, failed: false } : failed(decided.error)
}

const failed = ({ message, at }: CaseError) => ({ answer: { error: { message, at } }, failed: true })
