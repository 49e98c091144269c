/** Values as text: how rows print them, and what text functions, grouping and `like` see of them. */
import type { Dictionary, List, Time, Value } from '../value.ts'
import { printNumber } from './numbers.ts'

export const time = (at: number): Time => ({ kind: 'time', at })
export const list = (items: readonly Value[]): List => ({ kind: 'list', items })
export const map = (members: ReadonlyMap<string, Value>): Dictionary => ({ kind: 'map', members })

export const isTime = (value: Value): value is Time =>
  typeof value === 'object' && value !== null && value.kind === 'time'
/** A map or a list. */
export const isStructure = (value: Value): value is Dictionary | List =>
  typeof value === 'object' && value !== null && value.kind !== 'time'

/** The last instant that a date can hold, either way (epoch milliseconds). */
export const furthestInstant = 8_640_000_000_000_000

/** `2026-01-20 10:00:00.000` in UTC; beyond what a date can hold, the plain number. */
export function printTime(at: number): string {
  if (!(Math.abs(at) <= furthestInstant)) return printNumber(at)
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '')
}

/** The text of a scalar; null for null, maps and lists. Two values are the same group when their texts are the same. */
export function textOf(value: Value | undefined): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? printNumber(value) : null
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (value === null || value === undefined || value.kind !== 'time') return null
  return printTime(value.at)
}

/** What a row shows: scalars as `textOf`, maps and lists as JSON. Null: the field is left out. */
export const printValue = (value: Value): string | null => (isStructure(value) ? jsonText(value) : textOf(value))

/** A value as compact JSON. Numbers keep their digits, times are texts. */
export function jsonText(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value + 0) : 'null'
  if (typeof value === 'string') return JSON.stringify(value)
  if (value.kind === 'time') return JSON.stringify(printTime(value.at))
  if (value.kind === 'list') return `[${value.items.map(jsonText).join(',')}]`
  return `{${[...value.members].map(([key, member]) => `${JSON.stringify(key)}:${jsonText(member)}`).join(',')}}`
}
