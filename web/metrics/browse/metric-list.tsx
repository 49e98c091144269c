/** Metrics, as many as there are: ticking one draws it. */
import { Checkbox } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ApiMetric } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { pageLimits } from '../../limits.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { addMetric, roomFor } from '../add.ts'
import classes from '../metrics.module.css'
import { useMetrics } from '../queries.ts'
import { nameOf } from '../row.ts'
import type { ChangeMetrics } from '../use-metrics.ts'
import type { MetricsView } from '../view.ts'

const usualRow = 32
const phoneRow = 52

export function MetricList({ view, change }: { readonly view: MetricsView; readonly change: ChangeMetrics }) {
  const words = useWords()
  const { namespace, set } = view
  const found = useMetrics({ namespace, set, contains: view.find.trim() }, true)
  const metrics = useMemo(() => found.data?.pages.flatMap(page => page.metrics) ?? [], [found.data])
  const ticked = useMemo(
    () => new Set(view.rows.flatMap(row => (row.kind === 'metric' ? [nameOf(row)] : []))),
    [view.rows],
  )
  const toggle = (metric: ApiMetric) => {
    const name = nameOf(metric)
    change(before =>
      ticked.has(name)
        ? { ...before, rows: before.rows.filter(row => row.kind !== 'metric' || nameOf(row) !== name) }
        : addMetric(before, metric),
    )
  }
  if (found.isError && metrics.length === 0)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (found.isPending) return <Waiting rows={10} height={usualRow} />
  if (metrics.length === 0) return <Nothing title={words.metrics.nothing(view.find.trim() || (namespace ?? ''))} />
  return (
    <>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      <p className={classes.note} role="status">
        {found.hasNextPage
          ? words.metrics.firstOfMore(showCount(metrics.length))
          : words.metrics.count(metrics.length, showCount(metrics.length))}
        {!roomFor(view) && ` · ${words.metrics.full(showCount(pageLimits.graphedRows))}`}
      </p>
      <Rows
        metrics={metrics}
        ticked={ticked}
        full={!roomFor(view)}
        columns={set}
        withNamespace={namespace === undefined}
        toggle={toggle}
        more={() => {
          if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage()
        }}
      />
    </>
  )
}

interface RowsProps {
  readonly metrics: readonly ApiMetric[]
  readonly ticked: ReadonlySet<string>
  readonly full: boolean
  /** The dimensions that all have; undefined: each has its own. */
  readonly columns: readonly string[] | undefined
  readonly withNamespace: boolean
  readonly toggle: (metric: ApiMetric) => void
  readonly more: () => void
}

function Rows({ metrics, ticked, full, columns, withNamespace, toggle, more }: RowsProps) {
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const phone = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false })
  const rowHeight = phone ? phoneRow : usualRow
  const [at, setAt] = useState(-1)
  const rows = useVirtualizer({
    count: metrics.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  const move = (by: number) => {
    const next = Math.min(Math.max(at + by, 0), metrics.length - 1)
    setAt(next)
    rows.scrollToIndex(next)
  }
  useKeys({
    down: () => move(1),
    up: () => move(-1),
    open: () => metrics[at] && toggle(metrics[at]),
  })
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= metrics.length - 20) more()
  }, [last, metrics.length, more])
  const heads = [
    words.metrics.metric,
    ...(withNamespace ? [words.metrics.namespace] : []),
    ...(columns ?? [words.metrics.dimensions]),
    words.metrics.unit,
  ]
  const template = `34px minmax(140px, 1.4fr) ${'minmax(110px, 1fr) '.repeat(heads.length - 2)} 90px`
  return (
    <div
      className={classes.scroller}
      ref={scroller}
      role="table"
      aria-label={words.metrics.title}
      aria-rowcount={metrics.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className={classes.headGroup}>
        <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
          <span role="columnheader">
            <span className="mg-visually-hidden">{words.metrics.graphed}</span>
          </span>
          {heads.map(head => (
            <span role="columnheader" key={head}>
              {head}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(item => {
          const metric = metrics[item.index]!
          const name = nameOf(metric)
          const isTicked = ticked.has(name)
          const values = columns?.map(column => metric.dimensions.find(one => one.name === column)?.value ?? '') ?? [
            metric.dimensions.map(({ name: own, value }) => `${own}=${value}`).join(' '),
          ]
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.row}
              data-ticked={isTicked || undefined}
              data-at={item.index === at || undefined}
              style={{
                transform: `translateY(${item.start}px)`,
                height: rowHeight,
                gridTemplateColumns: phone ? undefined : template,
              }}
            >
              <span role="cell">
                <Checkbox
                  size="xs"
                  checked={isTicked}
                  disabled={full && !isTicked}
                  onChange={() => toggle(metric)}
                  aria-label={words.metrics.graphOne([metric.metric, ...values].join(' '))}
                />
              </span>
              <span role="cell">
                <button
                  type="button"
                  className={classes.name}
                  title={metric.metric}
                  disabled={full && !isTicked}
                  onClick={() => toggle(metric)}
                >
                  {metric.metric}
                </button>
              </span>
              {withNamespace && (
                <span role="cell" className={classes.cut} title={metric.namespace}>
                  {metric.namespace}
                </span>
              )}
              {values.map((value, place) => (
                <span role="cell" className={classes.cut} title={value} key={columns?.[place] ?? 'all'}>
                  {value}
                </span>
              ))}
              <span role="cell" className={classes.dim}>
                {metric.unit === 'None' ? '' : metric.unit}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
