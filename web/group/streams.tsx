/** The streams of a group as a table; a name opens its lines. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getStreams, orThrow } from '../api/index.ts'
import { showBytes, showCount, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import { sendCommand } from '../logs/index.ts'
import { paths } from '../paths.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './group.module.css'

export function StreamTable({ group }: { readonly group: string }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const [typed, setTyped] = useState('')
  const [prefix] = useDebouncedValue(typed.trim(), 200)
  const [order, setOrder] = useState<'last-event' | 'name'>('last-event')
  const streams = useInfiniteQuery({
    queryKey: ['streams', group, prefix, order],
    queryFn: ({ pageParam, signal }) =>
      orThrow(getStreams({ group, prefix, order, after: pageParam, limit: pageLimits.streamsPage }, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
  })
  const loaded = streams.data?.pages.flatMap(page => page.streams) ?? []
  const at = (instant: number | undefined) => (instant === undefined ? '–' : showExactTime(instant, time.zone))
  return (
    <section className={classes.section} aria-label={words.streams.title}>
      <div className={classes.tools}>
        <TextInput
          className={classes.filter}
          placeholder={words.streams.filter}
          aria-label={words.streams.filter}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          spellCheck={false}
        />
        <SegmentedControl
          size="xs"
          aria-label={words.streams.order}
          value={order}
          onChange={value => setOrder(value === 'name' ? 'name' : 'last-event')}
          data={[
            { value: 'last-event', label: words.streams.byLast },
            { value: 'name', label: words.streams.byName },
          ]}
        />
      </div>
      {streams.isError && loaded.length === 0 ? (
        <Trouble message={explain(words, streams.error)} retry={() => void streams.refetch()} />
      ) : streams.isPending ? (
        <Waiting rows={8} height={30} />
      ) : loaded.length === 0 ? (
        <Nothing title={prefix === '' ? words.streams.empty : words.streams.nothing}>
          {prefix === '' && <Command text={sendCommand(location.origin, group, false)} />}
        </Nothing>
      ) : (
        <div className={classes.scroller} tabIndex={0} role="group" aria-label={words.streams.title}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{words.groups.name}</th>
                <th>{words.streams.byLast}</th>
                <th>{words.group.firstLine}</th>
                <th data-number>{words.groups.events}</th>
                <th data-number>{words.groups.size}</th>
              </tr>
            </thead>
            <tbody>
              {loaded.map(stream => (
                <tr key={stream.name}>
                  <td className={classes.long}>
                    <Link {...paths.logs({ groups: [group], streams: [stream.name] }, view)}>{stream.name}</Link>
                  </td>
                  <td>{at(stream.lastEvent)}</td>
                  <td>{at(stream.firstEvent)}</td>
                  <td data-number>{showCount(stream.events)}</td>
                  <td data-number>{showBytes(stream.storedBytes)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {streams.hasNextPage && (
            <Button
              variant="subtle"
              m="xs"
              loading={streams.isFetchingNextPage}
              onClick={() => void streams.fetchNextPage()}
            >
              {words.group.moreStreams(showCount(loaded.length))}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
