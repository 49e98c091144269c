/** What changed, on one strip of time over the errors of applications: a mark is a change, a line below says which. */
import { Button, Skeleton, Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { ApiClusterChange } from '../../src/model/index.ts'
import { sayCluster } from '../cluster/say.ts'
import { Sign } from '../cluster/sign.tsx'
import { showCount, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { type Catalogue, useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import { volumeOf } from '../logs/volume/volume.ts'
import { type Place, paths } from '../paths.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTime, zoomTo } from '../time/index.ts'
import classes from './overview.module.css'
import { useApplications, useChanges, useErrors } from './queries.ts'
import { shortTime } from './sentence.ts'
import { type Happening, happeningsOf, type Mark, stripOf } from './strip.ts'

const VolumeChart = lazy(() => import('../logs/volume/chart.tsx'))
const chartHeight = 96
/** Changes told in words at first. */
const shown = 6

export function StripPart({ has }: { readonly has: { readonly cluster: boolean; readonly alarms: boolean } }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const found = useChanges(has)
  const [all, showAll] = useState(false)
  const { data } = found
  const happenings = useMemo(() => (data ? happeningsOf(data.value.changes, data.value.alarms, data) : []), [data])
  return (
    <section className={classes.part} aria-label={words.overview.strip} aria-busy={found.isFetching}>
      <div className={classes.partHead}>
        <h2>{words.overview.strip}</h2>
        {has.alarms && <Link {...paths.alarmHistory({}, view)}>{words.overview.allHistory}</Link>}
      </div>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      {!data ? (
        !found.isError && <Waiting rows={3} height={26} />
      ) : (
        <>
          {happenings.length === 0 ? (
            <p className={classes.dim}>{words.overview.stripNone}</p>
          ) : (
            <Lanes happenings={happenings} range={data} />
          )}
          {data.value.completeFrom > data.from && (
            <p className={classes.dim}>
              {words.overview.stripSince(shortTime(data.value.completeFrom, data.to, time.zone))}
            </p>
          )}
        </>
      )}
      {has.cluster && <Errors />}
      <ul className={classes.list}>
        {happenings.slice(0, all ? happenings.length : shown).map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes of one moment may be alike
          <Told key={`${one.at} ${at}`} happening={one} now={data?.to ?? 0} />
        ))}
      </ul>
      {happenings.length > shown && (
        <Button variant="subtle" size="compact-xs" onClick={() => showAll(before => !before)}>
          {all ? words.overview.fewerChanges : words.overview.allChanges(showCount(happenings.length))}
        </Button>
      )}
    </section>
  )
}

interface Range {
  readonly from: number
  readonly to: number
}

function Lanes({ happenings, range }: { readonly happenings: readonly Happening[]; readonly range: Range }) {
  const words = useWords()
  const lanes = stripOf(happenings, range, pageLimits.overviewMarks)
  return (
    <div className={classes.strip}>
      {lanes.map(({ lane, marks }) => (
        <div key={lane} className={classes.lane}>
          <span className={classes.laneName}>{words.overview.lanes[lane]}</span>
          <div className={classes.laneLine}>
            {marks.map(mark => (
              <MarkSign key={mark.at} mark={mark} now={range.to} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}

/** Lines of what a mark says; the list below has all. */
const told = 4

function MarkSign({ mark, now }: { readonly mark: Mark; readonly now: number }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const { happenings, place, tone } = mark
  const [newest] = happenings
  const lines = happenings
    .slice(0, told)
    .map(one => `${shortTime(one.at, now, time.zone)} ${nameOf(one)}: ${sentenceOf(words, one, time.zone)}`)
  const more =
    happenings.length > told ? [words.overview.stripMarks(happenings.length, showCount(happenings.length))] : []
  const label = [...lines, ...more].join('\n')
  return (
    <Tooltip label={label} multiline maw={420} style={{ whiteSpace: 'pre-line' }}>
      <Link
        {...placeOf(newest, view)}
        className={classes.mark}
        data-tone={tone}
        style={{ left: `${place * 100}%` }}
        aria-label={label}
      >
        {happenings.length > 1 ? (happenings.length > 99 ? '+' : happenings.length) : ''}
      </Link>
    </Tooltip>
  )
}

function Told({ happening, now }: { readonly happening: Happening; readonly now: number }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const by = happening.change?.by
  return (
    <li className={classes.change}>
      <span className={classes.time} title={showExactTime(happening.at, time.zone)}>
        {shortTime(happening.at, now, time.zone)}
      </span>
      <Sign tone={happening.tone} />
      <Link {...placeOf(happening, view)} className={classes.name}>
        {nameOf(happening)}
      </Link>
      <span className={classes.dim}>
        {sentenceOf(words, happening, time.zone)}
        {by ? ` · ${words.overview.by(by.name)}` : ''}
      </span>
    </li>
  )
}

const nameOf = ({ change, alarm }: Happening): string => alarm?.name ?? (change === undefined ? '' : objectName(change))
const objectName = ({ kind, namespace, name }: ApiClusterChange): string =>
  namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`

function sentenceOf(words: Catalogue, { change, alarm }: Happening, zone: 'local' | 'utc'): string {
  if (alarm !== undefined) return alarm.to === 'ALARM' ? words.overview.becameAlarm : words.overview.becameOk
  return (change?.said ?? []).map(said => sayCluster(words, said, zone)).join(' · ')
}

function placeOf({ change, alarm }: Happening, view: ReturnType<typeof useTimeView>): Place {
  if (alarm !== undefined) return paths.alarm({ name: alarm.name, tab: 'history' }, view)
  if (change === undefined) return paths.cluster({}, view)
  const { kind, namespace, name } = change
  return paths.cluster({ tab: 'workloads', object: { kind, namespace, name }, part: 'changes' }, view)
}

/** The same range below, so that what changed stands over what it did. */
function Errors() {
  const words = useWords()
  const time = useTime()
  const groups = useApplications().data?.value.groups ?? []
  const errors = useErrors(groups)
  const volume = useMemo(() => (errors.data ? volumeOf(errors.data.value) : undefined), [errors.data])
  if (groups.length === 0) return null
  return (
    <figure className={classes.errors}>
      <figcaption className={classes.dim}>{words.overview.errorsOverTime}</figcaption>
      {errors.isError && !errors.data ? (
        <Trouble inline message={explain(words, errors.error)} retry={() => void errors.refetch()} />
      ) : volume === undefined ? (
        <Skeleton height={chartHeight} />
      ) : (
        <Suspense fallback={<Skeleton height={chartHeight} />}>
          <VolumeChart
            volume={volume}
            from={errors.data?.from ?? time.resolved.from}
            to={errors.data?.to ?? time.resolved.to}
            zone={time.zone}
            height={chartHeight}
            zoom={(from, to) => time.setRange(zoomTo(from, to))}
          />
        </Suspense>
      )}
    </figure>
  )
}
