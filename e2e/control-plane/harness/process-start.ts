/** Who a process is: its number alone may have been given to another since. */
import { readFileSync } from 'node:fs'

/** The moment a process started, in ticks; undefined: there is none, or it is dead and waits for its parent. */
export function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
