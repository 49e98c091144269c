/** Which alarms a composite's rule names: enough to find them, the server reads the rule itself. Pure. */
import { alarmNameOf } from '../words/facts.ts'

const states = new Set(['ALARM', 'OK', 'INSUFFICIENT_DATA'])
const words = new Set([...states, 'AND', 'OR', 'NOT', 'AT_LEAST', 'TRUE', 'FALSE'])

/** A text in quotes, a sign, or a word. */
const token = /"((?:[^"\\]|\\.)*)"|([(),])|([^\s(),"]+)/g

/** Names in the order in which they stand there, each once; ARNs as names. */
export function alarmsIn(rule: string): readonly string[] {
  const names = new Set<string>()
  const before: string[] = []
  for (const [, quoted, sign, word] of rule.matchAll(token)) {
    const [state, bracket] = before.slice(-2)
    // Right behind `ALARM(` even a keyword is a name.
    const named = bracket === '(' && state !== undefined && states.has(state.toUpperCase())
    if (quoted !== undefined) names.add(alarmNameOf(quoted.replace(/\\(.)/g, '$1')))
    else if (word !== undefined && (named || !(words.has(word.toUpperCase()) || /^\d+%?$/.test(word))))
      names.add(alarmNameOf(word))
    before.push(sign ?? (quoted === undefined ? word! : '"'))
  }
  return [...names]
}

/** `ALARM(errors)`, with quotes where the name needs them. */
export const stateOfAlarm = (state: string, name: string): string =>
  `${state}(${/[\s(),"]/.test(name) ? `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : name})`

/** A rule with one condition more, by AND. */
export const withCondition = (rule: string, condition: string, joint: 'AND' | 'OR'): string =>
  rule.trim() === '' ? condition : `${rule.trim()} ${joint} ${condition}`
