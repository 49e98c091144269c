/** What the alarm watches over the shared time range, with its threshold or band, and the states that it was in below. */
import { useMemo } from 'react'
import type { ApiAlarm } from '../../../src/model/index.ts'
import { MetricChart } from '../../chart/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble, Waiting } from '../../states/index.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { useAlarmSeries } from '../queries.ts'
import { StateStrip } from '../state-strip.tsx'
import { showLimit } from '../words/condition.ts'
import { factsOf } from '../words/facts.ts'

export function AlarmChart({ alarm }: { readonly alarm: ApiAlarm }) {
  const words = useWords()
  const time = useTime()
  const { from, to } = time.resolved
  const found = useAlarmSeries(alarm.name, from, to, true)
  const { data } = found
  const facts = factsOf(alarm.input)
  const series = useMemo(
    () =>
      (data?.series ?? []).map((one, at) => ({
        id: `${one.label}\n${at}`,
        label: one.label,
        at: one.at,
        values: one.values,
        periodMs: data?.periodMs ?? 60_000,
        unit: data?.unit ?? null,
        ...(one.low && one.high ? { low: one.low, high: one.high } : {}),
      })),
    [data],
  )
  return (
    <section className={classes.part} aria-label={words.alarms.chart} aria-busy={found.isFetching}>
      <h2>{words.alarms.chart}</h2>
      {found.isError && !data ? (
        <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />
      ) : !data ? (
        <Waiting rows={1} height={240} />
      ) : (
        <>
          <div className={classes.chart} data-stale={found.isPlaceholderData || undefined}>
            {alarm.kind === 'composite' ? (
              <StateStrip
                label={words.alarms.chartOf(alarm.name)}
                states={data.states}
                from={from}
                to={to}
                zone={time.zone}
              />
            ) : (
              <MetricChart
                label={words.alarms.chartOf(alarm.name)}
                series={series}
                range={{ from, to }}
                zone={time.zone}
                height={240}
                levels={
                  data.threshold === null
                    ? []
                    : [{ value: data.threshold, label: showLimit(words, facts), colour: 'var(--mg-bad)' }]
                }
                states={data.states}
                legend={series.length > 1 ? 'bottom' : 'hidden'}
                zoom={(start, end) => time.setRange(zoomTo(start, end))}
              />
            )}
          </div>
          {alarm.kind === 'metric' && series.every(one => one.at.length === 0) && (
            <p className={classes.dim}>{words.alarms.noPoints}</p>
          )}
        </>
      )}
    </section>
  )
}
