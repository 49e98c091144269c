/** The highest resident memory of a family of processes while something runs, looked at every 100 ms. */
import { familyOf, residentBytes, sharedBytes } from './processes.ts'

export interface MemoryWatch {
  /** The most seen so far, in bytes, of all processes together; a page that two of them share counts once. */
  peak(): number
  /** Ends the watch; the peak stays readable. */
  stop(): void
}

export function watchMemory(pid: number, every = 100): MemoryWatch {
  let most = 0
  let family = familyOf(pid)
  let looks = 0
  let shared = 0
  const look = (): void => {
    // Listing /proc is dear: a child started since is seen within a second.
    if (looks++ % 10 === 0) {
      family = familyOf(pid)
      shared = sharedBytes(family)
    }
    most = Math.max(most, residentBytes(family) - shared)
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
