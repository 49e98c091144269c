/** What runs where, and how is it? Lists, a map, a tree and the groups of nodes, now and at times past, with a drawer for any object. The address is the view. */
import { SegmentedControl, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useRef } from 'react'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { useKeys } from '../keyboard/index.ts'
import { type Place, paths } from '../paths.ts'
import type { Search } from '../search.ts'
import { Signalled } from '../signals/index.ts'
import { explain, Trouble, Waiting } from '../states/index.ts'
import { useTyped } from '../text/index.ts'
import { About, Unseen } from './about.tsx'
import classes from './cluster.module.css'
import { Drawer } from './drawer/index.ts'
import { Groups } from './groups.tsx'
import { History } from './history/index.ts'
import { Insights } from './insights/index.ts'
import { List } from './list/index.ts'
import { ClusterMap } from './map/index.ts'
import { useAbout, useClusterName, useFigures } from './queries.ts'
import { ClusterTree } from './tree/index.ts'
import { type ClusterShow, type ClusterView, clusterShows, type ObjectRef, readCluster, writeRef } from './view.ts'

export function ClusterPage() {
  return (
    <Signalled cluster={useClusterName()}>
      <Present />
    </Signalled>
  )
}

function Present() {
  const words = useWords()
  const time = useTimeView()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const view = useMemo(() => readCluster(search), [search])
  const field = useRef<HTMLInputElement>(null)
  useDocumentTitle([words.cluster.title, words.brand].join(' · '))
  useKeys({ search: () => field.current?.focus() })
  const about = useAbout()
  const figures = useFigures(view.at)
  const change = useCallback(
    (part: Partial<ClusterView>, replace: boolean) =>
      void navigate({ ...paths.cluster({ ...view, ...part }, time), replace }),
    [navigate, view, time],
  )
  const [typed, type] = useTyped(view.text, text => change({ text }, true))
  // Groups of nodes and boards have neither a filter nor a past of their own.
  const plain = view.show === 'groups' || view.show === 'insights'
  const place = (object: ObjectRef): Place => paths.cluster({ ...view, object }, time)
  const list = (part: Partial<ClusterView>): Place =>
    paths.cluster({ ...view, ...part, object: undefined, part: 'about' }, time)
  // Of a cluster that was never seen nothing is known, not even that it is empty.
  const blank = about.data?.state === 'away' && about.data.kinds.every(({ count }) => count === 0)
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div className={classes.title}>
          <h1>{about.data?.name || words.cluster.title}</h1>
          {about.data && !blank && <About cluster={about.data} />}
        </div>
        <div className={classes.tools}>
          <SegmentedControl
            size="xs"
            aria-label={words.cluster.look}
            value={view.show}
            onChange={show => change({ show: show as ClusterShow }, false)}
            data={clusterShows.map(show => ({ value: show, label: words.cluster.shows[show] }))}
          />
          {!plain && (
            <TextInput
              ref={field}
              value={typed}
              onChange={event => type(event.currentTarget.value)}
              placeholder={words.cluster.filter}
              title={words.cluster.filterHint}
              aria-label={words.cluster.filter}
              leftSection={<IconSearch size={14} aria-hidden />}
              spellCheck={false}
              className={classes.filter}
            />
          )}
        </div>
      </header>
      {about.data && <Unseen cluster={about.data} />}
      {about.isError && !about.data ? (
        <Trouble message={explain(words, about.error)} retry={() => void about.refetch()} />
      ) : blank ? null : (
        <>
          {!plain && <History view={view} change={change} />}
          <div className={classes.body}>
            {view.show === 'list' ? (
              <List about={about.data} view={view} figures={figures} change={change} place={place} />
            ) : view.show === 'map' ? (
              <ClusterMap view={view} figures={figures} change={change} />
            ) : view.show === 'tree' ? (
              <ClusterTree view={view} figures={figures} change={change} />
            ) : view.show === 'insights' && about.data ? (
              <Insights cluster={about.data.name} view={view} change={change} />
            ) : about.data ? (
              <Groups cluster={about.data} />
            ) : (
              <Waiting rows={6} height={40} />
            )}
            {view.object !== undefined && (
              <Drawer
                key={writeRef(view.object)}
                object={view.object}
                view={view}
                cluster={about.data?.name ?? ''}
                change={change}
                place={place}
                list={list}
              />
            )}
          </div>
        </>
      )}
    </div>
  )
}
