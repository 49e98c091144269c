/** What a search found, in each of its states: on its way, lines, nothing, trouble, stopped in between. */
import { Button } from '@mantine/core'
import { useRef } from 'react'
import type { ApiLogEvent } from '../../src/model/index.ts'
import { showCount } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import { Command, explainCode, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime, zoomOut } from '../time/index.ts'
import { sendCommand, useGroups } from './groups/index.ts'
import { Details, Lines, useContextLines } from './line/index.ts'
import classes from './logs.module.css'
import type { LogSearch } from './use-search.ts'
import type { ChangeView } from './use-view.ts'
import type { LogsView } from './view.ts'

export interface FoundProps {
  readonly view: LogsView
  readonly change: ChangeView
  readonly search: LogSearch
}

export function Found({ view, change, search }: FoundProps) {
  const words = useWords()
  const time = useTime()
  const { state } = search
  const { events, stale } = useSteadyEvents(state.events, state.phase === 'running', [
    ...view.groups,
    JSON.stringify(view.pods ?? null),
  ])
  if (events.length === 0) {
    if (state.phase === 'running') return <Waiting rows={18} />
    if (state.phase === 'failed')
      return (
        <Trouble
          title={words.search.failedTitle}
          message={explainCode(words, state.error?.code ?? '', state.error?.message ?? '')}
          retry={search.more}
        />
      )
    if (state.phase === 'done' && state.next === undefined) return <NothingFound view={view} change={change} />
  }
  return (
    <>
      <OpenElsewhere view={view} change={change} events={events} settled={state.phase !== 'running'} />
      <Lines
        key={JSON.stringify([time.range, view.groups, view.pods, view.streams, view.pattern, view.filters, view.order])}
        events={events}
        view={view}
        change={change}
        stale={stale}
        nearEnd={state.phase === 'done' ? search.more : nothing}
        live={undefined}
        footer={<Footer search={search} />}
      />
    </>
  )
}

const nothing = () => {}

/** While a refreshed search is on its way, the lines of the one before stay, dimmed, so that nothing jumps. */
function useSteadyEvents(events: readonly ApiLogEvent[], running: boolean, groups: readonly string[]) {
  const before = useRef<{ readonly groups: string; readonly events: readonly ApiLogEvent[] }>({
    groups: '',
    events: [],
  })
  const key = groups.join('\n')
  if (events.length > 0 || !running) before.current = { groups: key, events }
  const stale = events.length === 0 && running && before.current.groups === key && before.current.events.length > 0
  return { events: stale ? before.current.events : events, stale }
}

function Footer({ search }: { readonly search: LogSearch }) {
  const words = useWords()
  const { state } = search
  if (state.phase === 'failed')
    return (
      <div className={classes.footer}>
        <Trouble
          inline
          title={words.search.failedPart}
          message={explainCode(words, state.error?.code ?? '', state.error?.message ?? '')}
          retry={search.more}
        />
      </div>
    )
  if (search.atBound) return <p className={classes.footer}>{words.search.atBound(showCount(pageLimits.searchLines))}</p>
  if (state.phase === 'cancelled')
    return (
      <p className={classes.footer}>
        {words.search.cancelled}{' '}
        <Button variant="subtle" size="compact-xs" onClick={search.more}>
          {words.search.resume}
        </Button>
      </p>
    )
  return (
    <p className={classes.footer}>
      {state.phase === 'running' || state.next !== undefined ? words.search.loadingMore : words.search.end}
    </p>
  )
}

function NothingFound({ view, change }: { readonly view: LogsView; readonly change: ChangeView }) {
  const words = useWords()
  const time = useTime()
  const only = view.groups.length === 1 ? view.groups[0]! : undefined
  const known = useGroups(only ?? '', false)
  const group = known.data?.pages[0]?.groups.find(one => one.name === only)
  if (only !== undefined && group?.events === 0 && group.streams === 0)
    return (
      <Nothing title={words.search.emptyTitle}>
        <p>{words.search.emptyNever}</p>
        <Command text={sendCommand(location.origin, only, false)} />
      </Nothing>
    )
  const narrowed = view.pattern !== '' || view.filters.length > 0 || view.streams.length > 0
  return (
    <Nothing title={words.search.emptyTitle}>
      <p>{words.search.emptyRange}</p>
      <div className={classes.ways}>
        <Button variant="default" onClick={() => time.setRange(zoomOut(time.range, Date.now(), time.zone))}>
          {words.search.emptyWider}
        </Button>
        <Button variant="default" onClick={() => time.setRange({ from: 'now-24h', to: 'now' })}>
          {words.search.emptyDay}
        </Button>
        {narrowed && (
          <Button
            variant="default"
            onClick={() => change(before => ({ ...before, pattern: '', filters: [], streams: [], row: undefined }))}
          >
            {words.search.emptyNoFilter}
          </Button>
        )}
      </div>
    </Nothing>
  )
}

/** A shared address may open a line that is not among the first found: it is fetched by itself and shown above. */
function OpenElsewhere({
  view,
  change,
  events,
  settled,
}: Pick<FoundProps, 'view' | 'change'> & { readonly events: readonly ApiLogEvent[]; readonly settled: boolean }) {
  const words = useWords()
  const { row } = view
  const missing = row !== undefined && settled && !events.some(event => event.id === row.id)
  const context = useContextLines(row ?? { id: '', group: '' }, 0, 0, missing)
  const event = missing ? context.data?.events.find(one => one.id === row.id) : undefined
  if (!event) return null
  return (
    <div className={classes.elsewhere}>
      <p>{words.search.selected}</p>
      <Details event={event} pattern={view.pattern} change={change} />
    </div>
  )
}
