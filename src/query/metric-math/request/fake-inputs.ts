/** Series written as text, for tests: the inputs of a plan without a store. */
import { type Grid, type Line, type Points, pointsOn } from '../evaluate/index.ts'
import type { MathInputs } from './answer.ts'

/** Saturday 2026-01-31 23:58 UTC. */
export const fakeStart = Date.UTC(2026, 0, 31, 23, 58)

/** `1 - 2.5`: points, and `-` where there is none. */
export function pointsOf(text: string, grid: Grid): Points {
  const points = text
    .split(' ')
    .flatMap((word, at) => (word === '-' ? [] : [{ at: grid.start + at * grid.step, value: Number(word) }]))
  return pointsOn(grid, points)
}

export const textOf = (values: Points): string =>
  [...values].map(value => (Number.isNaN(value) ? '-' : String(Number(value.toPrecision(12))))).join(' ')

export const fakeLine = (text: string, grid: Grid, label: string | null = null): Line => ({
  values: pointsOf(text, grid),
  label,
  facts: null,
})

/** Metrics by id, the same at every period; everything else is empty. */
export function fakeInputs(metrics: Readonly<Record<string, string>>, more: Partial<MathInputs> = {}): MathInputs {
  const count = Math.max(0, ...Object.values(metrics).map(text => text.split(' ').length))
  const grid = (period: number): Grid => ({ start: fakeStart, step: period * 1_000, count })
  return {
    grid,
    metric: (id, period) => fakeLine(metrics[id] ?? '-', grid(period), id),
    search: () => [],
    insights: () => [],
    band: () => null,
    ...more,
  }
}
