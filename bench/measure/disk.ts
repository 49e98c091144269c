/** Bytes that a folder takes on disk, as `du` counts them, and the wait until nothing moves any more. */
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuSeconds, familyOf } from './processes.ts'

/** Allocated bytes. Files that vanish meanwhile (merged parts) count nothing; hard links count once. */
export function diskBytes(folder: string, seen = new Set<number>()): number {
  let sum = 0
  for (const name of list(folder)) {
    const path = join(folder, name)
    try {
      const found = lstatSync(path)
      if (found.isDirectory()) sum += diskBytes(path, seen)
      else if (!seen.has(found.ino)) {
        seen.add(found.ino)
        sum += found.blocks * 512
      }
    } catch {
      // Gone between the listing and the look.
    }
  }
  return sum
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** What a server that nobody asks anything moves within some seconds: its canary's line and search, a minute's metrics of its own. */
const idle = { cpuShare: 0.05, bytes: 262_144 }

/**
 * Waits until the family of `pid` has used under 5 % of a core for `quiet` seconds on end; at most `limit`. Returns the CPU seconds of the
 * family when that time began: what came after it is idling.
 */
export async function untilIdle(pid: number, quiet = 6, limit = 60): Promise<number> {
  return untilCalm(pid, () => 0, quiet, limit)
}

/**
 * Waits until `folder` keeps its size, holds no part of some size that another one already covers, and the family of `pid` uses under 5 % of a
 * core, for `quiet` seconds on end; at most `limit`. Parts that were merged away leave the disk in sweeps up to five minutes apart: a
 * bench that did not wait for them would count some lines twice.
 */
export async function untilStill(pid: number, folder: string, quiet = 12, limit = 420): Promise<void> {
  const covered = () => coveredParts(folder).some(part => diskBytes(part) >= idle.bytes / 2)
  await untilCalm(pid, () => (covered() ? Number.NaN : diskBytes(folder)), quiet, limit)
}

/** `bytesOf`: NaN while there is something to wait for. */
async function untilCalm(pid: number, bytesOf: () => number, quiet: number, limit: number): Promise<number> {
  const look = () => ({ bytes: bytesOf(), cpu: cpuSeconds(familyOf(pid)) })
  const seen = [look()]
  for (let second = 1; ; second++) {
    await sleep(1000)
    seen.push(look())
    // The whole window counts, so that a canary that sings once in it is no unrest.
    const window = seen.slice(-quiet - 1)
    const first = window[0] as (typeof seen)[number]
    const last = window.at(-1) as (typeof seen)[number]
    const calm =
      window.length > quiet &&
      window.every(({ bytes }) => Math.abs(bytes - first.bytes) < idle.bytes) &&
      last.cpu - first.cpu < idle.cpuShare * quiet
    if (calm || second >= limit) return first.cpu
  }
}

/** Folders of MergeTree parts (`PARTITION_FROM_TO_LEVEL`) whose rows a merged part beside them holds as well. */
export function coveredParts(folder: string): readonly string[] {
  const here = list(folder)
  const parts = here.map(name => /^(.+?)_(\d+)_(\d+)_(\d+)(?:_\d+)?$/.exec(name)).filter(found => found !== null)
  const covered = parts.filter(([name, of, from, to, level]) =>
    parts.some(
      other =>
        other[0] !== name &&
        other[1] === of &&
        Number(other[2]) <= Number(from) &&
        Number(other[3]) >= Number(to) &&
        Number(other[4]) > Number(level),
    ),
  )
  // Parts lie side by side: where there are some, there is nothing to find below.
  if (parts.length > 0) return covered.map(([name]) => join(folder, name))
  return here.filter(name => isFolder(join(folder, name))).flatMap(name => coveredParts(join(folder, name)))
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return false
  }
}
