/** Times as Kubernetes writes them. */
import { type Instant, instant } from '../units.ts'

/** Null: no time, or none that can be read. */
export function readTime(text: string | null | undefined): Instant | null {
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : instant(at)
}
