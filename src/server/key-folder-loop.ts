/** Keeps the keys of `--keys-from` as the folder has them: at the start before anybody is served, and again each minute, since a mounted Secret may change. */
import { adoptKeyFolder, type Sealer } from '../api/auth/index.ts'
import { limits } from '../limits.ts'
import type { Clock } from '../model/index.ts'
import type { KeySettings } from '../store/settings/index.ts'

export interface KeyFolder {
  readonly folder: string
  readonly keys: KeySettings
  readonly sealer: Sealer
  readonly clock: Clock
}

/** Resolves once the keys are known; what it gives back stops the looking. Trouble that stays is told once. */
export async function startKeyFolder(
  { folder, ...ports }: KeyFolder,
  log: (line: string) => void,
): Promise<() => Promise<void>> {
  const stopped = new AbortController()
  let before = new Set<string>()
  const look = async () => {
    const told = await adoptKeyFolder(folder, ports)
    for (const line of told) if (!before.has(line)) log(line)
    before = new Set(told)
  }
  await look()
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await ports.clock.sleep(limits.keyFolderEvery, stopped.signal)
      if (!stopped.signal.aborted) await look()
    }
  })()
  return () => {
    stopped.abort()
    return running
  }
}
