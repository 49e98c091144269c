/** A widget of logs: runs its Logs Insights query over the page's range. While a new answer is on its way the last one stays. */
import { Button } from '@mantine/core'
import { useMemo, useRef } from 'react'
import { type LogWidget, logWidgetQuery } from '../../../src/model/dashboard/index.ts'
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { CompileError } from '../../../src/query/insights/index.ts'
import { checkInsights, namesItsSource } from '../../../src/query/insights/language/index.ts'
import { useFeature } from '../../api/index.ts'
import { Bars, inPieces, Pie, TimeChart } from '../../chart/index.ts'
import { showCount, showNumber, showShare } from '../../format/index.ts'
import { saying, useWords } from '../../i18n/index.ts'
import { sayFault } from '../../insights/fault.ts'
import { categoriesOf, timeSeriesOf } from '../../insights/result/chart-data.ts'
import { type Grouping, groupingOf, obstacleTo } from '../../insights/result/grouping.ts'
import { useRun } from '../../insights/use-run.ts'
import { pageLimits } from '../../limits.ts'
import { explainCode } from '../../states/index.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import { type Asked, nextAsked } from './asked.ts'
import { LogTable } from './log-table.tsx'
import type { WidgetProps } from './props.ts'
import { WidgetNotes, WidgetNothing, WidgetTrouble, WidgetWaiting } from './state.tsx'
import { titleOf } from './title.ts'
import { useSize } from './use-size.ts'
import classes from './widgets.module.css'

export default function LogWidgetBody({ widget, seen }: WidgetProps<LogWidget>) {
  const words = useWords()
  const there = useFeature('insights')
  const time = useTime()
  const { groups, text } = useMemo(() => logWidgetQuery(widget.query), [widget.query])
  const asked = useRef<Asked>(undefined)
  const busy = useRef(false)
  const fault = useMemo(() => faultOf(text), [text])
  const nowhere = groups.length === 0 && !namesItsSource(text)
  const askable = fault === undefined && !nowhere
  if (seen && there === true && askable)
    asked.current = nextAsked(asked.current, {
      question: JSON.stringify([text, groups, time.range, time.zone]),
      request: { query: text, groups, from: time.resolved.from, to: time.resolved.to, limit: pageLimits.widgetRows },
      asOf: time.asOf,
      busy: busy.current,
    })
  const run = useRun(askable ? asked.current?.request : undefined, asked.current?.asOf ?? 0)
  busy.current = run.state.phase === 'running' || run.state.phase === 'waiting'
  const last = useRef<{ readonly question: string; readonly answer: ApiQueryAnswer }>(undefined)
  const { answer: fresh, error, phase, progress } = run.state
  if (fresh && asked.current) last.current = { question: asked.current.question, answer: fresh }
  const kept = last.current?.question === asked.current?.question ? last.current?.answer : undefined
  const answer = fresh ?? kept
  if (there === false) return <WidgetNothing>{words.dashboards.noInsights}</WidgetNothing>
  if (nowhere) return <WidgetNothing>{words.dashboards.noGroups}</WidgetNothing>
  if (fault !== undefined) return <WidgetTrouble message={sayFault(words, fault)} />
  if (phase === 'failed' && error)
    return <WidgetTrouble message={explainCode(words, error.code, error.message, error.said)} retry={time.refreshNow} />
  if (phase === 'cancelled' && !answer)
    return <WidgetTrouble message={words.dashboards.stopped} retry={time.refreshNow} />
  if (!answer)
    return (
      <div className={classes.stack}>
        <WidgetWaiting />
        {busy.current && progress !== null && progress > 0 && (
          <p className={classes.progress} role="status">
            {words.dashboards.progress(showShare(progress))}
            <Button variant="subtle" size="compact-xs" onClick={run.cancel}>
              {words.dashboards.stop}
            </Button>
          </p>
        )}
      </div>
    )
  const notes = answer.notices.map((notice, at) => saying(words, answer.said?.[at], notice))
  return (
    <div className={classes.stack} aria-busy={busy.current}>
      <div className={classes.figure}>
        <LogFigure widget={widget} text={text} answer={answer} />
      </div>
      <WidgetNotes notes={notes} quiet />
    </div>
  )
}

/** What is no query is not asked; one with saved queries in it is for the server to judge, which knows them. */
function faultOf(text: string): CompileError | undefined {
  const checked = checkInsights(text)
  return checked.ok || /\$[A-Za-z`]/.test(text) ? undefined : checked.error
}

function LogFigure({ widget, text, answer }: { widget: LogWidget; text: string; answer: ApiQueryAnswer }) {
  const words = useWords()
  const grouping = useMemo(() => {
    const checked = checkInsights(text)
    return checked.ok ? groupingOf(checked.value.query, answer) : undefined
  }, [text, answer])
  if (widget.view === 'table') return <LogTable widget={widget} answer={answer} />
  const shape = widget.view === 'timeSeries' ? (widget.stacked ? 'area' : 'line') : widget.view
  const obstacle = obstacleTo(shape, answer, grouping)
  if (obstacle === 'empty') return <WidgetNothing>{words.charts.noData}</WidgetNothing>
  if (obstacle !== undefined)
    return (
      <div className={classes.stack}>
        <WidgetNotes notes={[words.insights.obstacles[obstacle]]} />
        <LogTable widget={widget} answer={answer} />
      </div>
    )
  const counted = grouping as Grouping
  return counted.time !== undefined && widget.view !== 'pie' ? (
    <OverTime widget={widget} answer={answer} grouping={counted} />
  ) : (
    <Compared widget={widget} answer={answer} grouping={counted} />
  )
}

interface FigureProps {
  readonly widget: LogWidget
  readonly answer: ApiQueryAnswer
  readonly grouping: Grouping
}
/** Pixels of the legend below. */
const legendHeight = 44

function OverTime({ widget, answer, grouping }: FigureProps) {
  const words = useWords()
  const time = useTime()
  const [holder, { height }] = useSize<HTMLDivElement>()
  const series = useMemo(
    () => timeSeriesOf(answer, grouping, pageLimits.chartSeries, words.field.empty),
    [answer, grouping, words],
  )
  const legend = series.series.length > 1 ? legendHeight : 0
  return (
    <div className={classes.scrolls} ref={holder} tabIndex={0}>
      {height > 0 && (
        <TimeChart
          label={titleOf(widget, words)}
          data={series}
          shape={widget.view === 'bar' ? 'bar' : widget.stacked ? 'area' : 'line'}
          range={time.resolved}
          zone={time.zone}
          height={Math.max(90, height - legend - 18)}
          show={showNumber}
          zoom={(from, to) => time.setRange(zoomTo(from, to))}
        />
      )}
      {series.left > 0 && (
        <p className={classes.cut}>
          {words.insights.seriesLeft(showCount(series.series.length), showCount(series.series.length + series.left))}
        </p>
      )}
    </div>
  )
}

function Compared({ widget, answer, grouping }: FigureProps) {
  const words = useWords()
  const categories = useMemo(() => categoriesOf(answer, grouping, words.field.empty), [answer, grouping, words])
  const label = titleOf(widget, words)
  const shown = categories.slice(0, pageLimits.chartBars)
  return (
    <div className={`${classes.scrolls} ${widget.view === 'pie' ? classes.pie : ''}`} tabIndex={0}>
      {widget.view === 'pie' ? (
        <Pie
          label={label}
          pieces={inPieces(categories, 8)}
          rest={count => words.insights.rest(showCount(count))}
          show={showNumber}
          showShare={showShare}
        />
      ) : (
        <Bars label={label} categories={shown} names={grouping.values} show={showNumber} />
      )}
      {widget.view !== 'pie' && categories.length > shown.length && (
        <p className={classes.cut}>{words.insights.barsLeft(showCount(shown.length), showCount(categories.length))}</p>
      )}
    </div>
  )
}
