/** One row of what is graphed. */
import { ActionIcon, Checkbox, ColorSwatch, NativeSelect, TextInput } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ApiMetricSeries } from '../../../src/model/index.ts'
import { metricUnits } from '../../../src/model/index.ts'
import { showCount, showMetric } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import type { RowProblem } from '../ask.ts'
import { ExpressionField } from '../editor/index.ts'
import classes from '../metrics.module.css'
import { PeriodSelect } from '../period-select.tsx'
import type { Row } from '../row.ts'
import { StatField } from '../stat-field.tsx'
import type { MetricsView } from '../view.ts'

export interface RowCardProps {
  readonly row: Row
  readonly view: MetricsView
  readonly ids: readonly { readonly id: string; readonly kind: 'metric' | 'expression'; readonly label: string }[]
  readonly colour: string
  readonly problem: RowProblem | undefined
  /** Seconds, of the page. */
  readonly period: number
  readonly found: readonly ApiMetricSeries[]
  readonly change: (next: (row: Row) => Row) => void
  readonly rename: (id: string) => void
  readonly copy: () => void
  readonly remove: () => void
}

export function RowCard(props: RowCardProps) {
  const { row, view, ids, problem, period, found, change, copy, remove } = props
  const words = useWords()
  return (
    <li className={classes.card} data-off={!row.visible || undefined}>
      <div className={classes.first}>
        <Checkbox
          size="xs"
          checked={row.visible}
          onChange={event => {
            const visible = event.currentTarget.checked
            change(before => ({ ...before, visible }))
          }}
          aria-label={words.metrics.showRow(row.id)}
        />
        <ColourField {...props} />
        <IdField {...props} />
        {row.kind === 'metric' && (
          <span className={classes.what} title={titleOf(row)}>
            <b>{row.metric}</b> <span className={classes.dim}>{titleOf(row)}</span>
          </span>
        )}
        <Newest found={found} />
        <span className={classes.ends}>
          <ActionIcon aria-label={words.metrics.copyRow(row.id)} title={words.metrics.copyRow(row.id)} onClick={copy}>
            <IconCopy size={14} />
          </ActionIcon>
          <ActionIcon
            aria-label={words.metrics.removeRow(row.id)}
            title={words.metrics.removeRow(row.id)}
            onClick={remove}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </span>
      </div>
      {row.kind === 'expression' && (
        <ExpressionField
          row={row}
          ids={ids}
          namespace={view.namespace}
          problem={problem}
          change={expression => change(before => ({ ...before, expression }) as Row)}
        />
      )}
      <div className={classes.settings}>
        <LabelField row={row} change={change} />
        {row.kind === 'metric' && (
          <StatField
            label={words.metrics.statOf(row.id)}
            value={row.stat}
            usual={view.stat}
            wrong={problem?.kind === 'stat'}
            change={stat => change(before => ({ ...before, stat }) as Row)}
          />
        )}
        <PeriodSelect
          label={words.metrics.periodOf(row.id)}
          value={row.period}
          usual={period}
          change={next => change(before => ({ ...before, period: next }))}
        />
        <NativeSelect
          size="xs"
          label={words.metrics.axis}
          aria-label={words.metrics.axisOf(row.id)}
          value={row.axis}
          onChange={event => {
            const axis = event.currentTarget.value === 'right' ? 'right' : 'left'
            change(before => ({ ...before, axis }))
          }}
          data={[
            { value: 'left', label: words.metrics.left },
            { value: 'right', label: words.metrics.right },
          ]}
        />
        {row.kind === 'metric' && (
          <NativeSelect
            size="xs"
            label={words.metrics.unit}
            aria-label={words.metrics.unitOf(row.id)}
            value={row.unit ?? ''}
            onChange={event => {
              const unit = event.currentTarget.value || undefined
              change(before => ({ ...before, unit }) as Row)
            }}
            data={[
              { value: '', label: words.metrics.anyUnit },
              ...metricUnits.map(unit => ({ value: unit, label: unit })),
            ]}
          />
        )}
      </div>
    </li>
  )
}

const titleOf = (row: Extract<Row, { kind: 'metric' }>): string =>
  [row.namespace, ...row.dimensions.map(({ name, value }) => `${name}=${value}`)].join(' · ')

function Newest({ found }: { readonly found: readonly ApiMetricSeries[] }) {
  const words = useWords()
  const [only] = found
  if (only === undefined) return null
  const value = only.values.at(-1)
  return (
    <span className={classes.newest}>
      {found.length > 1
        ? words.metrics.seriesCount(showCount(found.length))
        : value === undefined
          ? '–'
          : showMetric(value, only.unit, words.units)}
    </span>
  )
}

function ColourField({ row, colour, change }: RowCardProps) {
  const words = useWords()
  return (
    <label className={classes.colour} title={words.metrics.colourOf(row.id)}>
      <ColorSwatch color={colour} size={16} radius="sm" aria-hidden />
      <input
        type="color"
        aria-label={words.metrics.colourOf(row.id)}
        value={row.colour ?? '#0b6e99'}
        onChange={event => {
          const chosen = event.currentTarget.value
          change(before => ({ ...before, colour: chosen }))
        }}
      />
    </label>
  )
}

function IdField({ row, rename }: RowCardProps) {
  const words = useWords()
  const [typed, setTyped] = useState(row.id)
  useEffect(() => setTyped(row.id), [row.id])
  return (
    <TextInput
      className={classes.id}
      aria-label={words.metrics.idOf(row.id)}
      value={typed}
      spellCheck={false}
      onChange={event => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== row.id) rename(typed)
        setTyped(row.id)
      }}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}

function LabelField({ row, change }: Pick<RowCardProps, 'row' | 'change'>) {
  const words = useWords()
  const [typed, setTyped] = useState(row.label)
  useEffect(() => setTyped(row.label), [row.label])
  return (
    <TextInput
      className={classes.label}
      label={words.metrics.label}
      aria-label={words.metrics.labelOf(row.id)}
      placeholder={words.metrics.labelHint}
      value={typed}
      onChange={event => setTyped(event.currentTarget.value)}
      onBlur={() => typed !== row.label && change(before => ({ ...before, label: typed }))}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
    />
  )
}
