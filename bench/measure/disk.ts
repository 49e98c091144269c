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

/** Waits until `folder` keeps its size and the family of `pid` uses under 3 % of a core for `quiet` seconds on end, at most
 * `limit`. Parts that were merged away leave the disk in sweeps 30 s apart: a shorter quiet would count them. */
export async function untilStill(pid: number, folder: string, quiet = 40, limit = 300): Promise<void> {
  let calm = 0
  let bytes = -1
  let cpu = cpuSeconds(familyOf(pid))
  for (let second = 0; second < limit && calm < quiet; second++) {
    await sleep(1000)
    const [nowBytes, nowCpu] = [diskBytes(folder), cpuSeconds(familyOf(pid))]
    // A log or a write-ahead file may grow by a little: a merge moves more than that.
    calm = Math.abs(nowBytes - bytes) < 65_536 && nowCpu - cpu < 0.03 ? calm + 1 : 0
    bytes = nowBytes
    cpu = nowCpu
  }
}
