/** The list of groups: virtual, as long as it is. Ticking chooses several; a name opens one. */
import { ActionIcon, Button, Checkbox, Menu, TextInput } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import {
  IconChartHistogram,
  IconCopy,
  IconDots,
  IconListDetails,
  IconLock,
  IconPlus,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ApiGroupCost, ApiLogGroup } from '../../../src/model/index.ts'
import { useFeature } from '../../api/index.ts'
import { useCosts } from '../../costs/queries.ts'
import { showByteRate, showBytes, showCount, showMoney, showShortCount } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { paths } from '../../paths.ts'
import { Command, copyText, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { sendCommand } from './commands.ts'
import { CreateGroup, DeleteGroup } from './dialogs.tsx'
import classes from './groups.module.css'
import { useGroups } from './queries.ts'
import { Retention } from './retention.tsx'

const usualRow = 36
const phoneRow = 58

export interface GroupTableProps {
  /** Groups ticked at first. */
  readonly initial: readonly string[]
  readonly open: (groups: readonly string[]) => void
}

export function GroupTable({ initial, open }: GroupTableProps) {
  const words = useWords()
  const [filter, setFilter] = useState('')
  const [contains] = useDebouncedValue(filter.trim(), 150)
  const groups = useGroups(contains)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(initial))
  const [creating, setCreating] = useState(false)
  const [deleting, setDeleting] = useState<ApiLogGroup>()
  const filterField = useRef<HTMLInputElement>(null)
  useKeys({ search: () => filterField.current?.focus() })

  const loaded = groups.data?.pages.flatMap(page => page.groups) ?? []
  const total = groups.data?.pages.at(-1)?.total ?? 0
  const tick = (name: string, on: boolean) => {
    const next = new Set(ticked)
    if (on) next.add(name)
    else next.delete(name)
    setTicked(next)
  }

  return (
    <section className={classes.panel} aria-label={words.groups.title}>
      <div className={classes.tools}>
        <TextInput
          ref={filterField}
          className={classes.filter}
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={words.groups.filter}
          aria-label={words.groups.filter}
          value={filter}
          onChange={event => setFilter(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && loaded[0]) open([loaded[0].name])
          }}
          spellCheck={false}
          autoComplete="off"
        />
        <span className={classes.count}>{groups.isSuccess && words.groups.total(total, showCount(total))}</span>
        {ticked.size > 0 && (
          <>
            <Button variant="subtle" color="gray" onClick={() => setTicked(new Set())}>
              {words.groups.clear}
            </Button>
            <Button onClick={() => open([...ticked])}>
              {words.groups.search(ticked.size, showCount(ticked.size))}
            </Button>
          </>
        )}
        <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
          {words.groups.create}
        </Button>
      </div>
      {groups.isError && loaded.length === 0 ? (
        <Trouble message={explain(words, groups.error)} retry={() => void groups.refetch()} />
      ) : groups.isPending ? (
        <Waiting rows={12} height={usualRow} />
      ) : loaded.length === 0 ? (
        contains === '' ? (
          <Nothing title={words.groups.emptyTitle}>
            <p>{words.groups.emptyLead}</p>
            <Command text={sendCommand(location.origin, '/demo/first', true)} />
          </Nothing>
        ) : (
          <Nothing title={words.groups.nothing(contains)} />
        )
      ) : (
        <>
          {groups.isError && (
            <Trouble inline message={explain(words, groups.error)} retry={() => void groups.refetch()} />
          )}
          <Rows
            groups={loaded}
            ticked={ticked}
            tick={tick}
            open={open}
            remove={setDeleting}
            more={() => {
              if (groups.hasNextPage && !groups.isFetchingNextPage) void groups.fetchNextPage()
            }}
          />
        </>
      )}
      <CreateGroup opened={creating} close={() => setCreating(false)} created={name => open([name])} />
      <DeleteGroup group={deleting} close={() => setDeleting(undefined)} />
    </section>
  )
}

interface RowsProps {
  readonly groups: readonly ApiLogGroup[]
  readonly ticked: ReadonlySet<string>
  readonly tick: (name: string, on: boolean) => void
  readonly open: (groups: readonly string[]) => void
  readonly remove: (group: ApiLogGroup) => void
  readonly more: () => void
}

function Rows({ groups, ticked, tick, open, remove, more }: RowsProps) {
  const words = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const phone = useMediaQuery('(max-width: 560px)', false, { getInitialValueInEffect: false })
  const rowHeight = phone ? phoneRow : usualRow
  const rows = useVirtualizer({
    count: groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    getItemKey: at => groups[at]!.name,
  })
  const priced = useCosts(30, useFeature('costs') === true)
  const costs = useMemo(
    () => priced.data && new Map(priced.data.groups.map(group => [group.name, group])),
    [priced.data],
  )
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= groups.length - 20) more()
  }, [last, groups.length, more])

  return (
    <div className={classes.table}>
      <div
        className={classes.scroller}
        ref={scroller}
        role="table"
        aria-label={words.groups.title}
        aria-rowcount={groups.length + 1}
        data-priced={costs !== undefined || undefined}
        tabIndex={0}
      >
        <div role="rowgroup" className={classes.headGroup}>
          <div className={classes.head} role="row" aria-rowindex={1}>
            <span role="columnheader">
              <span className="mg-visually-hidden">{words.groups.choose}</span>
            </span>
            <span role="columnheader">{words.groups.name}</span>
            <span role="columnheader" className={classes.number}>
              {words.groups.streams}
            </span>
            <span role="columnheader" className={classes.number}>
              {words.groups.events}
            </span>
            <span role="columnheader" className={classes.number}>
              {words.groups.size}
            </span>
            <span role="columnheader" className={classes.number}>
              {words.groups.rate}
            </span>
            <span role="columnheader">{words.groups.retention}</span>
            {costs && (
              <span role="columnheader" className={classes.number} data-cost>
                {words.groups.cost}
              </span>
            )}
            <span role="columnheader">
              <span className="mg-visually-hidden">{words.palette.actions}</span>
            </span>
          </div>
        </div>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="rowgroup">
          {rows.getVirtualItems().map(item => {
            const group = groups[item.index]!
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                className={classes.row}
                data-ticked={ticked.has(group.name) || undefined}
                style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
              >
                <span role="cell">
                  <Checkbox
                    size="xs"
                    checked={ticked.has(group.name)}
                    onChange={event => tick(group.name, event.currentTarget.checked)}
                    aria-label={words.groups.chooseOne(group.name)}
                  />
                </span>
                <span role="cell" className={classes.nameCell}>
                  <button type="button" className={classes.name} onClick={() => open([group.name])} title={group.name}>
                    {group.name}
                  </button>
                  {group.deletionProtection && (
                    <IconLock size={12} className={classes.lock} aria-label={words.groups.protectedSign} role="img" />
                  )}
                </span>
                <span role="cell" className={classes.number}>
                  {showCount(group.streams)}
                </span>
                <span role="cell" className={classes.number} title={showCount(group.events)}>
                  {showShortCount(group.events)}
                </span>
                <span role="cell" className={classes.number} title={`${showCount(group.storedBytes)} B`}>
                  {showBytes(group.storedBytes)}
                </span>
                <span role="cell" className={classes.number}>
                  {showByteRate(group.bytesPerSecond)}
                </span>
                <span role="cell">
                  <Retention group={group} />
                </span>
                {costs && (
                  <span role="cell" className={classes.number} data-cost title={words.groups.costHint}>
                    {showCost(costs.get(group.name))}
                  </span>
                )}
                <span role="cell">
                  <GroupMenu group={group} remove={remove} />
                </span>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Here, and at CloudWatch. */
const showCost = (cost: ApiGroupCost | undefined): string =>
  cost ? `${showMoney(cost.herePerMonth)} / ${showMoney(cost.cloudWatchPerMonth)}` : '–'

function GroupMenu({ group, remove }: { readonly group: ApiLogGroup; readonly remove: (group: ApiLogGroup) => void }) {
  const words = useWords()
  const navigate = useNavigate()
  const time = useTimeView()
  const insights = useFeature('insights')
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={words.groups.more(group.name)}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconListDetails size={14} aria-hidden />}
          onClick={() => void navigate(paths.group({ name: group.name }, time))}
        >
          {words.groups.about}
        </Menu.Item>
        {insights && (
          <Menu.Item
            leftSection={<IconChartHistogram size={14} aria-hidden />}
            onClick={() => void navigate(paths.insights({ groups: [group.name] }, time))}
          >
            {words.insights.title}
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => void copyText(group.name)}>
          {words.groups.copyName}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => void copyText(group.arn)}>
          {words.groups.copyArn}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={14} aria-hidden />}
          disabled={group.deletionProtection}
          onClick={() => remove(group)}
        >
          {group.deletionProtection ? words.groups.protected : words.groups.delete}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
