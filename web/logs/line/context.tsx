/** The lines before and after one line in its own stream; more on either side on request. */
import { Button } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiLogEvent } from '../../../src/model/index.ts'
import { getContext, orThrow } from '../../api/index.ts'
import { showLineTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { explain, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { LevelSign } from '../level.tsx'
import classes from './details.module.css'

export function useContextLines(
  row: { readonly id: string; readonly group: string },
  before: number,
  after: number,
  enabled = true,
) {
  const around = { group: row.group, id: row.id, before, after }
  return useQuery({
    queryKey: ['context', around],
    queryFn: ({ signal }) => orThrow(getContext(around, signal)),
    placeholderData: keepPreviousData,
    enabled,
  })
}

export function Context({ event }: { readonly event: ApiLogEvent }) {
  const words = useWords()
  const time = useTime()
  const [before, setBefore] = useState<number>(pageLimits.contextLines)
  const [after, setAfter] = useState<number>(pageLimits.contextLines)
  const context = useContextLines(event, before, after)
  if (context.isError && !context.data)
    return <Trouble inline message={explain(words, context.error)} retry={() => void context.refetch()} />
  if (!context.data) return <Waiting rows={8} height={18} />
  const { events } = context.data
  const place = events.findIndex(one => one.id === event.id)
  const atStart = !context.isPlaceholderData && place < before
  const atEnd = !context.isPlaceholderData && events.length - place - 1 < after
  return (
    <div className={classes.context}>
      <p className={classes.cut}>{words.row.inStream(event.stream)}</p>
      <Edge
        at={atStart}
        end={words.row.streamStart}
        more={words.row.earlier}
        busy={context.isFetching}
        ask={() => setBefore(before * 2)}
      />
      <ol>
        {events.map(one => (
          <li
            key={one.id}
            data-self={one.id === event.id || undefined}
            aria-current={one.id === event.id ? 'true' : undefined}
          >
            <time dateTime={new Date(one.timestamp).toISOString()}>{showLineTime(one.timestamp, time.zone)}</time>
            <LevelSign level={one.level} />
            <span>{one.message.trimEnd()}</span>
          </li>
        ))}
      </ol>
      <Edge
        at={atEnd}
        end={words.row.streamEnd}
        more={words.row.later}
        busy={context.isFetching}
        ask={() => setAfter(after * 2)}
      />
    </div>
  )
}

interface EdgeProps {
  readonly at: boolean
  readonly end: string
  readonly more: string
  readonly busy: boolean
  readonly ask: () => void
}

const Edge = ({ at, end, more, busy, ask }: EdgeProps) =>
  at ? (
    <p className={classes.cut}>{end}</p>
  ) : (
    <Button variant="subtle" loading={busy} onClick={ask}>
      {more}
    </Button>
  )
