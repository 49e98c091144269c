/**
 * Reads JSON piece by piece and notes what is wrong with it, in the words of CloudWatch's own answers. What is wrong reads as
 * what stands for it, so that one mistake does not hide the next.
 */
import type { DashboardTrouble } from './types.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export interface Notes {
  readonly errors: DashboardTrouble[]
  readonly warnings: DashboardTrouble[]
}
export const noNotes = (): Notes => ({ errors: [], warnings: [] })

/** A value and where it stands. `undefined`: nothing is there. */
export interface Place {
  readonly value: unknown
  readonly path: string
  readonly notes: Notes
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const fault = (at: Place, message: string): void => void at.notes.errors.push({ path: at.path, message })
export const warning = (at: Place, message: string): void => void at.notes.warnings.push({ path: at.path, message })

/** Names of members as a JSON pointer has them. */
const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** A member; `__proto__` and its like are there only when they are written. */
export const member = (of: Place, name: string): Place => ({
  value: isObject(of.value) && Object.hasOwn(of.value, name) ? of.value[name] : undefined,
  path: `${of.path}/${pointer(name)}`,
  notes: of.notes,
})

/** False with a note when it must be there and is not. */
export function required(of: Place, name: string): boolean {
  if (member(of, name).value !== undefined) return true
  fault(of, `Should have required property '${name}'`)
  return false
}

/** Members that nobody knows are kept and told of. */
export function known(at: Place, names: readonly string[]): void {
  if (!isObject(at.value)) return
  for (const name of Object.keys(at.value))
    if (!names.includes(name)) warning(member(at, name), `Unknown property '${name}': it is kept and has no effect`)
}

/** False with a note when it is no object; nothing there is none either. */
export function objectAt(at: Place): boolean {
  if (isObject(at.value)) return true
  if (at.value !== undefined) fault(at, 'Should be object')
  return false
}

/** The members of a list; none where there is no list. */
export function listAt(at: Place, { least = 0, most }: { least?: number; most: number }): readonly Place[] {
  const { value, path, notes } = at
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    fault(at, 'Should be array')
    return []
  }
  if (value.length < least) fault(at, `Should NOT have less than ${least} items`)
  if (value.length > most) fault(at, `Should NOT have more than ${most} items`)
  return value.slice(0, most).map((item, index) => ({ value: item as unknown, path: `${path}/${index}`, notes }))
}

export interface TextRule {
  readonly least?: number
  /** Characters, in UTF-16 units. */
  readonly most?: number
  readonly pattern?: RegExp
}
/** Null: nothing there, or nothing that could be read. */
export function textAt(at: Place, { least = 0, most, pattern }: TextRule = {}): string | null {
  const { value } = at
  if (value === undefined) return null
  if (typeof value !== 'string') {
    fault(at, 'Should be string')
    return null
  }
  if (value.length < least) fault(at, `Should NOT be shorter than ${least} characters`)
  else if (most !== undefined && value.length > most) fault(at, `Should NOT be longer than ${most} characters`)
  else if (pattern?.test(value) === false) fault(at, `Should match pattern "${pattern.source}"`)
  else return value
  return null
}

export function choiceAt<T extends string>(at: Place, choices: readonly T[]): T | null {
  if (at.value === undefined) return null
  const chosen = choices.find(choice => choice === at.value)
  if (chosen === undefined)
    fault(at, `Should be equal to one of the allowed values: ${choices.map(choice => `"${choice}"`).join(', ')}`)
  return chosen ?? null
}

export interface NumberRule {
  readonly least?: number
  readonly most?: number
}
export function numberAt(at: Place, { least, most }: NumberRule = {}): number | null {
  const { value } = at
  if (value === undefined) return null
  // JSON knows no other numbers, but 1e999 reads as one.
  if (typeof value !== 'number' || !Number.isFinite(value)) fault(at, 'Should be number')
  else if (least !== undefined && value < least) fault(at, `Should be >= ${least}`)
  else if (most !== undefined && value > most) fault(at, `Should be <= ${most}`)
  else return value
  return null
}
export function integerAt(at: Place, rule: NumberRule = {}): number | null {
  if (at.value === undefined || Number.isSafeInteger(at.value)) return numberAt(at, rule)
  fault(at, 'Should be integer')
  return null
}

export function flagAt(at: Place): boolean | null {
  if (at.value === undefined || typeof at.value === 'boolean') return at.value ?? null
  fault(at, 'Should be boolean')
  return null
}
