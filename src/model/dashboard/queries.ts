/** What a metric widget asks for: GetMetricData's queries, over a range that is cut so that periods stay where they are while time goes on. */
import { limits } from '../../limits.ts'
import type { MetricRow, MetricWidget, WidgetLine, WidgetQueries, WidgetQuery } from './types.ts'

/** Epoch milliseconds. */
export interface WidgetRange {
  readonly from: number
  readonly to: number
  readonly now: number
}

const second = 1_000
const minute = 60 * second
const day = 86_400 * second

/** Periods in seconds that are chosen for a range: the first with at most so many points. */
const steps = [60, 300, 900, 3_600, 21_600, 86_400]
const comfortable = 400

/** The finest period in seconds that data of this age have: one, five or sixty minutes; seconds for three hours. */
function finest({ from, now }: WidgetRange): number {
  const age = now - from
  if (age > 63 * day) return 3_600
  if (age > 15 * day) return 300
  return age > 3 * 60 * minute ? 60 : 1
}

/**
 * The period in seconds that suits a range. `stated`: what a widget says; it is never made finer, since a sum over five minutes is
 * another number than one over a minute.
 */
export function autoPeriod(range: WidgetRange, stated: number | null): number {
  const length = (range.to - range.from) / second
  const least = Math.max(stated ?? 60, finest(range))
  const step = steps.find(candidate => length / candidate <= comfortable) ?? 86_400
  if (least < 60) return length / least <= comfortable * 4 ? least : step
  // Rounded up to what the finest period of the data divides.
  return Math.max(step, Math.ceil(least / finest(range)) * finest(range))
}

/** The period that the dashboard leaves as it is stands as well, unless a chart would have more points than anybody draws. */
function statedPeriod(range: WidgetRange, stated: number): number {
  const length = (range.to - range.from) / second
  return length / stated <= limits.dashboardPoints ? stated : autoPeriod(range, stated)
}

/** Views that show one value of each series. */
const single: readonly MetricWidget['view'][] = ['singleValue', 'gauge', 'bar', 'pie', 'table']

export function widgetQueries(
  widget: MetricWidget,
  range: WidgetRange,
  periodOverride: 'auto' | 'inherit' = 'auto',
): WidgetQueries {
  const whole = widget.setPeriodToTimeRange && single.includes(widget.view)
  const periodFor = (stated: number | null): number =>
    periodOverride === 'auto' ? autoPeriod(range, stated) : statedPeriod(range, stated ?? 300)
  const cut = whole ? wholeRange(range) : null
  const period = cut?.period ?? periodFor(widget.period)
  const ids = namesFor(widget.rows)
  const queries = widget.rows.map((row, at) => {
    const own = cut?.period ?? (row.period === null ? period : periodFor(row.period))
    return queryOf(row, ids[at] ?? '', { period: own, stat: widget.stat })
  })
  const lines = widget.rows.flatMap((row, at): WidgetLine[] =>
    row.visible ? [{ id: ids[at] ?? '', color: row.color, yAxis: row.yAxis, row }] : [],
  )
  const to = widget.liveData ? range.to : Math.max(range.from + 1, Math.floor(range.to / minute) * minute)
  return {
    queries: widget.annotations.alarm !== null || lines.length === 0 ? [] : queries,
    lines: widget.annotations.alarm === null ? lines : [],
    from: cut?.from ?? Math.floor(range.from / (period * second)) * period * second,
    to: cut?.to ?? to,
    period,
    whole,
  }
}

/** One period over all of the range, beginning where the reader of metrics begins for data of that age. */
function wholeRange(range: WidgetRange): { readonly from: number; readonly to: number; readonly period: number } {
  const round = Math.max(60, finest(range)) * second
  const from = Math.floor(range.from / round) * round
  const minutes = Math.max(1, Math.ceil((range.to - from) / minute))
  const period = Math.min(minutes * 60, limits.mathPeriod)
  return { from, to: from + period * second, period }
}

function queryOf(row: MetricRow, id: string, { period, stat }: { period: number; stat: string }): WidgetQuery {
  const rest = { ...(row.label === null ? {} : { Label: row.label }), ReturnData: row.visible }
  if (row.kind === 'expression') return { Id: id, Expression: row.expression, Period: period, ...rest }
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: row.namespace,
        MetricName: row.metric,
        Dimensions: row.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: period,
      Stat: row.stat ?? stat,
    },
    ...rest,
  }
}

/** Ids as given; rows without get one that nobody has, and that no METRICS("m") means. */
function namesFor(rows: readonly MetricRow[]): readonly string[] {
  const taken = new Set(rows.flatMap(({ id }) => id ?? []))
  return rows.map(({ id }, at) => {
    if (id !== null) return id
    let name = `row_${at + 1}`
    while (taken.has(name)) name += '_'
    taken.add(name)
    return name
  })
}
