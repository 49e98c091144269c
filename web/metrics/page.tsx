/** The Metrics page: what is drawn above, and below it what there is, what is drawn and how, and the values behind it. */
import { Button, NativeSelect, SegmentedControl, Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconChartLine } from '@tabler/icons-react'
import { useMemo } from 'react'
import { showCount, showDuration } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { explain, Trouble } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { addExpression } from './add.ts'
import { askingOf } from './ask.ts'
import { Browse } from './browse/browse.tsx'
import classes from './metrics.module.css'
import { PeriodSelect } from './period-select.tsx'
import { useMetricData } from './queries.ts'
import { Rows } from './rows/rows.tsx'
import { ShareMenu } from './share/menu.tsx'
import { drawnOf, messagesOf } from './shown/drawn.ts'
import { Shown } from './shown/shown.tsx'
import { ValuesTable } from './shown/values-table.tsx'
import { StatField } from './stat-field.tsx'
import { useMetricsView } from './use-metrics.ts'
import { type MetricsShape, type MetricsTab, metricsShapes } from './view.ts'

export function MetricsPage() {
  const words = useWords()
  const time = useTime()
  const { view, change } = useMetricsView()
  const { from, to } = time.resolved
  useDocumentTitle([view.namespace, words.metrics.title, words.brand].filter(Boolean).join(' · '))
  const asking = useMemo(() => askingOf(view, { from, to, now: time.asOf }), [view, from, to, time.asOf])
  const data = useMetricData(asking.queries, time.resolved, offsetOf(from, time.zone))
  const answer = useMemo(() => (view.rows.length === 0 ? [] : (data.data?.series ?? [])), [view.rows.length, data.data])
  const drawn = useMemo(() => drawnOf(view.rows, answer), [view.rows, answer])
  const shownRows = view.rows.filter(row => row.visible).length
  return (
    <div className={classes.page}>
      <h1 className="mg-visually-hidden">{words.metrics.title}</h1>
      <section className={classes.graph} aria-label={words.metrics.chart}>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            aria-label={words.metrics.shape}
            value={view.shape}
            onChange={shape => change(before => ({ ...before, shape: shape as MetricsShape }))}
            data={metricsShapes.map(shape => ({ value: shape, label: words.metrics.shapes[shape] }))}
          />
          <StatField
            label={words.metrics.stat}
            value={view.stat}
            usual={view.stat}
            wrong={false}
            change={stat => stat !== undefined && change(before => ({ ...before, stat }))}
          />
          <PeriodSelect
            label={words.metrics.period}
            value={view.period}
            usual={asking.period}
            change={period => change(before => ({ ...before, period }))}
          />
          <NativeSelect
            size="xs"
            label={words.metrics.scale}
            value={view.log ? 'log' : 'plain'}
            onChange={event => {
              const log = event.currentTarget.value === 'log'
              change(before => ({ ...before, log }))
            }}
            data={[
              { value: 'plain', label: words.metrics.plainScale },
              { value: 'log', label: words.metrics.logScale },
            ]}
          />
          <span className={classes.told} role="status">
            {data.isFetching
              ? words.state.loading
              : data.data &&
                view.rows.length > 0 &&
                words.metrics.took(
                  showCount(answer.reduce((sum, { at }) => sum + at.length, 0)),
                  showDuration(data.data.tookMs, words.units),
                )}
          </span>
          <ShareMenu view={view} asking={asking} series={drawn.series} range={time.resolved} />
        </div>
        {data.isError && (
          <Trouble inline={answer.length > 0} message={explain(words, data.error)} retry={() => void data.refetch()} />
        )}
        {messagesOf(answer).map(message => (
          <p key={message} className={classes.note} role="status">
            {message}
          </p>
        ))}
        {asking.problems.size > 0 && view.tab !== 'rows' && (
          <p className={classes.note} role="alert">
            {words.metrics.problems(asking.problems.size, showCount(asking.problems.size))}{' '}
            <Button size="compact-xs" variant="light" onClick={() => change(before => ({ ...before, tab: 'rows' }))}>
              {words.metrics.showThem}
            </Button>
          </p>
        )}
        {shownRows === 0 ? (
          <div className={classes.invite}>
            <IconChartLine size={28} aria-hidden />
            <p>{view.rows.length === 0 ? words.metrics.invite : words.metrics.allHidden}</p>
          </div>
        ) : (
          (!data.isError || answer.length > 0) && (
            <Shown view={view} drawn={drawn} waiting={data.isPending && data.isFetching} />
          )
        )}
      </section>
      <Tabs
        className={classes.below ?? ''}
        value={view.tab}
        onChange={tab => change(before => ({ ...before, tab: (tab ?? 'browse') as MetricsTab }))}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="browse">{words.metrics.browse}</Tabs.Tab>
          <Tabs.Tab value="rows">{words.metrics.graphedCount(showCount(view.rows.length))}</Tabs.Tab>
          <Tabs.Tab value="values">{words.metrics.values}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="browse" className={classes.panel ?? ''}>
          <Browse
            view={view}
            change={change}
            addExpression={expression => change(before => ({ ...addExpression(before, expression), tab: 'browse' }))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="rows" className={classes.panel ?? ''}>
          <Rows view={view} change={change} asking={asking} series={answer} />
        </Tabs.Panel>
        <Tabs.Panel value="values" className={classes.panel ?? ''}>
          <ValuesTable series={drawn.series} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

/** `+0900`: of labels with times, as the page shows times. */
function offsetOf(at: number, zone: 'utc' | 'local'): string {
  const minutes = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`
}
