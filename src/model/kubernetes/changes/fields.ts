/** Fields that differ, as sentences; the first few of them, and how many more there are. */
import { differences } from '../../difference.ts'
import type { Said } from '../../said.ts'

/** Fields that one change tells (count), and characters of a value. */
const told = 8
const chars = 200

export function fieldsSaid(before: unknown, after: unknown, code = 'field-changed'): readonly Said[] {
  const all = differences(before, after)
  const said = all.slice(0, told).map(
    ({ path, before: from, after: to }): Said => ({
      code: from === undefined ? `${code}-added` : to === undefined ? `${code}-removed` : code,
      values: { path: path.slice(0, chars), from: shown(from), to: shown(to) },
    }),
  )
  return all.length > told ? [...said, { code: 'fields-more', values: { count: all.length - told } }] : said
}

function shown(value: unknown): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > chars ? `${text.slice(0, chars)}…` : text
}
