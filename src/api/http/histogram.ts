/** Volume over time, stacked by level, in steps that a person can read. */
import { type ApiHistogram, histogramStep, type LogLevel, ok } from '../../model/index.ts'
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
    const step = histogramStep(from, to, bars)
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

function stacked(bars: readonly HistogramBar[]): ApiHistogram['bars'] {
  const byTime = new Map<number, Partial<Record<LogLevel, number>>>()
  for (const { at, level, events } of bars) {
    const counts = byTime.get(at) ?? {}
    counts[level] = (counts[level] ?? 0) + events
    byTime.set(at, counts)
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([at, counts]) => ({ at, counts }))
}
