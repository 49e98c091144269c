/** The form of a widget of metrics: its view, its statistic, its rows. */
import { Autocomplete, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import type { MetricWidget } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import classes from './edit.module.css'
import { type FormProps, propertiesOf, withProperty } from './form-props.ts'
import { MetricRows } from './metric-rows.tsx'
import { longRows, writeRows } from './rows.ts'

const views = ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table'] as const
const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p95', 'p99', 'tm90', 'IQM']
const periods = [1, 10, 60, 300, 900, 3_600, 21_600, 86_400]

export function MetricForm({ json, widget, change }: FormProps<MetricWidget>) {
  const words = useWords()
  const properties = propertiesOf(json)
  const rows = longRows(widget, properties.metrics)
  const set = (name: string, value: unknown) => change(withProperty(json, name, value))
  const axis = (side: 'left' | 'right', part: string, value: unknown) => {
    const all = propertiesOf({ properties: properties.yAxis })
    const one = propertiesOf({ properties: all[side] })
    set('yAxis', { ...all, [side]: { ...one, [part]: value } })
  }
  const single = widget.view !== 'timeSeries' && widget.view !== 'table'
  const flag = (name: 'stacked' | 'sparkline' | 'trend' | 'setPeriodToTimeRange' | 'liveData', label: string) => (
    <Checkbox
      key={name}
      size="xs"
      label={label}
      checked={widget[name]}
      onChange={event => set(name, event.currentTarget.checked)}
    />
  )
  return (
    <div className={classes.form}>
      <div className={classes.row}>
        <TextInput
          label={words.dashboards.titleOf}
          value={widget.title}
          onChange={event => set('title', event.currentTarget.value)}
          className={classes.wide ?? ''}
          data-autofocus
        />
        <Select
          label={words.dashboards.view}
          value={widget.view}
          onChange={next => set('view', next ?? 'timeSeries')}
          data={views.map(value => ({ value, label: words.dashboards.views[value] }))}
          allowDeselect={false}
        />
        <Autocomplete
          size="xs"
          label={words.dashboards.statistic}
          value={widget.stat}
          onChange={next => set('stat', next)}
          data={statistics}
        />
        <Select
          label={words.dashboards.period}
          value={String(widget.period ?? 300)}
          onChange={next => set('period', Number(next ?? 300))}
          data={[...new Set([...periods, widget.period ?? 300])]
            .sort((a, b) => a - b)
            .map(value => ({ value: String(value), label: periodName(value, words.units) }))}
          allowDeselect={false}
        />
      </div>
      <div className={classes.row}>
        {widget.view === 'timeSeries' && flag('stacked', words.dashboards.stacked)}
        {widget.view === 'singleValue' && flag('sparkline', words.dashboards.sparkline)}
        {widget.view === 'singleValue' && flag('trend', words.dashboards.trend)}
        {(single || widget.view === 'table') && flag('setPeriodToTimeRange', words.dashboards.wholeRange)}
        {widget.view === 'timeSeries' && flag('liveData', words.dashboards.liveData)}
      </div>
      {(widget.view === 'timeSeries' || widget.view === 'gauge') && (
        <div className={classes.row}>
          {widget.view === 'timeSeries' && (
            <Select
              label={words.dashboards.legend}
              value={widget.legend}
              onChange={next => set('legend', { position: next ?? 'bottom' })}
              data={(['bottom', 'right', 'hidden'] as const).map(value => ({
                value,
                label: words.dashboards.legends[value],
              }))}
              allowDeselect={false}
            />
          )}
          {(['min', 'max'] as const).map(end => (
            <NumberInput
              key={end}
              size="xs"
              label={words.dashboards.axisEnds[end]}
              value={widget.yAxis.left[end] ?? ''}
              onChange={next => axis('left', end, typeof next === 'number' ? next : undefined)}
              hideControls
            />
          ))}
          {widget.view === 'timeSeries' && (
            <TextInput
              label={words.dashboards.axisLabel}
              value={widget.yAxis.left.label ?? ''}
              onChange={event => axis('left', 'label', event.currentTarget.value || undefined)}
            />
          )}
        </div>
      )}
      {widget.annotations.alarm !== null ? (
        <p className={classes.dim}>{words.dashboards.ofAlarm}</p>
      ) : rows === undefined ? (
        <p className={classes.dim}>{words.dashboards.rowsInSource}</p>
      ) : (
        <MetricRows rows={rows} change={next => set('metrics', writeRows(next))} />
      )}
    </div>
  )
}

function periodName(seconds: number, units: { s: string; min: string; h: string; d: string }): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}${units.d}`
  if (seconds % 3_600 === 0) return `${seconds / 3_600}${units.h}`
  return seconds % 60 === 0 ? `${seconds / 60}${units.min}` : `${seconds}${units.s}`
}
