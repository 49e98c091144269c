/** "Would have matched 214 times in the last day": bars over time and the newest lines, with the value and dimensions found in each. */
import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { Spikes } from '../chart/index.ts'
import { showCount, showExactTime, showNumber, showStretch } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { relativeWidth, useTime } from '../time/index.ts'
import { dimensionsOf, type FilterDraft } from './draft.ts'
import classes from './filters.module.css'
import { usePreview } from './queries.ts'

export function Preview({ group, draft }: { readonly group: string; readonly draft: FilterDraft }) {
  const words = useWords()
  const time = useTime()
  const { from, to } = time.resolved
  const asked = useMemo(
    () =>
      JSON.stringify({
        group,
        pattern: draft.pattern.trim(),
        value: draft.value.trim() || '1',
        dimensions: dimensionsOf(draft),
        from,
        to,
      }),
    [group, draft, from, to],
  )
  const [settled] = useDebouncedValue(asked, pageLimits.patternCheckDelay)
  const preview = usePreview(useMemo(() => JSON.parse(settled), [settled]))
  const { data } = preview
  const width = relativeWidth(time.range)
  const would = (count: number) =>
    width === undefined
      ? words.filters.would(count, showCount(count), showStretch(from, to, time.zone))
      : words.filters.wouldLast(count, showCount(count), words.width(width))
  const names = Object.keys(dimensionsOf(draft))
  return (
    <section className={classes.preview} aria-label={words.filters.preview} aria-busy={preview.isFetching}>
      <h2>{words.filters.preview}</h2>
      {preview.isError ? (
        <Trouble inline message={explain(words, preview.error)} retry={() => void preview.refetch()} />
      ) : !data ? (
        <Waiting rows={8} />
      ) : (
        <div data-stale={preview.isPlaceholderData || undefined} className={classes.previewBody}>
          <p className={classes.sentence} role="status">
            {would(data.matched)}
          </p>
          <p className={classes.dim}>
            {words.filters.scanned(showCount(data.scanned))}
            {data.withoutValue > 0 && ` ${words.filters.withoutValue(data.withoutValue, showCount(data.withoutValue))}`}
          </p>
          {width !== '24h' && (
            <Button variant="subtle" size="compact-xs" onClick={() => time.setRange({ from: 'now-24h', to: 'now' })}>
              {words.search.emptyDay}
            </Button>
          )}
          <Spikes
            label={would(data.matched)}
            bars={data.bars.map(bar => ({
              at: bar.at,
              value: bar.matched,
              title: words.filters.bar(showExactTime(bar.at, time.zone), showCount(bar.matched), showNumber(bar.sum)),
            }))}
            from={from}
            to={to}
            stepMs={data.stepMs}
            height={90}
          />
          <div className={classes.ends}>
            <span>{showExactTime(from, time.zone).slice(0, 16)}</span>
            <span>{showExactTime(to, time.zone).slice(0, 16)}</span>
          </div>
          {data.samples.length > 0 && (
            <>
              <h3>{words.filters.samples}</h3>
              <div className={classes.scroller} tabIndex={0} role="group" aria-label={words.filters.samples}>
                <table className={classes.table}>
                  <thead>
                    <tr>
                      <th>{words.field.time}</th>
                      <th>{words.filters.value}</th>
                      {names.map(name => (
                        <th key={name}>{name}</th>
                      ))}
                      <th>{words.field.message}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.samples.map((sample, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: lines of one answer; two may be alike
                      <tr key={at}>
                        <td>{showExactTime(sample.timestamp, time.zone).slice(5, 23)}</td>
                        <td className={classes.mono} data-missing={sample.value === null || undefined}>
                          {sample.value === null ? words.filters.noNumber : showNumber(sample.value)}
                        </td>
                        {names.map(name => (
                          <td key={name} className={classes.mono}>
                            {sample.dimensions[name] ?? words.field.empty}
                          </td>
                        ))}
                        <td className={classes.message} title={sample.message}>
                          {sample.message}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </>
          )}
        </div>
      )}
    </section>
  )
}
