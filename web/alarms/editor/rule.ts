/** Conditions put into a composite's rule; the server reads the rule itself. Pure. */

/** `ALARM(errors)`, with quotes where the name needs them. */
export const stateOfAlarm = (state: string, name: string): string =>
  `${state}(${/[\s(),"]/.test(name) ? `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : name})`

/** A rule with one condition more. */
export const withCondition = (rule: string, condition: string, joint: 'AND' | 'OR'): string =>
  rule.trim() === '' ? condition : `${rule.trim()} ${joint} ${condition}`
