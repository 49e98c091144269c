/**
 * What a page asks first, asked while its code still comes, so that the page is drawn with the answer and not twice. Each answer is for the
 * first who asks the same; what nobody took within moments is let go.
 */
import type { Result } from '../../src/model/index.ts'
import { pageLimits } from '../limits.ts'
import type { Answer, Problem } from './http.ts'

interface Asked {
  readonly answer: Answer<unknown>
  settled?: Result<unknown, Problem>
}

const asked = new Map<string, Asked>()

/** `question` names what is asked, with all that the answer depends on. What was refused is left to whoever asks again. */
export function askAhead(question: string, answer: Answer<unknown>): void {
  const entry: Asked = { answer }
  asked.set(question, entry)
  const forget = () => asked.get(question) === entry && asked.delete(question)
  setTimeout(forget, pageLimits.askedAheadMs)
  answer.then(result => {
    if (result.ok) entry.settled = result
    else forget()
  }, forget)
}

/** The answer to a question that was asked ahead, once: undefined where it was not, or was taken. */
export function takeAhead<T>(question: string): Answer<T> | undefined {
  const entry = asked.get(question)
  asked.delete(question)
  return entry?.answer as Answer<T> | undefined
}

/** As `takeAhead`, where the answer has come already. */
export function takeAnswered<T>(question: string): T | undefined {
  const settled = asked.get(question)?.settled
  if (!settled?.ok) return undefined
  asked.delete(question)
  return settled.value as T
}
