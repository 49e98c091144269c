/** The histogram with its head: how many lines in all, by level; each level's name filters by it. */
import { Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { UseQueryResult } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import type { ApiHistogram, LogLevel } from '../../../src/model/index.ts'
import { showBytes, showCount, showDuration, showShortCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Trouble } from '../../states/index.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import { LevelSwatch, showLevel } from '../level.tsx'
import classes from './volume.module.css'
import { volumeOf } from './volume.ts'

const VolumeChart = lazy(() => import('./chart.tsx'))
const usualHeight = 108
const phoneHeight = 76

export interface VolumePanelProps {
  readonly histogram: Pick<
    UseQueryResult<ApiHistogram>,
    'data' | 'error' | 'isError' | 'isFetching' | 'isPlaceholderData' | 'refetch'
  >
  readonly pickLevel: (level: LogLevel, exclude: boolean) => void
}

export function VolumePanel({ histogram, pickLevel }: VolumePanelProps) {
  const words = useWords()
  const time = useTime()
  const phone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false })
  const height = phone ? phoneHeight : usualHeight
  const { data } = histogram
  const volume = useMemo(() => (data ? volumeOf(data) : undefined), [data])
  if (histogram.isError && !data)
    return (
      <div className={classes.panel}>
        <Trouble
          inline
          title={words.volume.failed}
          message={explain(words, histogram.error)}
          retry={() => void histogram.refetch()}
        />
      </div>
    )
  return (
    <section className={classes.panel} aria-label={words.volume.table} aria-busy={histogram.isFetching}>
      <div className={classes.head}>
        {data && volume ? (
          <>
            <span>
              <b title={showCount(data.events)}>
                {words.volume.total(data.events, showShortCount(data.events), showBytes(data.bytes))}
              </b>
              <span className={classes.step}> · {words.volume.step(showDuration(volume.stepMs, words.units))}</span>
            </span>
            <ul className={classes.legend}>
              {volume.levels.map(level => (
                <li key={level}>
                  <button
                    type="button"
                    onClick={event => pickLevel(level, event.shiftKey)}
                    title={`${words.facets.only(words.field.level, showLevel(words, level))} · ${words.facets.hint}`}
                  >
                    <LevelSwatch level={level} />
                    {showLevel(words, level)}{' '}
                    <span className={classes.count}>{showShortCount(volume.totals[level]!)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <Skeleton height={10} width={180} />
        )}
      </div>
      <div style={{ height }} className={histogram.isPlaceholderData ? classes.stale : undefined}>
        {data && volume && (
          <Suspense fallback={<Skeleton height={height - 20} />}>
            <VolumeChart
              volume={volume}
              from={data.from}
              to={data.to}
              zone={time.zone}
              height={height}
              zoom={(from, to) => time.setRange(zoomTo(from, to))}
            />
          </Suspense>
        )}
        {!data && <Skeleton height={height - 20} />}
      </div>
    </section>
  )
}
