/** The door: CPU, memory and disk of a running server, and the line that a bench prints. */
export { coveredParts, diskBytes, untilIdle, untilStill } from './disk.ts'
export { commit, median, percentile, round } from './figures.ts'
export { type MemoryWatch, watchMemory } from './memory.ts'
export { childrenOf, cpuSeconds, familyOf, isAlive, proportionalBytes, residentBytes } from './processes.ts'
