/** What the alarm would have seen and done over the last days, while it is written; thresholds for a wish; JSON and command to copy. */
import { SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import type { ApiMetricData } from '../../../src/model/index.ts'
import { MetricChart, type MetricSeries } from '../../chart/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { Command, explain, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { StateStrip } from '../state-strip.tsx'
import { showCondition, showLimit } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'
import { rehearsalDays } from './address.ts'
import { putAlarmCommand } from './command.ts'
import { type AlarmDraft, inputOf, previewQueries, troublesOf, usesBand } from './draft.ts'
import { usePreviewData, useRehearsal } from './queries.ts'
import { Rehearsed } from './rehearsal-view.tsx'
import { rehearsalRange, statesOf } from './rehearsed.ts'
import { Suggestions } from './suggestions.tsx'

export interface PreviewProps {
  readonly draft: AlarmDraft
  readonly set: (part: Partial<AlarmDraft>) => void
  readonly days: number
  readonly setDays: (days: number) => void
}

/** Names have nothing to do with what would have been: an alarm without one is rehearsed too. */
const nameless = 'preview'

export function Preview({ draft, set, days, setDays }: PreviewProps) {
  const words = useWords()
  const time = useTime()
  const [settled] = useDebouncedValue(draft, pageLimits.patternCheckDelay)
  const troubles = troublesOf(settled)
  const input = inputOf(settled)
  const facts = factsOf(input)
  const { periodMs } = facts
  // A new look at the clock with each refresh alone: what is asked for must stand still while it is answered.
  const { from, to } = useMemo(
    () => rehearsalRange(time.asOf, days, periodMs, pageLimits.previewPoints),
    [time.asOf, days, periodMs],
  )
  const queries = useMemo(() => previewQueries(settled), [settled])
  const data = usePreviewData(queries, from, to)
  const ready = troubles.every(one => one === 'name')
  const wanted = ready
    ? {
        alarm: { ...input, AlarmName: settled.name.trim().slice(0, 255) || nameless },
        from: from / 1_000,
        to: to / 1_000,
      }
    : undefined
  const rehearsal = useRehearsal(wanted)
  const shown = rehearsal.data && wanted ? rehearsal.data : undefined
  const series = useMemo(() => seriesOf(data.data, usesBand(settled) ? bandIdOf(settled) : ''), [data.data, settled])
  const levels =
    facts.threshold === null || troubles.includes('threshold')
      ? []
      : [{ value: facts.threshold, label: showLimit(words, facts), colour: 'var(--mg-bad)' }]
  return (
    <section
      className={classes.preview}
      aria-label={words.alarms.rehearsal}
      aria-busy={data.isFetching || rehearsal.isFetching}
    >
      <div className={classes.previewHead}>
        <h2>{words.alarms.rehearsal}</h2>
        <SegmentedControl
          size="xs"
          aria-label={words.alarms.rehearsalRange}
          value={String(days)}
          onChange={value => setDays(Number(value))}
          data={rehearsalDays.map(one => ({ value: String(one), label: words.width(`${one}d`) }))}
        />
      </div>
      {troubles.every(one => one === 'name') && <p className={classes.conditionLine}>{showCondition(words, facts)}</p>}
      {queries.length === 0 && draft.kind !== 'composite' ? (
        <p className={classes.dim}>{words.alarms.previewWaits}</p>
      ) : data.isError ? (
        <Trouble inline message={explain(words, data.error)} retry={() => void data.refetch()} />
      ) : data.isPending && queries.length > 0 ? (
        <Waiting rows={1} height={220} />
      ) : (
        <div data-stale={data.isPlaceholderData || rehearsal.isPlaceholderData || undefined}>
          {draft.kind === 'composite' ? (
            shown && (
              <StateStrip
                label={words.alarms.previewChart}
                states={statesOf(shown, from)}
                from={from}
                to={to}
                zone={time.zone}
              />
            )
          ) : (
            <MetricChart
              label={words.alarms.previewChart}
              series={series}
              range={{ from, to }}
              zone={time.zone}
              height={220}
              levels={levels}
              {...(shown ? { states: statesOf(shown, from) } : {})}
              legend={series.length > 1 ? 'bottom' : 'hidden'}
            />
          )}
          {queries.length > 0 && series.every(one => one.at.length === 0) && (
            <p className={classes.dim}>{words.alarms.previewEmpty}</p>
          )}
        </div>
      )}
      {rehearsal.isError ? (
        <Trouble
          inline
          title={words.alarms.rehearsalFailed}
          message={explain(words, rehearsal.error)}
          retry={() => void rehearsal.refetch()}
        />
      ) : shown ? (
        <Rehearsed rehearsal={shown} from={from} to={to} />
      ) : wanted ? (
        <Waiting rows={3} />
      ) : (
        <p className={classes.dim}>{words.alarms.rehearsalWaits}</p>
      )}
      {draft.kind === 'metric' && draft.against === 'number' && (
        <Suggestions draft={settled} from={from} to={to} set={set} />
      )}
      <details className={classes.details}>
        <summary>{words.alarms.command}</summary>
        <Command text={putAlarmCommand(location.origin, input)} />
      </details>
      <details className={classes.details}>
        <summary>{words.alarms.json}</summary>
        <Command text={JSON.stringify(input, null, 2)} />
      </details>
    </section>
  )
}

const bandIdOf = (draft: AlarmDraft): string => (draft.kind === 'queries' ? draft.bandId.trim() : 'ad1')

/** A band comes as two series under one id; it is drawn about the series that it belongs to. */
function seriesOf(data: ApiMetricData | undefined, bandId: string): readonly MetricSeries[] {
  const all = data?.series ?? []
  const [low, high] = bandId === '' ? [] : all.filter(one => one.id === bandId)
  const drawn = all.filter(one => bandId === '' || one.id !== bandId)
  return drawn.slice(0, pageLimits.chartSeries).map((one, at) => {
    const shape = {
      id: `${one.id}\n${one.label}\n${at}`,
      label: one.label,
      at: one.at,
      values: one.values,
      periodMs: one.periodMs,
      unit: one.unit,
    }
    if (at > 0 || !low || !high) return shape
    const lows = new Map(low.at.map((when, place) => [when, low.values[place]!]))
    const highs = new Map(high.at.map((when, place) => [when, high.values[place]!]))
    return {
      ...shape,
      low: one.at.map(when => lows.get(when) ?? Number.NaN),
      high: one.at.map(when => highs.get(when) ?? Number.NaN),
    }
  })
}
