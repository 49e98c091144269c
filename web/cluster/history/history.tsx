/** The history of the cluster over the shared time range: a slider for the moment that is shown, and marks where things changed. */
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconHistory } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { ApiClusterChange } from '../../../src/model/index.ts'
import { showCount, showMoment } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { useChangesIn, useKnownFrom } from '../queries.ts'
import { sayCluster } from '../say.ts'
import { Sign } from '../sign.tsx'
import type { ClusterView } from '../view.ts'
import classes from './history.module.css'
import { besides, marksOf } from './marks.ts'

const places = 240
/** Of the end of the range: from here on the slider means now. */
const nowShare = 0.995

export interface HistoryProps {
  readonly view: ClusterView
  readonly change: (part: Partial<ClusterView>, replace: boolean) => void
}

export function History({ view, change }: HistoryProps) {
  const words = useWords()
  const { past } = words.cluster
  const { resolved, zone, asOf } = useTime()
  const { from, to } = resolved
  const found = useChangesIn(from, to)
  const changes = found.data?.changes ?? []
  const marks = marksOf(changes, from, to, places)
  const [dragged, setDragged] = useState<number>()
  const [listing, list] = useState(false)
  const { at } = view
  // biome-ignore lint/correctness/useExhaustiveDependencies: another moment, whoever chose it, ends the dragging
  useEffect(() => setDragged(undefined), [at])
  const value = dragged ?? at ?? to
  const isNow = to >= asOf - 60_000
  const commit = (moment: number) => {
    const end = isNow && (moment - from) / (to - from) > nowShare
    const chosen = end ? undefined : toSecond(moment)
    // A press that chose nothing new is no step to go back over.
    if (chosen === at) setDragged(undefined)
    else change({ at: chosen }, false)
  }
  const before = besides(changes, at, -1)
  const after = at === undefined ? undefined : besides(changes, at, 1)
  const said = value >= to && at === undefined && dragged === undefined ? past.now : showMoment(value, zone)
  return (
    <section className={classes.history} aria-label={past.label} data-past={at !== undefined || undefined}>
      <div className={classes.bar}>
        <IconHistory size={16} aria-hidden className={classes.icon} />
        <Step label={past.earlier} to={before} go={moment => change({ at: moment }, false)} way={-1} />
        <div className={classes.track}>
          <div className={classes.marks} aria-hidden>
            {marks.map(mark => (
              <span
                key={mark.place}
                className={classes.mark}
                data-tone={mark.tone}
                style={{ left: `${mark.place * 100}%` }}
                title={`${showMoment(mark.change.at, zone)} ${mark.change.kind} ${mark.change.name}${mark.count > 1 ? ` +${mark.count - 1}` : ''}`}
              />
            ))}
          </div>
          <input
            type="range"
            className={classes.slider}
            min={from}
            max={to}
            // Any moment is lawful, as those of changes are; a key goes on by a hundredth of the range.
            step="any"
            value={Math.min(Math.max(value, from), to)}
            aria-label={past.slide}
            aria-valuetext={said}
            onChange={event => setDragged(toSecond(Number(event.currentTarget.value)))}
            onPointerUp={event => commit(Number(event.currentTarget.value))}
            onPointerCancel={() => setDragged(undefined)}
            onKeyUp={event => dragged !== undefined && commit(Number(event.currentTarget.value))}
          />
        </div>
        <Step label={past.later} to={after} go={moment => change({ at: moment }, false)} way={1} />
        <span className={classes.said}>{at === undefined && dragged === undefined ? past.now : said}</span>
        {found.isError ? (
          <span className={classes.dim}>{past.notTold}</span>
        ) : found.data && found.data.total > 0 ? (
          <Button variant="subtle" aria-expanded={listing} onClick={() => list(!listing)}>
            {past.changes(found.data.total, showCount(found.data.total))}
          </Button>
        ) : (
          found.data && <span className={classes.dim}>{past.noChanges}</span>
        )}
        {at !== undefined && (
          <Button variant="light" onClick={() => change({ at: undefined }, false)}>
            {past.back}
          </Button>
        )}
      </div>
      {listing && found.data && (
        <Changes
          all={changes}
          total={found.data.total}
          completeFrom={found.data.completeFrom}
          from={from}
          change={change}
        />
      )}
      {at !== undefined && <Unknown at={at} />}
    </section>
  )
}

function Step({
  label,
  to,
  go,
  way,
}: {
  readonly label: string
  readonly to: number | undefined
  readonly go: (moment: number) => void
  readonly way: -1 | 1
}) {
  const Icon = way === -1 ? IconChevronLeft : IconChevronRight
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} disabled={to === undefined} onClick={() => to !== undefined && go(to)}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  )
}

/** What happened within a second is shown at its end. */
const toSecond = (moment: number): number => Math.ceil(moment / 1_000) * 1_000

/** Rows in the list at once; the slider reaches the others. */
const listed = 200

function Changes({
  all,
  total,
  completeFrom,
  from,
  change,
}: Pick<HistoryProps, 'change'> & {
  readonly all: readonly ApiClusterChange[]
  readonly total: number
  readonly completeFrom: number
  readonly from: number
}) {
  const words = useWords()
  const { zone } = useTime()
  const { past, changeTypes } = words.cluster
  const shown = all.slice(0, listed)
  const cut = completeFrom > from ? completeFrom : shown.length < total ? shown.at(-1)!.at : undefined
  return (
    <div className={classes.changes}>
      <ol>
        {shown.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes of one object may fall on one moment
          <li key={at}>
            <button
              type="button"
              onClick={() =>
                change({ at: one.at, object: { kind: one.kind, namespace: one.namespace, name: one.name } }, false)
              }
            >
              <span className={classes.time}>{showMoment(one.at, zone)}</span>
              <Sign tone={one.tone} />
              <span className={classes.type}>{changeTypes[one.type]}</span> {one.kind}{' '}
              {[one.namespace, one.name].filter(Boolean).join('/')}
              <span className={classes.what}> {one.said.map(said => sayCluster(words, said, zone)).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ol>
      {cut !== undefined && <p className={classes.dim}>{past.cutFrom(showMoment(cut, zone))}</p>}
    </div>
  )
}

/** Says so where a time before the first look is asked for. */
function Unknown({ at }: { readonly at: number }) {
  const { cluster: words } = useWords()
  const { zone } = useTime()
  const { data } = useKnownFrom(true)
  if (data === undefined || (data.from !== null && at >= data.from)) return null
  return (
    <p className={classes.unknown} role="status">
      {data.from === null ? words.past.never : words.past.unknown(showMoment(data.from, zone))}
    </p>
  )
}
