/** The streams of a group, newest line first; ticking narrows the search to them. */
import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { getStreams, orThrow } from '../../api/index.ts'
import { showBytes, showDuration, showExactTime } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { Command, explain, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { sendCommand } from '../groups/index.ts'
import classes from './side.module.css'

const rowHeight = 58

export interface StreamsProps {
  readonly groups: readonly string[]
  readonly chosen: readonly string[]
  readonly choose: (streams: readonly string[]) => void
}

export function Streams({ groups, chosen, choose }: StreamsProps) {
  const words = useWords()
  const time = useTime()
  const [group, setGroup] = useState(groups[0] ?? '')
  const shownGroup = groups.includes(group) ? group : (groups[0] ?? '')
  const [typed, setTyped] = useState('')
  const [prefix] = useDebouncedValue(typed.trim(), 200)
  const [order, setOrder] = useState<'last-event' | 'name'>('last-event')
  const streams = useInfiniteQuery({
    queryKey: ['streams', shownGroup, prefix, order],
    queryFn: ({ pageParam, signal }) =>
      orThrow(
        getStreams({ group: shownGroup, prefix, order, after: pageParam, limit: pageLimits.streamsPage }, signal),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
  const loaded = streams.data?.pages.flatMap(page => page.streams) ?? []
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: loaded.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (streams.hasNextPage && !streams.isFetchingNextPage && last >= loaded.length - 10) void streams.fetchNextPage()
  }, [last, loaded.length, streams])

  return (
    <div className={classes.streams}>
      {groups.length > 1 && (
        <Select
          aria-label={words.streams.group}
          data={[...groups]}
          value={shownGroup}
          allowDeselect={false}
          onChange={value => setGroup(value ?? '')}
        />
      )}
      <TextInput
        placeholder={words.streams.filter}
        aria-label={words.streams.filter}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
        spellCheck={false}
      />
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={words.streams.order}
        value={order}
        onChange={value => setOrder(value === 'name' ? 'name' : 'last-event')}
        data={[
          { value: 'last-event', label: words.streams.byLast },
          { value: 'name', label: words.streams.byName },
        ]}
      />
      {streams.isError && loaded.length === 0 ? (
        <Trouble message={explain(words, streams.error)} retry={() => void streams.refetch()} />
      ) : streams.isPending ? (
        <Waiting rows={8} height={rowHeight} />
      ) : loaded.length === 0 ? (
        <div>
          <p className={classes.dim}>{prefix === '' ? words.streams.empty : words.streams.nothing}</p>
          {prefix === '' && <Command text={sendCommand(location.origin, shownGroup, false)} />}
        </div>
      ) : (
        <div className={classes.streamList} ref={scroller} tabIndex={0} role="group" aria-label={words.streams.title}>
          <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
            {rows.getVirtualItems().map(item => {
              const stream = loaded[item.index]!
              const lastEvent = stream.lastEvent
              return (
                <label
                  key={item.key}
                  className={classes.stream}
                  style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
                >
                  <Checkbox
                    size="xs"
                    checked={chosen.includes(stream.name)}
                    onChange={event =>
                      choose(
                        event.currentTarget.checked
                          ? [...chosen, stream.name]
                          : chosen.filter(one => one !== stream.name),
                      )
                    }
                  />
                  <span className={classes.streamText}>
                    <span className={classes.streamName} title={stream.name}>
                      {stream.name}
                    </span>
                    <span
                      className={classes.streamFacts}
                      title={lastEvent === undefined ? undefined : showExactTime(lastEvent, time.zone)}
                    >
                      {lastEvent === undefined
                        ? words.streams.never
                        : words.streams.ago(
                            showDuration(Math.max(1, Math.round((time.asOf - lastEvent) / 1_000)) * 1_000, words.units),
                          )}
                      {' · '}
                      {showBytes(stream.storedBytes)}
                    </span>
                  </span>
                </label>
              )
            })}
          </div>
        </div>
      )}
    </div>
  )
}
