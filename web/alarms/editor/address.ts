/** A draft in the address, so that a link makes an alarm and a reload loses nothing. Pure. */
import { type Search, text } from '../../search.ts'
import { bandOperators, rowOf, rowsOf, textOf, textsOf, thresholdOperators, treatments } from '../words/facts.ts'
import { type AlarmDraft, newDraft } from './draft.ts'

export interface EditView {
  /** The alarm that is changed; undefined: a new one. */
  readonly name: string | undefined
  /** The alarm that a new one begins with. */
  readonly copyOf: string | undefined
  readonly draft: Partial<AlarmDraft>
  /** Of the rehearsal. */
  readonly days: number
}
export const rehearsalDays: readonly number[] = [1, 3, 7, 14]
const usualDays = 3

/** Characters of a draft in the address: with more, servers refuse the page's own address. */
export const longestDraft = 6_000

export function writeEdit({ name, copyOf, draft, days }: Partial<EditView>): Search {
  const written = JSON.stringify(draft ?? {})
  return {
    ...(name === undefined ? {} : { name }),
    ...(copyOf === undefined ? {} : { copy: copyOf }),
    ...(days === undefined || days === usualDays ? {} : { days: String(days) }),
    ...(written === '{}' || written.length > longestDraft ? {} : { draft: written }),
  }
}

/** The fields that differ from what the form began with. */
export const changesOf = (draft: AlarmDraft, base: AlarmDraft): Partial<AlarmDraft> =>
  Object.fromEntries(
    Object.entries(draft).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(base[field as keyof AlarmDraft]),
    ),
  )

export const readEdit = (search: Search): EditView => ({
  name: text(search.name) || undefined,
  copyOf: text(search.copy) || undefined,
  draft: readDraft(text(search.draft) ?? ''),
  days: rehearsalDays.find(days => String(days) === text(search.days)) ?? usualDays,
})

/** Whatever stands there, fields of the right shape come out; others are left out. */
function readDraft(written: string): Partial<AlarmDraft> {
  let read: Readonly<Record<string, unknown>>
  try {
    read = rowOf(JSON.parse(written))
  } catch {
    return {}
  }
  const found: Record<string, unknown> = {}
  for (const [field, usual] of Object.entries(newDraft)) {
    const value = read[field]
    if (value === undefined) continue
    const sound = readField(field, usual, value)
    if (sound !== undefined) found[field] = sound
  }
  return found as Partial<AlarmDraft>
}

const choices: Readonly<Record<string, readonly string[]>> = {
  kind: ['metric', 'queries', 'composite'],
  against: ['number', 'band'],
  operator: [...thresholdOperators, ...bandOperators],
  missing: treatments,
  lowSamples: ['evaluate', 'ignore'],
}

function readField(field: string, usual: unknown, value: unknown): unknown {
  if (field === 'dimensions') return rowsOf(value).map(one => ({ name: textOf(one.name), value: textOf(one.value) }))
  if (field === 'rest') return Array.isArray(value) ? undefined : rowOf(value)
  if (Array.isArray(usual)) return textsOf(value)
  if (typeof value !== typeof usual) return undefined
  const allowed = choices[field]
  return allowed === undefined || allowed.includes(value as string) ? value : undefined
}
