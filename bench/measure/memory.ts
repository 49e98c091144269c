/** The highest resident memory of a family of processes while something runs, looked at every 100 ms. */
import { familyOf, residentBytes } from './processes.ts'

export interface MemoryWatch {
  /** The most seen so far, in bytes, of all processes together. */
  peak(): number
  /** Ends the watch; the peak stays readable. */
  stop(): void
}

export function watchMemory(pid: number, every = 100): MemoryWatch {
  let most = 0
  let family = familyOf(pid)
  let looks = 0
  const look = (): void => {
    // Listing /proc is dear: a child started since is seen within a second.
    if (looks++ % 10 === 0) family = familyOf(pid)
    most = Math.max(most, residentBytes(family))
  }
  const timer = setInterval(look, every)
  look()
  return {
    peak: () => most,
    stop() {
      look()
      clearInterval(timer)
    },
  }
}
