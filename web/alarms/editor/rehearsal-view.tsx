/** A rehearsal in words: how often it would have paged, how long, at which hours, and each change with its reason. */
import type { ApiRehearsal } from '../../../src/model/index.ts'
import { showCount, showDuration, showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { StateSign } from '../state-sign.tsx'
import { byLocalHour } from './rehearsed.ts'

/** Changes listed, the newest; the rest is counted. */
const listed = 30

interface RehearsedProps {
  readonly rehearsal: ApiRehearsal
  readonly from: number
  readonly to: number
}

export function Rehearsed({ rehearsal, from, to }: RehearsedProps) {
  const words = useWords()
  const time = useTime()
  const { pages, longest, transitions } = rehearsal
  const length = showDuration(to - from, words.units)
  const offset = time.zone === 'utc' ? 0 : -new Date(to).getTimezoneOffset()
  const local = byLocalHour(rehearsal.byHour, offset)
  const newest = transitions.slice(-listed).reverse()
  return (
    <div className={classes.rehearsed}>
      <p className={classes.sentence} role="status">
        {pages === 0 ? words.alarms.pagesNone(length) : words.alarms.pages(pages, showCount(pages), length)}{' '}
        {longest > 0 && words.alarms.longest(showDuration(longest * 1_000, words.units))}
      </p>
      <p className={classes.dim}>{words.alarms.rehearsalLead}</p>
      {pages > 0 && <Hours counts={local ?? rehearsal.byHour} utc={local === undefined || time.zone === 'utc'} />}
      {newest.length > 0 && (
        <details className={classes.details}>
          <summary>{words.alarms.changes(transitions.length, showCount(transitions.length))}</summary>
          <ul className={classes.changes}>
            {newest.map(one => (
              <li key={one.at}>
                <span className={classes.times}>{showExactTime(one.at * 1_000, time.zone).slice(0, 19)}</span>
                <StateSign state={one.to} size={14} />
                <span className={classes.dim} lang="en">
                  {one.reason}
                </span>
              </li>
            ))}
          </ul>
          {transitions.length > listed && (
            <p className={classes.dim}>{words.alarms.changesLeft(showCount(transitions.length - listed))}</p>
          )}
        </details>
      )}
    </div>
  )
}

export function Hours({ counts, utc }: { readonly counts: readonly number[]; readonly utc: boolean }) {
  const words = useWords()
  const most = Math.max(1, ...counts)
  const said = counts
    .flatMap((count, hour) => (count > 0 ? [words.alarms.atHour(twoDigits(hour), showCount(count))] : []))
    .join(', ')
  return (
    <figure className={classes.hours}>
      <div className={classes.hourBars} role="img" aria-label={said}>
        {counts.map((count, hour) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: hours of a day
            key={hour}
            title={words.alarms.atHour(twoDigits(hour), showCount(count))}
            style={{ height: `${(count / most) * 100}%` }}
            data-none={count === 0 || undefined}
          />
        ))}
      </div>
      <figcaption>
        <span>{twoDigits(0)}</span>
        <span>{utc ? words.alarms.byHourUtc : words.alarms.byHour}</span>
        <span>{twoDigits(23)}</span>
      </figcaption>
    </figure>
  )
}

const twoDigits = (hour: number): string => `${String(hour).padStart(2, '0')}`
