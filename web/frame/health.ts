/** Is Mangru itself well? Facts in, a verdict with its reasons out. Pure. */
import type { ApiSelf } from '../../src/model/index.ts'
import { showBytes, showCount, showShare } from '../format/index.ts'
import type { Catalogue } from '../i18n/index.ts'

export type Verdict = 'ok' | 'warn' | 'bad'
export interface Health {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
}

/** Milliseconds of running before "the last hour's rate" says anything: a burst just after the start is no trend. */
export const trendAfter = 3_600_000

/** How long the disk lasts; null: endless; undefined: not known yet. */
export const daysLeft = (self: ApiSelf): number | null | undefined =>
  self.now - self.startedAt < trendAfter ? undefined : self.disk.daysLeft

/** The share from which a ceiling is near, and from which it is as good as reached. */
export const nearCeiling = 0.75
export const atCeiling = 0.92

export const fullness = (used: number, limit: number): Verdict =>
  limit <= 0 || used / limit < nearCeiling ? 'ok' : used / limit < atCeiling ? 'warn' : 'bad'

/** Free bytes of a disk that are enough whatever its size: a large one is no more in need at 75 % than a small one. */
export const roomyDisk = 20 * 1024 ** 3
export const scarceDisk = 5 * 1024 ** 3

export function diskVerdict({ freeBytes, totalBytes }: Pick<ApiSelf['disk'], 'freeBytes' | 'totalBytes'>): Verdict {
  const byShare = fullness(totalBytes - freeBytes, totalBytes)
  if (freeBytes >= roomyDisk) return 'ok'
  return freeBytes >= scarceDisk && byShare === 'bad' ? 'warn' : byShare
}

export function judgeHealth(self: ApiSelf, words: Catalogue): Health {
  const found: { verdict: Verdict; reason: string }[] = []
  const note = (verdict: Verdict, reason: string) => {
    if (verdict !== 'ok') found.push({ verdict, reason })
  }
  if (!self.engine.alive) note('bad', words.health.engineDown)
  note(
    fullness(self.queue.bytes, self.queue.limit),
    words.health.queueFull(showShare(self.queue.bytes / self.queue.limit)),
  )
  const memory = self.engine.residentBytes + self.server.residentBytes
  note(fullness(memory, self.memoryLimit), words.health.memoryHigh(showShare(memory / self.memoryLimit)))
  note(diskVerdict(self.disk), words.health.diskLow(showBytes(self.disk.freeBytes)))
  const days = daysLeft(self)
  if (typeof days === 'number' && days < 7)
    note(days < 1 ? 'bad' : 'warn', words.health.daysLeft(showCount(Math.max(1, Math.round(days)))))
  const verdicts = found.map(one => one.verdict)
  return {
    verdict: verdicts.includes('bad') ? 'bad' : verdicts.includes('warn') ? 'warn' : 'ok',
    reasons: found.map(one => one.reason),
  }
}
