/**
 * What a metric filter would have made of stored lines: the engine counts what matches, and the values are taken out of the newest matching
 * lines by the same code that takes them out of arriving ones.
 */
import { limits } from '../../limits.ts'
import { type ApiMetricFilterPreview, histogramStep, instant, ok } from '../../model/index.ts'
import { compileShared, toSql } from '../../query/filter-pattern/index.ts'
import { constantOf, type ReadFilter } from '../../query/metric-filter/index.ts'
import type { HistogramBar, LogCursor, LogRow, LogSelection } from '../../store/logs/index.ts'
import type { LogGroup } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { notBeforeOf } from './selection.ts'
import { type Asked, engineTrouble, refusal } from './trouble.ts'

export interface PreviewWish {
  readonly group: LogGroup
  readonly filter: ReadFilter
  readonly from: number
  readonly to: number
}

export async function previewMetricFilter(
  deps: HttpApiDeps,
  { group, filter, from, to }: PreviewWish,
  signal: AbortSignal,
): Promise<Asked<ApiMetricFilterPreview>> {
  const begun = deps.clock.now()
  const all: LogSelection = {
    groups: [{ id: group.id, notBefore: notBeforeOf(group, begun) }],
    ...{ from: instant(from), to: instant(to) },
  }
  const step = histogramStep(from, to, limits.previewBars)
  const held = await deps.logs.histogram(all, step, { signal })
  if (!held.ok) return engineTrouble(held.error)
  const scanned = sumOf(held.value)
  if (scanned > limits.previewScanned)
    return refusal(422, 'over-limit', `A preview looks at ${limits.previewScanned} lines; choose a shorter time.`, {
      field: 'from',
    })
  const matching: LogSelection = { ...all, where: toSql(filter.pattern) }
  const counted = await deps.logs.histogram(matching, step, { signal })
  if (!counted.ok) return engineTrouble(counted.error)
  const values = new Values(filter, step, typeof filter.value === 'number' && filter.dimensions.length === 0)
  const looked = await look(deps, matching, values, signal)
  if (!looked.ok) return looked
  return ok({ scanned, matched: sumOf(counted.value), ...values.result(counted.value), stepMs: step, ...looked.value })
}

const sumOf = (bars: readonly HistogramBar[]): number => bars.reduce((sum, { events }) => sum + events, 0)

/** Takes values out of the newest lines on, within bounds of lines and time; `valuesFrom`: it did not come further back. */
async function look(
  deps: HttpApiDeps,
  matching: LogSelection,
  values: Values,
  signal: AbortSignal,
): Promise<Asked<{ readonly valuesFrom?: number }>> {
  const begun = deps.clock.now()
  let after: LogCursor | undefined
  for (;;) {
    const page = await deps.logs.page(matching, {
      ...{ order: 'descending', maxBytes: limits.searchPieceBytes, budget: limits.previewTime, signal },
      limit: Math.min(values.wanted, limits.searchPieceEvents * 10),
      ...(after === undefined ? {} : { after }),
    })
    if (!page.ok) return engineTrouble(page.error)
    for (const row of page.value.rows) values.take(row)
    after = page.value.next
    if (after === undefined) return ok({})
    if (values.wanted <= 0) return ok(values.isConstant ? {} : { valuesFrom: after.timestamp })
    if (deps.clock.now() - begun >= limits.previewTime) return ok({ valuesFrom: after.timestamp })
  }
}

type Sample = ApiMetricFilterPreview['samples'][number]

class Values {
  /** Every match publishes the same: nothing need be looked at to know. */
  readonly isConstant: boolean
  readonly #constant: number | undefined
  readonly #step: number
  readonly #shared: ReturnType<typeof compileShared>
  readonly #value: () => string | null
  readonly #dimensions: readonly (readonly [string, () => string | null])[]
  readonly #sums = new Map<number, number>()
  readonly #samples: Sample[] = []
  #looked = 0
  #without = 0

  constructor({ pattern, value, dimensions }: ReadFilter, step: number, isConstant: boolean) {
    this.#shared = compileShared([pattern])
    const reader = (reference: string) => {
      const read = this.#shared.reader(0, reference)
      return read.ok ? read.value : () => null
    }
    this.#constant = typeof value === 'number' ? value : undefined
    this.#value = typeof value === 'number' ? () => null : reader(value)
    this.#dimensions = dimensions.map(([name, reference]) => [name, reader(reference)])
    this.#step = step
    this.isConstant = isConstant
  }

  /** Lines that may still be looked at. */
  get wanted(): number {
    return (this.isConstant ? limits.previewSamples : limits.previewLines) - this.#looked
  }

  take({ cursor, message }: LogRow): void {
    this.#looked += 1
    this.#shared.begin(message)
    const number = this.#constant ?? constantOf(this.#value() ?? '') ?? null
    const found = this.#dimensions.map(([name, read]) => [name, read() ?? ''] as const)
    const whole = found.every(([, text]) => text !== '' && text.length <= limits.metricDimensionValueLength)
    if (number === null || !whole) this.#without += 1
    else {
      const at = Math.floor(cursor.timestamp / this.#step) * this.#step
      this.#sums.set(at, (this.#sums.get(at) ?? 0) + number)
    }
    if (this.#samples.length >= limits.previewSamples) return
    const dimensions = Object.fromEntries(found.filter(([, text]) => text !== ''))
    this.#samples.push({ timestamp: cursor.timestamp, message, value: number, dimensions })
  }

  result(counted: readonly HistogramBar[]): Pick<ApiMetricFilterPreview, 'withoutValue' | 'bars' | 'samples'> {
    const matched = new Map<number, number>()
    for (const { at, events } of counted) matched.set(at, (matched.get(at) ?? 0) + events)
    const sum = (at: number, events: number) =>
      this.isConstant ? events * (this.#constant ?? 0) : (this.#sums.get(at) ?? 0)
    const bars = [...matched]
      .sort(([a], [b]) => a - b)
      .map(([at, events]) => ({ at, matched: events, sum: sum(at, events) }))
    return { withoutValue: this.#without, bars, samples: this.#samples }
  }
}
