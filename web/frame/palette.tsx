/** Cmd/Ctrl+K: every page, group and action by name. */
import { Modal, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import { useSomeAlarms } from '../alarms/queries.ts'
import { getDashboards, getGroups, orThrow, useFeature } from '../api/index.ts'
import { useLanguage } from '../i18n/index.ts'
import { useSavedQueries } from '../insights/saved/queries.ts'
import { paths } from '../paths.ts'
import { quickRanges, useTime } from '../time/index.ts'
import { usePages } from './pages.ts'
import classes from './palette.module.css'
import { type PaletteEntry, rank } from './palette-rank.ts'
import { useTimeView } from './time-view.ts'

export function Palette({
  opened,
  close,
  openHelp,
}: {
  readonly opened: boolean
  readonly close: () => void
  readonly openHelp: () => void
}) {
  const { words } = useLanguage()
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      size={600}
      centered={false}
      yOffset="10vh"
      padding={0}
      transitionProps={{ duration: 80 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label={words.palette.title}>
        <Modal.Body>
          <PaletteInside close={close} openHelp={openHelp} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function PaletteInside({ close, openHelp }: { readonly close: () => void; readonly openHelp: () => void }) {
  const { words } = useLanguage()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const entries = rank(useEntries(typed, openHelp), typed)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const chosen = Math.min(at, entries.length - 1)

  useEffect(() => {
    list.current?.querySelector(`[data-at="${chosen}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return
    close()
    entry.run()
  }
  return (
    <div>
      <input
        className={classes.input}
        value={typed}
        placeholder={words.palette.title}
        aria-label={words.palette.title}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries[chosen] ? `${listId}-${chosen}` : undefined}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        onChange={event => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, entries.length - 1))
          else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0))
          else if (event.key === 'Enter') run(entries[chosen])
          else return
          event.preventDefault()
        }}
      />
      <div className={classes.list} id={listId} role="listbox" aria-label={words.palette.title} ref={list}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={entry.id}
            id={`${listId}-${index}`}
            data-at={index}
            role="option"
            aria-selected={index === chosen}
            className={classes.entry}
            onClick={() => run(entry)}
            onMouseMove={() => setAt(index)}
          >
            <span className={classes.text}>{entry.text}</span>
            <span className={classes.kind}>{entry.kind}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className={classes.nothing}>{words.palette.nothing}</p>}
      <p className={classes.hint}>{words.palette.hint}</p>
    </div>
  )
}

function useEntries(typed: string, openHelp: () => void): PaletteEntry[] {
  const { words, language, speak } = useLanguage()
  const navigate = useNavigate()
  const view = useTimeView()
  const time = useTime()
  const { setColorScheme } = useMantineColorScheme()
  const [contains] = useDebouncedValue(typed.trim(), 150)
  const groups = useQuery({
    queryKey: ['groups', 'palette', contains],
    queryFn: ({ signal }) => orThrow(getGroups({ contains, limit: 30 }, signal)),
    placeholderData: keepPreviousData,
  })
  const alarmed = useFeature('alarms') === true
  const alarms = useSomeAlarms({ contains, limit: 20 }, alarmed && contains !== '')
  const insights = useFeature('insights')
  const saved = useSavedQueries(insights === true)
  const boards = useQuery({
    queryKey: ['dashboards', 'list'],
    queryFn: ({ signal }) => orThrow(getDashboards('', signal)),
    enabled: useFeature('dashboards') === true,
  })
  const pages = usePages()
  const sections = [
    ['page-alarm-history', alarmed, words.alarms.historyTitle, paths.alarmHistory({}, view)],
    ['page-mutes', alarmed, words.mutes.title, paths.mutes({}, view)],
    ['page-receivers', useFeature('topics'), words.receivers.title, paths.receivers(view)],
    ['new-alarm', alarmed, words.alarms.createTitle, paths.alarmEdit({}, view)],
    ['page-insights', insights, words.insights.title, paths.insights({}, view)],
    ['page-deliveries', useFeature('subscriptions'), words.deliveries.title, paths.deliveries(view)],
    ['page-costs', useFeature('costs'), words.costs.title, paths.costs({}, view)],
    ['page-exports', useFeature('exports'), words.exports.title, paths.exports(view)],
    ['page-ledger', useFeature('ledger'), words.ledger.title, paths.self(view, 'ledger')],
  ] as const
  const action = (id: string, text: string, run: () => void): PaletteEntry => ({
    id,
    text,
    kind: words.palette.actions,
    run,
  })
  return [
    ...pages.map(page => ({
      id: `page-${page.name}`,
      text: words.palette.goTo(words.nav[page.name]),
      kind: words.palette.pages,
      run: () => void navigate(page.place(view)),
    })),
    ...sections.flatMap(([id, there, text, place]) =>
      there ? [{ id, text: words.palette.goTo(text), kind: words.palette.pages, run: () => void navigate(place) }] : [],
    ),
    ...(saved.data?.queries ?? []).map(query => ({
      id: `saved-${query.id}`,
      text: query.name,
      kind: words.palette.saved,
      run: () => void navigate(paths.insights({ groups: query.groups, query: query.query }, view)),
    })),
    ...(contains === '' ? [] : (alarms.data?.alarms ?? [])).map(alarm => ({
      id: `alarm-${alarm.name}`,
      text: alarm.name,
      kind: words.alarms.title,
      run: () => void navigate(paths.alarm({ name: alarm.name }, view)),
    })),
    ...[...(boards.data?.dashboards ?? []), ...(boards.data?.presets ?? [])].map(board => ({
      id: `board-${board.name}`,
      text: board.title?.[language] ?? board.name,
      kind: words.dashboards.title,
      run: () => void navigate(paths.board({ name: board.name }, view)),
    })),
    ...(groups.data?.groups ?? []).map(group => ({
      id: `group-${group.name}`,
      text: group.name,
      kind: words.palette.groups,
      run: () => void navigate(paths.logs({ groups: [group.name] }, view)),
    })),
    ...(typed.trim() === '' ? [] : (groups.data?.groups ?? [])).flatMap(group => [
      ...(insights
        ? [
            {
              id: `insights-${group.name}`,
              text: words.palette.insightsOf(group.name),
              kind: words.palette.groups,
              run: () => void navigate(paths.insights({ groups: [group.name] }, view)),
            },
          ]
        : []),
      {
        id: `about-${group.name}`,
        text: words.palette.aboutGroup(group.name),
        kind: words.palette.groups,
        run: () => void navigate(paths.group({ name: group.name }, view)),
      },
    ]),
    ...quickRanges.map(width => ({
      id: `time-${width}`,
      text: words.time.last(width),
      kind: words.palette.times,
      run: () => time.setRange({ from: `now-${width}`, to: 'now' }),
    })),
    action('refresh', words.time.refreshNow, time.refreshNow),
    action('utc', `${words.time.zone}: ${words.time.utc}`, () => time.setZone('utc')),
    action('local', `${words.time.zone}: ${words.time.local}`, () => time.setZone('local')),
    action('light', `${words.frame.theme}: ${words.frame.themeLight}`, () => setColorScheme('light')),
    action('dark', `${words.frame.theme}: ${words.frame.themeDark}`, () => setColorScheme('dark')),
    language === 'en' ? action('ko', '한국어', () => speak('ko')) : action('en', 'English', () => speak('en')),
    action('help', words.frame.help, openHelp),
  ]
}
