/** Numbers for the one line that a bench prints. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** The value below which `share` (0…1) of `values` lie; NaN without any. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** Three significant digits are what such a machine can repeat. */
export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))

/** The commit measured, with `+` when the tree was changed since. */
export function commit(): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' }).trim()
  try {
    return (
      git('rev-parse', '--short', 'HEAD') +
      (git('status', '--porcelain', '--untracked-files=no', '--', '../src') === '' ? '' : '+')
    )
  } catch {
    return 'unknown'
  }
}
