/** What processes cost, read from /proc: CPU seconds and resident memory of a server with everything it started. Linux only. */
import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second in /proc/PID/stat; 100 on every Linux that Node runs on. */
const ticksPerSecond = 100

interface Stat {
  readonly pid: number
  readonly parent: number
  readonly state: string
  readonly cpuSeconds: number
  readonly residentPages: number
}

function stat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name stands in brackets and may hold anything: fields are counted behind the last one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (at: number): number => Number(fields[at - 3])
    // Children that were waited for count too: an engine that died and was started again is no free ride.
    const ticks = field(14) + field(15) + field(16) + field(17)
    return {
      pid,
      parent: field(4),
      state: fields[0] ?? '',
      cpuSeconds: ticks / ticksPerSecond,
      residentPages: field(24),
    }
  } catch {
    return undefined
  }
}

/** The children of `pid`, not their children. A zombie is no child any more. */
export function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => stat(Number(name)))
    .filter(found => found !== undefined && found.parent === pid && found.state !== 'Z')
    .map(found => (found as Stat).pid)
}

/** `pid` and all that descends from it. */
export function familyOf(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)]
}

export const isAlive = (pid: number): boolean => {
  const found = stat(pid)
  return found !== undefined && found.state !== 'Z'
}

/** User and system time of the whole family so far, in seconds of one core. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (stat(pid)?.cpuSeconds ?? 0), 0)
}

/** Resident bytes of all `pids` together (pages that two share count twice). */
export function residentBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (stat(pid)?.residentPages ?? 0) * 4096, 0)
}

/**
 * Bytes of program text that several of `pids` hold and that lie in memory once, counted as often as they are counted too much: both of
 * our processes run the same Node.
 */
export function sharedBytes(pids: readonly number[]): number {
  const byFile = new Map<string, number[]>()
  for (const pid of pids) {
    for (const [file, bytes] of residentFiles(pid)) byFile.set(file, [...(byFile.get(file) ?? []), bytes])
  }
  let twice = 0
  for (const held of byFile.values()) twice += held.reduce((sum, one) => sum + one, 0) - Math.max(...held)
  return twice
}

/** Resident bytes that are clean, so as they are on disk and the same for all, by file. */
function residentFiles(pid: number): ReadonlyMap<string, number> {
  const files = new Map<string, number>()
  try {
    let file = ''
    for (const line of readFileSync(`/proc/${pid}/smaps`, 'latin1').split('\n')) {
      const mapped = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ +(\/.*)?$/.exec(line)
      if (mapped) file = mapped[1] ?? ''
      else if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) file = ''
      const clean = file === '' ? null : /^(?:Shared|Private)_Clean: +(\d+) kB/.exec(line)
      if (clean) files.set(file, (files.get(file) ?? 0) + Number(clean[1]) * 1024)
    }
  } catch {
    // It is gone.
  }
  return files
}

/** Proportional bytes of all `pids`: a page that two of them share counts once. Dear to read: not for every 100 ms. */
export function proportionalBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0) * 1024
    } catch {
      return sum
    }
  }, 0)
}
