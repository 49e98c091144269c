/** The rows of a widget one below the other: metrics that are chosen, expressions that are written. */
import { ActionIcon, Button, ColorInput, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { IconEye, IconEyeOff, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useWords } from '../../i18n/index.ts'
import classes from './edit.module.css'
import { MetricPicker } from './metric-picker.tsx'
import { freeId, type LongRow, withOption } from './rows.ts'

export interface MetricRowsProps {
  readonly rows: readonly LongRow[]
  readonly change: (rows: readonly LongRow[]) => void
}

export function MetricRows({ rows, change }: MetricRowsProps) {
  const words = useWords()
  const [picking, setPicking] = useState(rows.length === 0)
  const set = (at: number, row: LongRow) => change(rows.map((one, place) => (place === at ? row : one)))
  return (
    <fieldset className={classes.rows}>
      <legend>{words.dashboards.metrics}</legend>
      {rows.length > 0 && (
        <ul>
          {rows.map((row, at) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              key={at}
              row={row}
              set={next => set(at, next)}
              remove={() => change(rows.filter((_, place) => place !== at))}
            />
          ))}
        </ul>
      )}
      <div className={classes.row}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-expanded={picking}
          onClick={() => setPicking(!picking)}
        >
          {words.dashboards.addMetric}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change([...rows, { texts: [], options: { expression: '', id: freeId(rows) } }])}
        >
          {words.dashboards.addExpression}
        </Button>
      </div>
      {picking && <MetricPicker add={texts => change([...rows, { texts, options: {} }])} />}
    </fieldset>
  )
}

interface RowProps {
  readonly row: LongRow
  readonly set: (row: LongRow) => void
  readonly remove: () => void
}

function Row({ row, set, remove }: RowProps) {
  const words = useWords()
  const { options, texts } = row
  const text = (name: string) => (typeof options[name] === 'string' ? options[name] : '')
  const visible = options.visible !== false
  const name =
    texts.length > 0
      ? texts
          .slice(1, 2)
          .concat(texts.slice(2).filter((_, at) => at % 2 === 1))
          .join(' · ')
      : text('id')
  return (
    <li>
      {texts.length > 0 ? (
        <span className={classes.rowName} title={texts.join(' ')}>
          <b>{texts[1]}</b>
          <span className={classes.dim}>
            {pairsOf(texts)
              .reverse()
              .map(([dimension, value]) => `${dimension}=${value} · `)}
            {texts[0]}
          </span>
        </span>
      ) : (
        <TextInput
          aria-label={words.dashboards.expression}
          placeholder={words.dashboards.expressionHint}
          value={text('expression')}
          onChange={event => set({ ...row, options: { ...options, expression: event.currentTarget.value } })}
          spellCheck={false}
          className={classes.wide ?? ''}
        />
      )}
      <TextInput
        aria-label={words.dashboards.idOf(name)}
        placeholder="m1"
        value={text('id')}
        onChange={event => set(withOption(row, 'id', event.currentTarget.value.trim()))}
        w={64}
        spellCheck={false}
      />
      <TextInput
        aria-label={words.dashboards.labelOf(name)}
        placeholder={words.dashboards.label}
        value={text('label')}
        onChange={event => set(withOption(row, 'label', event.currentTarget.value))}
        w={130}
      />
      <ColorInput
        size="xs"
        aria-label={words.dashboards.colourOf(name)}
        placeholder={words.dashboards.colour}
        value={text('color')}
        onChange={next => set(withOption(row, 'color', /^#[0-9a-f]{6}$/i.test(next) ? next : undefined))}
        w={108}
        format="hex"
        withEyeDropper={false}
        swatches={['#0b6e99', '#c65102', '#2f8f5b', '#8a4fbf', '#b8860b', '#c2417c', '#4a6fd4', '#6b7280']}
      />
      <SegmentedControl
        size="xs"
        aria-label={words.dashboards.axisOf(name)}
        value={options.yAxis === 'right' ? 'right' : 'left'}
        onChange={next => set(withOption(row, 'yAxis', next, 'left'))}
        data={[
          { value: 'left', label: words.dashboards.leftShort },
          { value: 'right', label: words.dashboards.rightShort },
        ]}
      />
      <Tooltip label={visible ? words.dashboards.hide : words.dashboards.unhide}>
        <ActionIcon
          aria-label={visible ? words.dashboards.hide : words.dashboards.unhide}
          onClick={() => set(withOption(row, 'visible', !visible, true))}
        >
          {visible ? <IconEye size={15} /> : <IconEyeOff size={15} />}
        </ActionIcon>
      </Tooltip>
      <ActionIcon aria-label={words.dashboards.removeRow(name)} onClick={remove}>
        <IconTrash size={15} />
      </ActionIcon>
    </li>
  )
}

function pairsOf(texts: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let at = 2; at + 1 < texts.length; at += 2) pairs.push([texts[at]!, texts[at + 1]!])
  return pairs
}
