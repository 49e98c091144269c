/**
 * What the filters find in one batch, summed: a row for each series and minute, whatever number of events it stands for. Either the row of a
 * batch is there or it is not, so nothing of it can be missing or doubled by itself.
 */
import type { Sample, SeriesRef } from '../../store/metrics/index.ts'

export interface TallyRow<Of> {
  readonly of: Of
  readonly series: SeriesRef
  /** Since 1970. */
  readonly minute: number
  readonly sample: Sample
}

/** One value as often as it came, until another one comes. */
interface Cell {
  readonly value: number
  weight: number
  all: number[] | undefined
}

export class Tally<Of> {
  readonly #series = new Map<SeriesRef, { readonly of: Of; readonly minutes: Map<number, Cell> }>()

  add(of: Of, series: SeriesRef, minute: number, value: number): void {
    let known = this.#series.get(series)
    if (known === undefined) {
      known = { of, minutes: new Map() }
      this.#series.set(series, known)
    }
    const cell = known.minutes.get(minute)
    if (cell === undefined) known.minutes.set(minute, { value, weight: 1, all: undefined })
    else if (cell.all !== undefined) cell.all.push(value)
    else if (cell.value === value) cell.weight += 1
    else {
      cell.all = new Array<number>(cell.weight).fill(cell.value)
      cell.all.push(value)
    }
  }

  /** The same for the same observations, in whatever order they came. */
  rows(): readonly TallyRow<Of>[] {
    return [...this.#series].flatMap(([series, { of, minutes }]) =>
      [...minutes].map(([minute, cell]) => ({ of, series, minute, sample: sampleOf(cell) })),
    )
  }
}

function sampleOf({ value, weight, all }: Cell): Sample {
  if (all === undefined) return { kind: 'value', value, weight }
  const sorted = Float64Array.from(all).sort()
  const values: number[] = []
  const weights: number[] = []
  let sum = 0
  for (const one of sorted) {
    sum += one
    if (one === values.at(-1)) weights[weights.length - 1]! += 1
    else {
      values.push(one)
      weights.push(1)
    }
  }
  const [min = value, max = value] = [values[0], values.at(-1)]
  return { kind: 'distribution', values, weights, count: sorted.length, sum, min, max }
}
