/** The ledger of no loss: per source what was accepted, is durable and can be found; what came late or was refused; and the canary. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiLedger } from '../../src/model/index.ts'
import { getLedger, orThrow } from '../api/index.ts'
import { showCount, showDuration, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { reasons, rejectedOf, troubled } from './ledger-rows.ts'
import classes from './self.module.css'

export function Ledger() {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const [typed, setTyped] = useState('')
  const [problems, setProblems] = useState(false)
  const [group] = useDebouncedValue(typed.trim(), 200)
  const ledger = useInfiniteQuery({
    queryKey: ['ledger', group],
    queryFn: ({ pageParam, signal }) => orThrow(getLedger({ group, after: pageParam }, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })
  if (ledger.isError && !ledger.data)
    return <Trouble message={explain(words, ledger.error)} retry={() => void ledger.refetch()} />
  if (!ledger.data) return <Waiting rows={10} height={34} />
  const sources = ledger.data.pages.flatMap(page => page.sources)
  const shown = problems ? sources.filter(troubled) : sources
  return (
    <>
      <Canary canary={ledger.data.pages[0]!.canary} asOf={ledger.dataUpdatedAt} />
      <section aria-label={words.ledger.sources}>
        <div className={classes.groupsHead}>
          <h2>{words.ledger.sources}</h2>
          <Checkbox
            size="xs"
            label={words.ledger.problems}
            checked={problems}
            onChange={event => setProblems(event.currentTarget.checked)}
          />
          <TextInput
            leftSection={<IconSearch size={14} aria-hidden />}
            placeholder={words.ledger.filter}
            aria-label={words.ledger.filter}
            value={typed}
            onChange={event => setTyped(event.currentTarget.value)}
            spellCheck={false}
          />
        </div>
        {shown.length === 0 ? (
          <Nothing title={problems ? words.ledger.noProblems : words.ledger.empty} />
        ) : (
          <div className={classes.table} tabIndex={0} role="group" aria-label={words.ledger.sources}>
            <table className={classes.ledger}>
              <thead>
                <tr>
                  <th>{words.ledger.source}</th>
                  <th data-number>{words.self.accepted}</th>
                  <th data-number>{words.self.durable}</th>
                  <th data-number>{words.ledger.queryable}</th>
                  <th data-number>{words.ledger.late}</th>
                  <th>{words.ledger.rejected}</th>
                  <th>{words.ledger.lastAt}</th>
                </tr>
              </thead>
              <tbody>
                {shown.map(one => (
                  <tr key={`${one.group}\n${one.stream}`} data-troubled={troubled(one) || undefined}>
                    <td className={classes.source}>
                      <Link {...paths.logs({ groups: [one.group], streams: [one.stream] }, view)}>{one.group}</Link>
                      <span>{one.stream}</span>
                    </td>
                    <td data-number>{showCount(one.accepted)}</td>
                    <td data-number>{showCount(one.durable)}</td>
                    <td data-number data-bad={(one.queryable !== null && one.queryable < one.durable) || undefined}>
                      {one.queryable === null ? words.ledger.notCounted : showCount(one.queryable)}
                    </td>
                    <td data-number>{showCount(one.late)}</td>
                    <td>
                      {rejectedOf(one) === 0
                        ? '–'
                        : reasons
                            .filter(reason => one.rejected[reason] > 0)
                            .map(reason => `${words.ledger.reasons[reason]} ${showCount(one.rejected[reason])}`)
                            .join(', ')}
                    </td>
                    <td>{one.lastAt === 0 ? '–' : showExactTime(one.lastAt, time.zone).slice(0, 19)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {ledger.hasNextPage && (
              <Button
                variant="subtle"
                m="xs"
                loading={ledger.isFetchingNextPage}
                onClick={() => void ledger.fetchNextPage()}
              >
                {words.ledger.more(showCount(sources.length))}
              </Button>
            )}
          </div>
        )}
      </section>
    </>
  )
}

function Canary({ canary, asOf }: { readonly canary: ApiLedger['canary']; readonly asOf: number }) {
  const words = useWords()
  const time = useTime()
  /** Nothing was asked of it yet. */
  const young = canary.written === 0 && canary.failed === 0
  const sings = canary.lastOk !== null && asOf - canary.lastOk < 60_000
  return (
    <section aria-label={words.ledger.canary}>
      <h2>{words.ledger.canary}</h2>
      <div className={classes.cards}>
        <div className={classes.card}>
          <div className={classes.name}>{words.ledger.lastOk}</div>
          <div
            className={classes.big}
            title={canary.lastOk === null ? undefined : showExactTime(canary.lastOk, time.zone)}
          >
            {canary.lastOk === null
              ? '–'
              : words.streams.ago(
                  showDuration(Math.max(1_000, Math.round((asOf - canary.lastOk) / 1_000) * 1_000), words.units),
                )}
          </div>
          <div className={classes.said} data-verdict={sings || young ? 'ok' : 'bad'}>
            {sings ? words.ledger.sings : young ? words.ledger.young : words.ledger.silent}
          </div>
        </div>
        <div className={classes.card}>
          <div className={classes.name}>{words.ledger.roundTrip}</div>
          <div className={classes.big}>{canary.lastMs === null ? '–' : showDuration(canary.lastMs, words.units)}</div>
          <div className={classes.dim}>
            {canary.p99Ms === null ? words.ledger.noP99 : words.ledger.p99(showDuration(canary.p99Ms, words.units))}
          </div>
        </div>
        <div className={classes.card}>
          <div className={classes.name}>{words.ledger.written}</div>
          <div className={classes.big}>{showCount(canary.written)}</div>
          <div className={classes.said} data-verdict={canary.failed === 0 ? 'ok' : 'bad'}>
            {canary.failed === 0
              ? words.ledger.noneFailed
              : words.ledger.failed(canary.failed, showCount(canary.failed))}
          </div>
        </div>
      </div>
      {canary.lastFailure !== null && <p className={classes.dim}>{words.ledger.lastFailure(canary.lastFailure)}</p>}
    </section>
  )
}
