/** The rows of the list: virtual, as long as it is. */
import { Checkbox } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { ApiAlarm } from '../../../src/model/index.ts'
import { showCount, showExactTime, showNumber } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { useTime } from '../../time/index.ts'
import { Ago } from '../ago.tsx'
import classes from '../alarms.module.css'
import { Marks, StateSign } from '../state-sign.tsx'
import { showCondition } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'
import { Sparkline } from './sparkline.tsx'

const usualRow = 52
const phoneRow = 92

export interface AlarmRowsProps {
  readonly alarms: readonly ApiAlarm[]
  /** All that match are here. */
  readonly complete: boolean
  readonly chosen: string | undefined
  readonly ticked: ReadonlySet<string>
  readonly tick: (name: string, on: boolean) => void
  /** All that are loaded. */
  readonly tickAll: (on: boolean) => void
  readonly more: () => void
}

export function AlarmRows({ alarms, complete, chosen, ticked, tick, tickAll, more }: AlarmRowsProps) {
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const phone = useMediaQuery('(max-width: 720px)', false, { getInitialValueInEffect: false })
  const rowHeight = phone ? phoneRow : usualRow
  const rows = useVirtualizer({
    count: alarms.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: at => alarms[at]!.name,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height means other places
  useEffect(() => rows.measure(), [rowHeight])
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= alarms.length - 20) more()
  }, [last, alarms.length, more])
  const at = alarms.findIndex(alarm => alarm.name === chosen)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another choice scrolls
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at)
  }, [chosen])
  return (
    <div className={classes.table}>
      <div
        className={classes.scroller}
        ref={scroller}
        role="table"
        aria-label={words.alarms.title}
        aria-rowcount={complete ? alarms.length + 1 : -1}
        tabIndex={0}
      >
        <div role="rowgroup" className={classes.headGroup}>
          <div className={classes.headRow} role="row" aria-rowindex={1}>
            <span role="columnheader">
              <Checkbox
                size="xs"
                checked={ticked.size > 0 && alarms.every(alarm => ticked.has(alarm.name))}
                indeterminate={ticked.size > 0 && alarms.some(alarm => !ticked.has(alarm.name))}
                onChange={event => tickAll(event.currentTarget.checked)}
                aria-label={words.alarms.chooseShown(showCount(alarms.length))}
              />
            </span>
            <span role="columnheader">{words.alarms.state}</span>
            <span role="columnheader">{words.alarms.name}</span>
            <span role="columnheader">{words.alarms.recent}</span>
            <span role="columnheader" className={classes.number}>
              {words.alarms.value}
            </span>
            <span role="columnheader">{words.alarms.since}</span>
            <span role="columnheader">{words.alarms.lastChange}</span>
          </div>
        </div>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="rowgroup">
          {rows.getVirtualItems().map(item => {
            const alarm = alarms[item.index]!
            return (
              <Row
                key={item.key}
                alarm={alarm}
                at={item.index}
                top={item.start}
                height={rowHeight}
                chosen={alarm.name === chosen}
                ticked={ticked.has(alarm.name)}
                tick={tick}
              />
            )
          })}
        </div>
        {complete && alarms.length > 20 && (
          <p className={classes.end}>{words.alarms.allShown(showCount(alarms.length))}</p>
        )}
      </div>
    </div>
  )
}

interface RowProps {
  readonly alarm: ApiAlarm
  readonly at: number
  readonly top: number
  readonly height: number
  readonly chosen: boolean
  readonly ticked: boolean
  readonly tick: (name: string, on: boolean) => void
}

function Row({ alarm, at, top, height, chosen, ticked, tick }: RowProps) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const condition = showCondition(words, factsOf(alarm.input))
  return (
    <div
      role="row"
      aria-rowindex={at + 2}
      aria-selected={chosen}
      className={classes.row}
      data-ticked={ticked || undefined}
      data-chosen={chosen || undefined}
      data-state={alarm.state}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span role="cell">
        <Checkbox
          size="xs"
          checked={ticked}
          onChange={event => tick(alarm.name, event.currentTarget.checked)}
          aria-label={words.alarms.chooseOne(alarm.name)}
        />
      </span>
      <span role="cell">
        <StateSign state={alarm.state} />
      </span>
      <span role="cell" className={classes.nameCell}>
        <span className={classes.nameLine}>
          <Link {...paths.alarm({ name: alarm.name }, view)} className={classes.name} title={alarm.name}>
            {alarm.name}
          </Link>
          <Marks alarm={alarm} />
        </span>
        <span className={classes.condition} title={condition}>
          {condition}
        </span>
      </span>
      <span role="cell" className={classes.sparkCell}>
        <Sparkline alarm={alarm} />
      </span>
      <span role="cell" className={classes.number}>
        {alarm.value === null ? '–' : showNumber(alarm.value)}
      </span>
      <span role="cell" className={classes.times} title={showExactTime(alarm.since, time.zone)}>
        <Ago at={alarm.since} />
      </span>
      <span role="cell" className={classes.times} title={showExactTime(alarm.updatedAt, time.zone)}>
        <Ago at={alarm.updatedAt} />
      </span>
    </div>
  )
}
