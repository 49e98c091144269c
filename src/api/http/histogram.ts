/** Volume over time, stacked by level, in steps that a person can read. */
import { type ApiHistogram, type LogLevel, type Millis, millis, ok } from '../../model/index.ts'
import type { HistogramBar } from '../../store/logs/index.ts'
import { answer, asks, goneSignal, type Routes, refuse } from './routes.ts'
import { readSelection } from './selection.ts'
import { histogramShape, readShape } from './shapes.ts'
import { engineTrouble } from './trouble.ts'

export const histogramRoutes: Routes = (app, deps) => {
  app.post('/api/logs/histogram', asks, async (request, reply) => {
    const asked = readShape(histogramShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const begun = deps.clock.now()
    const read = await readSelection(deps, asked.value, begun)
    if (!read.ok) return refuse(reply, read.error)
    const { from, to, bars } = asked.value
    const step = stepOf(from, to, bars)
    let rowsRead = 0
    const counted = await deps.logs.histogram(read.value.selection, step, {
      signal: goneSignal(request, reply),
      onProgress: progress => {
        rowsRead = progress.rowsRead
      },
    })
    if (!counted.ok) return answer(reply, engineTrouble(counted.error))
    const histogram: ApiHistogram = {
      ...{ from, to, stepMs: step, bars: stacked(counted.value) },
      events: counted.value.reduce((sum, bar) => sum + bar.events, 0),
      bytes: counted.value.reduce((sum, bar) => sum + bar.bytes, 0),
      rowsRead,
      elapsedMs: deps.clock.now() - begun,
    }
    return answer(reply, ok(histogram))
  })
}

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(n => n * second),
  ...[1, 2, 5, 10, 15, 30].map(n => n * minute),
  ...[1, 2, 3, 6, 12].map(n => n * hour),
]

/** The finest readable step that cuts the range into at most `most` bars; bars begin at whole multiples of the step since 1970. */
export function stepOf(from: number, to: number, most: number): Millis {
  const barsOf = (step: number) => Math.floor((to - 1) / step) - Math.floor(from / step) + 1
  const found = steps.find(step => barsOf(step) <= most)
  if (found !== undefined) return millis(found)
  let days = 1
  // A range across a multiple has two bars however long the step is; then one more bar than asked is all that can be had.
  while (barsOf(days * day) > Math.max(most, 2)) days += 1
  return millis(days * day)
}

function stacked(bars: readonly HistogramBar[]): ApiHistogram['bars'] {
  const byTime = new Map<number, Partial<Record<LogLevel, number>>>()
  for (const { at, level, events } of bars) {
    const counts = byTime.get(at) ?? {}
    counts[level] = (counts[level] ?? 0) + events
    byTime.set(at, counts)
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([at, counts]) => ({ at, counts }))
}
