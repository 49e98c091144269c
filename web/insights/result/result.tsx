/** The answer: how it may be drawn, what it cost, and the drawing. */
import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  IconChartArea,
  IconChartBar,
  IconChartLine,
  IconChartPie,
  IconDownload,
  IconListDetails,
  IconTable,
} from '@tabler/icons-react'
import { useMemo } from 'react'
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import { Bars, inPieces, Pie, TimeChart } from '../../chart/index.ts'
import {
  showBytes,
  showCount,
  showDuration,
  showMoney,
  showNumber,
  showShare,
  showShortCount,
} from '../../format/index.ts'
import { saying, useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { Nothing } from '../../states/index.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import { type ResultShape, resultShapes } from '../view.ts'
import { categoriesOf, timeSeriesOf } from './chart-data.ts'
import { type FileFormat, fileTypes, printAnswer } from './files.ts'
import { type Grouping, groupingOf, isPatterns, type Obstacle, obstacleTo } from './grouping.ts'
import { Patterns } from './patterns.tsx'
import type { ResultProps } from './props.ts'
import classes from './result.module.css'
import { saveFile } from './save-file.ts'
import { ResultTable } from './table.tsx'

const icons: Readonly<Record<ResultShape, typeof IconTable>> = {
  table: IconTable,
  line: IconChartLine,
  area: IconChartArea,
  bar: IconChartBar,
  pie: IconChartPie,
  patterns: IconListDetails,
}

export function Result(props: ResultProps) {
  const { view, change, answer, query, stale, told } = props
  const words = useWords()
  const grouping = useMemo(() => (query ? groupingOf(query, answer) : undefined), [query, answer])
  const notes = new Set(
    answer.notices.flatMap((notice, at) => (told.includes(notice) ? [] : [saying(words, answer.said?.[at], notice)])),
  )
  const patterns = isPatterns(answer)
  const shape = view.shape ?? (patterns ? 'patterns' : 'table')
  const obstacle = obstacleTo(shape, answer, grouping)
  const shapes = resultShapes.filter(one => one !== 'patterns' || patterns || shape === 'patterns')
  return (
    <section className={classes.result} aria-label={words.insights.result} aria-busy={stale}>
      <div className={classes.bar}>
        <div className={classes.shapes} role="tablist" aria-label={words.insights.shape}>
          {shapes.map(one => {
            const Icon = icons[one]
            const why = obstacleTo(one, answer, grouping)
            return (
              <button
                key={one}
                type="button"
                role="tab"
                aria-selected={one === shape}
                data-cannot={why !== undefined || undefined}
                title={why === undefined ? words.insights.shapes[one] : words.insights.obstacles[why]}
                onClick={() => change(before => ({ ...before, shape: one, open: undefined }), 'replace')}
              >
                <Icon size={14} aria-hidden />
                <span>{words.insights.shapes[one]}</span>
              </button>
            )
          })}
        </div>
        <Statistics answer={answer} />
        <DownloadMenu answer={answer} />
      </div>
      {notes.size > 0 && (
        <ul className={classes.notices} aria-label={words.insights.notes}>
          {[...notes].map(note => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={classes.body} data-stale={stale || undefined}>
        {obstacle !== undefined ? (
          <CannotDraw obstacle={obstacle} back={() => change(before => ({ ...before, shape: 'table' }), 'replace')} />
        ) : shape === 'table' ? (
          <ResultTable {...props} />
        ) : shape === 'patterns' ? (
          <Patterns {...props} />
        ) : (
          <Chart shape={shape} answer={answer} grouping={grouping as Grouping} />
        )}
      </div>
    </section>
  )
}

function Statistics({ answer: { statistics: one, rows } }: { readonly answer: ApiQueryAnswer }) {
  const words = useWords()
  return (
    <p className={classes.statistics} role="status">
      <b>{words.insights.rows(rows.length, showCount(rows.length))}</b>
      {' · '}
      <span title={`${showCount(one.recordsMatched)} / ${showCount(one.recordsScanned)}`}>
        {words.insights.matched(showShortCount(one.recordsMatched), showShortCount(one.recordsScanned))}
      </span>
      {' · '}
      <span title={`${showCount(one.bytesScanned)} B`}>{showBytes(one.bytesScanned)}</span>
      {' · '}
      {showDuration(one.elapsedMs, words.units)}
      {' · '}
      <span title={words.insights.costHint}>{words.insights.cost(showMoney(one.cloudWatchCost))}</span>
    </p>
  )
}

function DownloadMenu({ answer }: { readonly answer: ApiQueryAnswer }) {
  const words = useWords()
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          size={26}
          aria-label={words.search.download}
          title={words.search.download}
          disabled={answer.rows.length === 0}
        >
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.insights.downloadAll(answer.rows.length, showCount(answer.rows.length))}</Menu.Label>
        {(Object.keys(fileTypes) as FileFormat[]).map(format => (
          <Menu.Item
            key={format}
            onClick={() => saveFile(`mangru-insights.${format}`, printAnswer(answer, format), fileTypes[format])}
          >
            {words.insights.formats[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function CannotDraw({ obstacle, back }: { readonly obstacle: Obstacle; readonly back: () => void }) {
  const words = useWords()
  return (
    <Nothing title={words.insights.cannotDraw}>
      <p>{words.insights.obstacles[obstacle]}</p>
      <pre className={classes.example}>{words.insights.examples[obstacle]}</pre>
      <Button variant="default" mt="sm" onClick={back}>
        {words.insights.asTable}
      </Button>
    </Nothing>
  )
}

const chartHeight = 340

function Chart({
  shape,
  answer,
  grouping,
}: {
  readonly shape: 'line' | 'area' | 'bar' | 'pie'
  readonly answer: ApiQueryAnswer
  readonly grouping: Grouping
}) {
  const words = useWords()
  const time = useTime()
  const overTime = shape !== 'pie' && grouping.time !== undefined
  const series = useMemo(
    () => (overTime ? timeSeriesOf(answer, grouping, pageLimits.chartSeries, words.field.empty) : undefined),
    [overTime, answer, grouping, words],
  )
  const label = words.insights.chartOf(words.insights.shapes[shape], grouping.values.join(', '))
  if (series)
    return (
      <div className={classes.chart}>
        <TimeChart
          label={label}
          data={series}
          shape={shape === 'pie' ? 'line' : shape}
          range={time.resolved}
          zone={time.zone}
          height={chartHeight}
          show={showNumber}
          zoom={(from, to) => time.setRange(zoomTo(from, to))}
        />
        {series.left > 0 && (
          <p className={classes.cut}>
            {words.insights.seriesLeft(showCount(series.series.length), showCount(series.series.length + series.left))}
          </p>
        )}
      </div>
    )
  const categories = categoriesOf(answer, grouping, words.field.empty)
  if (shape === 'pie')
    return (
      <div className={classes.chart}>
        <Pie
          label={label}
          pieces={inPieces(categories, 8)}
          rest={count => words.insights.rest(showCount(count))}
          show={showNumber}
          showShare={showShare}
        />
        {grouping.values.length > 1 && <p className={classes.cut}>{words.insights.pieOf(grouping.values[0]!)}</p>}
      </div>
    )
  const shown = categories.slice(0, pageLimits.chartBars)
  return (
    <div className={classes.chart}>
      {grouping.values.length > 1 && <p className={classes.names}>{grouping.values.join(' · ')}</p>}
      <Bars label={label} categories={shown} names={grouping.values} show={showNumber} />
      {categories.length > shown.length && (
        <p className={classes.cut}>{words.insights.barsLeft(showCount(shown.length), showCount(categories.length))}</p>
      )}
    </div>
  )
}
