/** The Logs page with groups chosen: what is asked at the top, how much of it over time, the lines, and fields at the left. */
import { Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import type { ApiLogEvent, ApiLogSelection } from '../../src/model/index.ts'
import { useFeature } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { useKeys } from '../keyboard/index.ts'
import { useTime } from '../time/index.ts'
import { Followed } from './followed.tsx'
import { Found } from './found.tsx'
import classes from './logs.module.css'
import { PodNotes, PodPicker } from './pods/index.ts'
import { FilterChips, GroupPicker, PatternInput, queryClasses } from './query/index.ts'
import { Side } from './side/index.ts'
import { Toolbar } from './toolbar.tsx'
import { useFound, useHistogram } from './use-counts.ts'
import { useLogSearch } from './use-search.ts'
import type { ChangeView } from './use-view.ts'
import { type LogsView, withFilter, withGroups, withPods } from './view.ts'
import { VolumePanel } from './volume/index.ts'

/** Lines on the screen with which a live tail begins. */
const seedLines = 200

export function SearchPage({ view, change }: { readonly view: LogsView; readonly change: ChangeView }) {
  const words = useWords()
  const time = useTime()
  const hasCluster = useFeature('cluster')
  const small = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const [sideOpen, side] = useDisclosure()
  const { groups, pods, streams, pattern, filters } = view
  const { from, to } = time.resolved
  const asked = JSON.stringify({
    groups,
    ...(pods === undefined ? {} : { pods }),
    ...(streams.length > 0 ? { streams } : {}),
    ...(pattern === '' ? {} : { pattern }),
    ...(filters.length > 0 ? { filters } : {}),
    from,
    to,
  })
  const selection = useMemo(() => JSON.parse(asked) as ApiLogSelection, [asked])
  const search = useLogSearch(selection, view.order, !view.live, time.asOf)
  const found = useFound(search.state, selection, view.live)
  const histogram = useHistogram(selection, found, view.live)

  // The tail begins with the newest lines on the screen.
  const shown = useRef<readonly ApiLogEvent[]>([])
  if (!view.live) {
    const { events } = search.state
    shown.current = view.order === 'newest' ? events.slice(0, seedLines).reverse() : events.slice(-seedLines)
  }

  useKeys({
    follow: () => change(before => ({ ...before, live: !before.live })),
    wrap: () => change(before => ({ ...before, wrap: !before.wrap }), 'replace'),
  })

  const sidePanel = <Side view={view} change={change} selection={selection} found={found} />
  return (
    <div className={classes.page}>
      <div className={queryClasses.bar}>
        <div className={classes.firstRow}>
          {pods === undefined && (
            <GroupPicker groups={groups} choose={chosen => change(before => withGroups(before, chosen))} />
          )}
          {(hasCluster || pods !== undefined) && (
            <PodPicker pods={pods} choose={chosen => change(before => withPods(before, chosen))} />
          )}
          <FilterChips view={view} change={change} />
          {small && (
            <button
              type="button"
              className={classes.sideOpen}
              onClick={side.open}
              title={words.facets.open}
              aria-label={words.facets.open}
            >
              <IconAdjustmentsHorizontal size={14} aria-hidden />
              <span>{words.facets.open}</span>
            </button>
          )}
        </div>
        <PatternInput
          value={pattern}
          apply={wanted => {
            if (wanted === pattern) time.refreshNow()
            else change(before => ({ ...before, pattern: wanted, row: undefined }))
          }}
        />
      </div>
      <div className={classes.columns}>
        {small ? (
          <Drawer
            opened={sideOpen}
            onClose={side.close}
            position="left"
            size={320}
            padding={0}
            title={words.facets.open}
            closeButtonProps={{ 'aria-label': words.keys.close }}
            classNames={{
              header: queryClasses.drawerHead ?? '',
              body: queryClasses.drawerBody ?? '',
              content: queryClasses.drawer ?? '',
            }}
          >
            {sidePanel}
          </Drawer>
        ) : (
          <aside className={classes.side} aria-label={words.facets.open}>
            {sidePanel}
          </aside>
        )}
        <div className={classes.results}>
          {pods !== undefined && <PodNotes pods={pods} from={from} to={to} />}
          {!view.live && (
            <VolumePanel
              histogram={histogram}
              pickLevel={(level, exclude) =>
                change(before => withFilter(before, { field: 'level', value: level, ...(exclude ? { exclude } : {}) }))
              }
            />
          )}
          <Toolbar
            view={view}
            change={change}
            selection={selection}
            search={search}
            total={histogram.isPlaceholderData ? undefined : histogram.data?.events}
          />
          {view.live ? (
            <Followed view={view} change={change} selection={selection} seed={() => shown.current} />
          ) : (
            <Found view={view} change={change} search={search} />
          )}
        </div>
      </div>
    </div>
  )
}
