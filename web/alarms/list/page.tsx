/** All alarms: what fires first. Filters stand in the address; ticked rows are switched or deleted together. */
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useDebouncedValue, useDocumentTitle } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ApiAlarm, ApiAlarmState } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import classes from '../alarms.module.css'
import { firstAlarmCommand } from '../editor/command.ts'
import { useAlarms } from '../queries.ts'
import { useStillHere } from '../still-here.ts'
import { type AlarmsView, alarmStates, readAlarms } from '../view.ts'
import { Bulk } from './bulk.tsx'
import { AlarmRows } from './rows.tsx'

export function AlarmsPage() {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const view = useMemo(() => readAlarms(search), [search])
  const [typed, setTyped] = useState(view.text)
  const [settled] = useDebouncedValue(typed.trim(), 200)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const field = useRef<HTMLInputElement>(null)
  const alarms = useAlarms({ state: view.state, kind: view.kind, contains: view.text })
  const stillHere = useStillHere('/alarms')
  useDocumentTitle([words.alarms.title, words.brand].join(' · '))

  const change = useCallback(
    (part: Partial<AlarmsView>, replace = false) =>
      void navigate({ ...paths.alarms({ ...view, ...part }, time), replace }),
    [navigate, view, time],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed goes to the address once it rests
  useEffect(() => {
    if (settled !== view.text && stillHere()) change({ text: settled, row: undefined }, true)
  }, [settled])
  // Back and links change the text from outside.
  useEffect(() => setTyped(before => (before.trim() === view.text ? before : view.text)), [view.text])

  const loaded = useMemo(() => unique(alarms.data?.pages.flatMap(page => page.alarms) ?? []), [alarms.data])
  const newest = alarms.data?.pages.at(-1)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = alarms
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  useEffect(() => {
    if (loaded.length === 0) more()
  }, [loaded.length, more])

  const at = loaded.findIndex(alarm => alarm.name === view.row)
  const step = (by: number) => {
    const next = loaded[Math.max(0, Math.min(loaded.length - 1, at + by))]
    if (next) change({ row: next.name }, true)
  }
  useKeys({
    search: () => field.current?.focus(),
    down: () => step(1),
    up: () => step(at < 0 ? 1 : -1),
    open: () => {
      if (view.row !== undefined) void navigate(paths.alarm({ name: view.row }, time))
    },
    close: () => {
      if (document.activeElement === field.current) field.current?.blur()
      if (ticked.size > 0) setTicked(new Set())
      else change({ row: undefined, ...(typed === '' ? {} : { text: '' }) }, true)
    },
  })

  const none = newest !== undefined && newest.total === 0
  const waiting = alarms.isPending || (loaded.length === 0 && hasNextPage)
  return (
    <section className={classes.panel} aria-label={words.alarms.title}>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={words.alarms.state}
          value={view.state ?? ''}
          onChange={value => change({ state: (value || undefined) as ApiAlarmState | undefined, row: undefined })}
          data={[
            { value: '', label: words.alarms.all(newest ? showCount(newest.total) : '…') },
            ...alarmStates.map(state => ({
              value: state,
              label: words.alarms.counted(words.alarms.states[state], newest ? showCount(newest.counts[state]) : '…'),
            })),
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label={words.alarms.kind}
          value={view.kind ?? ''}
          onChange={value => change({ kind: (value || undefined) as AlarmsView['kind'], row: undefined })}
          data={[
            { value: '', label: words.alarms.kinds.all },
            { value: 'metric', label: words.alarms.kinds.metric },
            { value: 'composite', label: words.alarms.kinds.composite },
          ]}
        />
        <TextInput
          ref={field}
          className={classes.filter}
          leftSection={<IconSearch size={14} aria-hidden />}
          placeholder={words.alarms.filter}
          aria-label={words.alarms.filter}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
        />
        <Button
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => void navigate(paths.alarmEdit({}, time))}
        >
          {words.alarms.create}
        </Button>
      </div>
      {ticked.size > 0 && (
        <Bulk alarms={loaded.filter(alarm => ticked.has(alarm.name))} done={() => setTicked(new Set())} />
      )}
      {alarms.isError && (
        <Trouble
          inline={loaded.length > 0}
          message={explain(words, alarms.error)}
          retry={() => void alarms.refetch()}
        />
      )}
      {alarms.isError && loaded.length === 0 ? null : waiting ? (
        <Waiting rows={10} height={46} />
      ) : none ? (
        <Nothing title={words.alarms.emptyTitle}>
          <p>{words.alarms.emptyLead}</p>
          <Command text={firstAlarmCommand(location.origin)} />
        </Nothing>
      ) : loaded.length === 0 ? (
        <Nothing title={words.alarms.nothing}>
          <Button variant="default" mt="sm" onClick={() => change({ state: undefined, kind: undefined, text: '' })}>
            {words.alarms.showAll}
          </Button>
        </Nothing>
      ) : (
        <AlarmRows
          alarms={loaded}
          complete={!hasNextPage}
          chosen={view.row}
          ticked={ticked}
          tick={(name, on) => {
            const next = new Set(ticked)
            if (on) next.add(name)
            else next.delete(name)
            setTicked(next)
          }}
          tickAll={on => setTicked(new Set(on ? loaded.map(alarm => alarm.name) : []))}
          more={more}
        />
      )}
    </section>
  )
}

/** An alarm that changes its state between two pages comes twice: it stands where it is more urgent. */
function unique(alarms: readonly ApiAlarm[]): readonly ApiAlarm[] {
  const seen = new Set<string>()
  return alarms.filter(({ name }) => !seen.has(name) && seen.add(name))
}
