/** A page of GetMetricData's results: all points one after the other, some of them. Pure. */
import { instant } from '../../../model/index.ts'
import type { Grid, Points } from '../../../query/metric-math/index.ts'
import { Doubles, Timestamps } from '../protocol/index.ts'

export interface MetricResult {
  readonly id: string
  readonly label: string
  readonly values: Points
  readonly grid: Grid
  /** Where there were several: they are told. */
  readonly units: readonly string[]
}

/** `from`: points that were told before. A result without points stands on the page where its turn comes. */
export function pageOf(
  results: readonly MetricResult[],
  from: number,
  most: number,
  descending: boolean,
): { readonly results: readonly object[]; readonly told: number; readonly next: number | undefined } {
  const told: object[] = []
  let passed = 0
  for (const { id, label, values, grid, units } of results) {
    const places = placesOf(values)
    if (descending) places.reverse()
    const [first, last] = [Math.max(0, from - passed), Math.min(places.length, from + most - passed)]
    const page = places.slice(first, Math.max(first, last))
    const isTurn = places.length === 0 ? passed >= from && (passed > from || from === 0) : page.length > 0
    if (isTurn && passed - from <= most)
      told.push({
        Id: id,
        Label: label,
        Timestamps: new Timestamps(page.map(place => instant(grid.start + place * grid.step))),
        Values: new Doubles(page.map(place => values[place]!)),
        StatusCode: last < places.length ? 'PartialData' : 'Complete',
        ...(units.length > 1
          ? { Messages: [{ Code: 'MultipleUnits', Value: `Multiple units returned: '[${units.join(', ')}]'` }] }
          : {}),
      })
    passed += places.length
  }
  const points = Math.max(0, Math.min(passed - from, most))
  return { results: told, told: points, next: passed > from + most ? from + most : undefined }
}

/** Where there are points. */
function placesOf(values: Points): number[] {
  const places: number[] = []
  for (let place = 0; place < values.length; place++) if (!Number.isNaN(values[place])) places.push(place)
  return places
}

/** In which result a point lies, of all points one after the other, and how many of its points come before it. */
export function placeOf(results: readonly Pick<MetricResult, 'values'>[], point: number): readonly [number, number] {
  let passed = 0
  for (const [at, { values }] of results.entries()) {
    const points = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0)
    if (passed + points > point) return [at, point - passed]
    passed += points
  }
  return [results.length, 0]
}
