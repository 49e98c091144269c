/** What happened to the lines of each group: taken, durable, and why some were not taken. */
import { Checkbox, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { ApiSelf } from '../../src/model/index.ts'
import { showCount } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { useKeys } from '../keyboard/index.ts'
import { sendCommand } from '../logs/groups/index.ts'
import { paths } from '../paths.ts'
import { Command, Nothing } from '../states/index.ts'
import classes from './self.module.css'

type SelfGroup = ApiSelf['groups'][number]
const rowHeight = 30
const rejections = (group: SelfGroup): number =>
  group.rejectedTooOld + group.rejectedTooNew + group.rejectedExpired + group.throttled

export function SelfGroups({ groups }: { readonly groups: readonly SelfGroup[] }) {
  const words = useWords()
  const time = useTimeView()
  const [typed, setTyped] = useState('')
  const [problems, setProblems] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  useKeys({ search: () => field.current?.focus() })
  const shown = groups.filter(group => group.name.includes(typed.trim()) && (!problems || rejections(group) > 0))
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  })
  if (groups.length === 0)
    return (
      <Nothing title={words.self.groups}>
        <p>{words.self.groupsNone}</p>
        <Command text={sendCommand(location.origin, '/demo/first', true)} />
      </Nothing>
    )
  return (
    <section aria-label={words.self.groups}>
      <div className={classes.groupsHead}>
        <h2>
          {words.self.groups}{' '}
          <span className={classes.dim}>{words.groups.total(shown.length, showCount(shown.length))}</span>
        </h2>
        <Checkbox
          size="xs"
          label={words.self.problems}
          checked={problems}
          onChange={event => setProblems(event.currentTarget.checked)}
        />
        <TextInput
          ref={field}
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={words.self.filter}
          aria-label={words.self.filter}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 ? (
        <p className={classes.dim}>
          {typed.trim() === '' ? words.self.noProblems : words.groups.nothing(typed.trim())}
        </p>
      ) : (
        <div className={classes.table} role="table" aria-label={words.self.groups} aria-rowcount={shown.length + 1}>
          <div className={classes.row} role="row" data-head>
            <span role="columnheader">{words.self.group}</span>
            {(['accepted', 'durable', 'onTheWay', 'tooOld', 'tooNew', 'expired', 'throttledShort'] as const).map(
              name => (
                <span key={name} role="columnheader">
                  {words.self[name]}
                </span>
              ),
            )}
          </div>
          <div className={classes.scroller} ref={scroller} role="rowgroup" tabIndex={0}>
            <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
              {rows.getVirtualItems().map(item => {
                const group = shown[item.index]!
                return (
                  <div
                    key={group.name}
                    role="row"
                    aria-rowindex={item.index + 2}
                    className={classes.row}
                    style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
                    data-item
                  >
                    <span role="cell" className={classes.groupName}>
                      <Link {...paths.logs({ groups: [group.name] }, time)} title={group.name}>
                        {group.name}
                      </Link>
                    </span>
                    <Count value={group.accepted} />
                    <Count value={group.durable} />
                    <Count value={group.accepted - group.durable} />
                    <Count value={group.rejectedTooOld} bad />
                    <Count value={group.rejectedTooNew} bad />
                    <Count value={group.rejectedExpired} bad />
                    <Count value={group.throttled} bad />
                  </div>
                )
              })}
            </div>
          </div>
        </div>
      )}
    </section>
  )
}

const Count = ({ value, bad = false }: { readonly value: number; readonly bad?: boolean }) => (
  <span role="cell" data-zero={value === 0 || undefined} data-bad={(bad && value > 0) || undefined}>
    {showCount(value)}
  </span>
)
