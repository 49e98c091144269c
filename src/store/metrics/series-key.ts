/** Names of series: the text that two keys share when they mean the same, and the 64-bit number made of it. Pure. */
import { hash } from 'node:crypto'
import type { SeriesKey } from './port.ts'

export interface SeriesName {
  readonly id: string
  readonly high: number
  readonly low: number
  /** Hash of namespace and metric, 32 bits: series of one metric lie together. */
  readonly name: number
  /** As `metric_series.sets` holds them. */
  readonly sets: readonly string[]
}

/** Labels in any order and sets in any order, or told twice, give the same text. */
export function keyText(key: SeriesKey): string {
  const labels = Object.entries(key.labels).sort(byName)
  return JSON.stringify([key.namespace, key.metric, key.unit, key.resolution, key.source, labels, setsOf(key)])
}

export function seriesName(key: SeriesKey, text: string = keyText(key)): SeriesName {
  const digest = hash('sha256', text.toWellFormed(), 'buffer')
  return {
    id: digest.readBigUInt64BE(0).toString(),
    high: digest.readUInt32BE(0),
    low: digest.readUInt32BE(4),
    name: nameHash(key.namespace, key.metric),
    sets: setsOf(key),
  }
}

export const nameHash = (namespace: string, metric: string): number =>
  hash('sha256', JSON.stringify([namespace, metric]).toWellFormed(), 'buffer').readUInt32BE(0)

/** One set of names as a text: `["a","b"]`, in order. */
export const setText = (names: readonly string[]): string =>
  JSON.stringify([...new Set(names)].sort(byText)).toWellFormed()

function setsOf({ labels, sets }: SeriesKey): readonly string[] {
  const declared = sets ?? [Object.keys(labels)]
  return [...new Set(declared.map(setText))].sort(byText)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => byText(a, b)
