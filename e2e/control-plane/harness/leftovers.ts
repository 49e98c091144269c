/** Takes away what test runs left that were killed themselves: their processes, mounts, networks and folders. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeTraces } from './machine.ts'
import { partNames, stopPart } from './parts.ts'
import { folderPrefix, placeNote, readPlace } from './place.ts'
import { startOf } from './process-start.ts'

/** The folders that were swept. Those whose owner lives are left alone. */
export async function sweepLeftovers(): Promise<string[]> {
  const swept: string[] = []
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith(folderPrefix) || !existsSync(join(folder, placeNote))) continue
    // A damaged note is nobody's: the living write theirs whole.
    const owner = readPlace(folder)?.owner
    if (owner !== undefined && startOf(owner.pid) === owner.started) continue
    for (const part of ['kubelet', ...partNames(folder)]) await stopPart(folder, part, 3_000)
    if (process.getuid?.() === 0) removeTraces(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    swept.push(folder)
  }
  return swept
}
