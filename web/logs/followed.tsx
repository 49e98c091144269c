/** The live tail: newest at the end that the chosen order says. Scrolling away pauses it. */

import { useMemo } from 'react'
import type { ApiLogEvent, ApiLogSelection } from '../../src/model/index.ts'
import { useWords } from '../i18n/index.ts'
import { Command, Nothing, Trouble } from '../states/index.ts'
import { putCommand } from './groups/index.ts'
import { Lines } from './line/index.ts'
import { LiveBar } from './live-bar.tsx'
import { useLogFollow } from './use-follow.ts'
import type { ChangeView } from './use-view.ts'
import type { LogsView } from './view.ts'

export interface FollowedProps {
  readonly view: LogsView
  readonly change: ChangeView
  readonly selection: ApiLogSelection
  readonly seed: () => readonly ApiLogEvent[]
}

const nothing = () => {}

export function Followed({ view, change, selection, seed }: FollowedProps) {
  const words = useWords()
  const { from: _from, to: _to, ...tail } = selection
  const follow = useLogFollow(tail, true, seed)
  const { state } = follow
  const events = useMemo(
    () => (view.order === 'newest' ? state.events.toReversed() : state.events),
    [state.events, view.order],
  )
  return (
    <>
      <LiveBar follow={follow} />
      {state.connection === 'closed' && (
        <Trouble inline message={words.follow.closed} retry={() => change(before => ({ ...before, live: false }))} />
      )}
      {events.length === 0 ? (
        <Nothing title={words.follow.empty}>
          <p>{words.follow.emptyHint}</p>
          <Command text={putCommand(location.origin, view.groups[0] ?? '')} />
        </Nothing>
      ) : (
        <Lines
          events={events}
          view={view}
          change={change}
          stale={false}
          nearEnd={nothing}
          live={{ paused: state.paused, pause: follow.pause }}
          footer={<div />}
        />
      )}
    </>
  )
}
