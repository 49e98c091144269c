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

/**
 * Waits until `folder` keeps its size, holds no part that another one already covers, and the family of `pid` uses under 3 % of a core,
 * for `quiet` seconds on end; at most `limit`. Parts that were merged away leave the disk in sweeps up to five minutes apart: a bench
 * that did not wait for them would count some lines twice.
 */
export async function untilStill(pid: number, folder: string, quiet = 12, limit = 420): Promise<void> {
  let calm = 0
  let bytes = -1
  let cpu = cpuSeconds(familyOf(pid))
  for (let second = 0; second < limit && calm < quiet; second++) {
    await sleep(1000)
    const [nowBytes, nowCpu] = [diskBytes(folder), cpuSeconds(familyOf(pid))]
    // A log or a write-ahead file may grow by a little: a merge moves more than that.
    const moved = Math.abs(nowBytes - bytes) >= 65_536 || nowCpu - cpu >= 0.03
    calm = moved || coveredParts(folder).length > 0 ? 0 : calm + 1
    bytes = nowBytes
    cpu = nowCpu
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
