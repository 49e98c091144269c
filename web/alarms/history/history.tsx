/** What happened to one alarm, or to all: states, actions and definitions, newest first, paged on. */
import { Button } from '@mantine/core'
import { IconArrowRight, IconBell, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ApiAlarmHistory } from '../../../src/model/index.ts'
import { showCount, showExactTime } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../alarms.module.css'
import { useAlarmHistory } from '../queries.ts'
import { StateSign } from '../state-sign.tsx'
import { changeOf } from './change.ts'

export interface AlarmHistoryProps {
  /** Undefined: of all alarms, also those that are gone. */
  readonly name: string | undefined
  readonly type: string | undefined
}

export function AlarmHistory({ name, type }: AlarmHistoryProps) {
  const words = useWords()
  const found = useAlarmHistory({ ...(name === undefined ? {} : { name }), type })
  const items = found.data?.pages.flatMap(page => page.items) ?? []
  if (found.isError && items.length === 0)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (found.isPending) return <Waiting rows={10} height={36} />
  if (items.length === 0)
    return (
      <Nothing title={words.alarms.historyEmpty}>
        <p>{words.alarms.historyKept}</p>
      </Nothing>
    )
  return (
    <div className={classes.parts}>
      {found.isError && <Trouble inline message={explain(words, found.error)} retry={() => void found.refetch()} />}
      <div className={classes.scroll} tabIndex={0} role="group" aria-label={words.alarms.history}>
        <table className={classes.grid}>
          <thead>
            <tr>
              <th>{words.field.time}</th>
              {name === undefined && <th>{words.alarms.name}</th>}
              <th>{words.alarms.what}</th>
              <th>{words.alarms.reason}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: items of one moment may be alike
              <Row key={`${item.at}-${at}`} item={item} named={name === undefined} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.more}>
        {found.hasNextPage ? (
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {words.alarms.historyMore(showCount(items.length))}
          </Button>
        ) : (
          <span className={classes.dim}>{words.alarms.historyKept}</span>
        )}
      </p>
    </div>
  )
}

function Row({ item, named }: { readonly item: ApiAlarmHistory['items'][number]; readonly named: boolean }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const change = changeOf(item)
  const exact = showExactTime(item.at, time.zone)
  return (
    <tr>
      <td title={exact}>{exact.slice(0, 19)}</td>
      {named && (
        <td>
          <Link {...paths.alarm({ name: item.alarm }, view)}>{item.alarm}</Link>
        </td>
      )}
      <td>
        {change ? (
          <span className={classes.change}>
            {change.from && <StateSign state={change.from} size={14} />}
            <IconArrowRight size={13} aria-label={words.alarms.becomes} role="img" />
            {change.to && <StateSign state={change.to} size={14} />}
          </span>
        ) : (
          <span className={classes.change}>
            {item.type === 'ConfigurationUpdate' ? (
              <IconPencil size={14} aria-hidden />
            ) : (
              <IconBell size={14} aria-hidden />
            )}
            {words.alarms.historyTypes[item.type]}
          </span>
        )}
      </td>
      <td className={classes.long} lang="en">
        {change && change.reason !== '' ? change.reason : item.summary}
      </td>
    </tr>
  )
}
