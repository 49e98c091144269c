/** Who a process is: its number alone may have been given to another since. */
import { readdirSync, readFileSync } from 'node:fs'

/**
 * The moment a process started, in ticks; undefined: there is none, or it is dead and waits for its parent. A process that was killed says that
 * it is dead as soon as its first thread is: until the last one is, it holds its ports and files.
 */
export function startOf(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' && readdirSync(`/proc/${pid}/task`).length <= 1 ? undefined : fields[19]
  } catch {
    return undefined
  }
}
