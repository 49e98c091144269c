/**
 * What a page asks first, asked while its code still comes, so that the page is drawn with the answer and not twice. Each answer is for the
 * first who asks the same; what nobody took within moments is let go.
 */
import { pageLimits } from '../limits.ts'
import type { Answer } from './http.ts'

interface Asked {
  readonly answer: Answer<unknown>
  taken: boolean
  /** Present once the answer has come, and is none of trouble. */
  value?: unknown
}

const asked = new Map<string, Asked>()

function forget(question: string, entry: Asked): void {
  if (asked.get(question) === entry) asked.delete(question)
}

/** `question` names what is asked, with all that the answer depends on. What was refused is left to whoever asks again. */
export function askAhead(question: string, answer: Answer<unknown>): void {
  const entry: Asked = { answer, taken: false }
  asked.set(question, entry)
  const drop = () => forget(question, entry)
  setTimeout(drop, pageLimits.askedAheadMs)
  answer.then(result => {
    if (result.ok) entry.value = result.value
    else drop()
  }, drop)
}

/** The answer to a question that was asked ahead, once: undefined where it was not, or was taken. */
export function takeAhead<T>(question: string): Answer<T> | undefined {
  const entry = asked.get(question)
  if (entry === undefined || entry.taken) return undefined
  entry.taken = true
  // Seen until who took it has it in hand.
  const drop = () => setTimeout(() => forget(question, entry))
  entry.answer.then(drop, drop)
  return entry.answer as Answer<T>
}

/** What has come already, to be drawn while it is taken. */
export const seenAhead = <T>(question: string): T | undefined => asked.get(question)?.value as T | undefined
