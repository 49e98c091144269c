/** The list view: which kind, what of it, in which order. */
import { Checkbox, SegmentedControl, Select } from '@mantine/core'
import { useMemo } from 'react'
import type { ApiCluster } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import type { Place } from '../../paths.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { type Figures, useClusterList, useObjectList } from '../queries.ts'
import { type ClusterTab, type ClusterView, clusterTabs, type ObjectRef } from '../view.ts'
import { readFilter, wanted } from './filter.ts'
import classes from './list.module.css'
import { eventRows, nodeRows, objectRows, podRows, type Reader, type Rows, workloadRows } from './rows.ts'
import { sorted } from './sorted.ts'
import { Table } from './table.tsx'

export interface ListProps {
  readonly about: ApiCluster | undefined
  readonly view: ClusterView
  readonly figures: Figures
  readonly change: (part: Partial<ClusterView>, replace: boolean) => void
  readonly place: (object: ObjectRef) => Place
}

/** The kind that a list is of, as Kubernetes calls it; workloads are several. */
const kinds: Readonly<Record<string, string>> = { nodes: 'Node', pods: 'Pod', events: 'Event' }
const kindOf = (tab: string): string | undefined => (tab === 'workloads' ? undefined : (kinds[tab] ?? tab))
const isOwn = (tab: string): tab is ClusterTab => (clusterTabs as readonly string[]).includes(tab)

export function List({ about, view, figures, change, place }: ListProps) {
  const words = useWords()
  const { zone } = useTime()
  const asked = useAsked(view)
  const { data } = asked
  const moment = view.at ?? asked.dataUpdatedAt
  const rows = useMemo<Rows | undefined>(() => {
    if (data === undefined) return undefined
    const reader: Reader = { words, zone, now: moment, node: figures.node, pod: figures.pod }
    return data(reader)
  }, [data, words, zone, moment, figures])
  const shown = useMemo(() => {
    if (rows === undefined) return []
    const terms = readFilter(view.text)
    return sorted(
      rows.columns,
      rows.rows.filter(row => wanted(terms, row)),
      view.sort,
    )
  }, [rows, view.text, view.sort])
  const others = (about?.kinds ?? []).filter(({ kind }) => !['Node', 'Pod', 'Event'].includes(kind))
  const label = isOwn(view.tab) ? words.cluster.tabs[view.tab] : view.tab
  const kind = kindOf(view.tab)
  return (
    <div className={classes.list} data-stale={asked.isPlaceholderData || undefined} aria-busy={asked.isFetching}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label={words.cluster.kindOfList}
          value={isOwn(view.tab) ? view.tab : ''}
          onChange={tab => change({ tab, sort: undefined, gone: false }, false)}
          data={clusterTabs.map(tab => ({ value: tab, label: words.cluster.tabs[tab] }))}
        />
        <Select
          aria-label={words.cluster.otherKinds}
          placeholder={words.cluster.otherKinds}
          value={isOwn(view.tab) ? null : view.tab}
          onChange={tab => tab !== null && change({ tab, sort: undefined, gone: false }, false)}
          data={others.map(({ kind: name, count }) => ({ value: name, label: `${name} (${showCount(count)})` }))}
          searchable
          w={210}
        />
        {kind !== undefined && kind !== 'Event' && (
          <Checkbox
            size="xs"
            label={words.cluster.gone}
            checked={view.gone}
            onChange={event => change({ gone: event.currentTarget.checked, sort: undefined }, false)}
          />
        )}
        {rows !== undefined && (
          <span className={classes.count} role="status">
            {words.cluster.rowsShown(showCount(shown.length), showCount(rows.rows.length))}
          </span>
        )}
      </div>
      {asked.isError && data === undefined ? (
        <Trouble message={explain(words, asked.error)} retry={() => void asked.refetch()} />
      ) : rows === undefined ? (
        <Waiting rows={10} height={34} />
      ) : shown.length > 0 ? (
        <Table
          label={label}
          columns={rows.columns}
          rows={shown}
          sort={view.sort}
          chosen={view.object}
          sortBy={sort => change({ sort }, true)}
          place={place}
          open={object => change({ object }, true)}
        />
      ) : (
        <Empty about={about} view={view} label={label} any={rows.rows.length > 0} />
      )}
    </div>
  )
}

function Empty({
  about,
  view,
  label,
  any,
}: Pick<ListProps, 'about' | 'view'> & { readonly label: string; readonly any: boolean }) {
  const { cluster: words } = useWords()
  if (any) return <Nothing title={words.noneMatch(view.text.trim())} />
  if (view.gone) return <Nothing title={words.goneNone(label)} />
  if (view.at !== undefined) return <Nothing title={words.noneThen(label)} />
  const { tab } = view
  const title = about?.state === 'waiting' ? words.waiting : isOwn(tab) ? words.none[tab] : words.noneOf(tab)
  const resource = tab === 'workloads' ? 'deploy,sts,ds,cj' : isOwn(tab) ? tab : tab.toLowerCase()
  return (
    <Nothing title={title}>
      <p>{words.noneHint}</p>
      <Command text={`kubectl get ${resource} -A`} />
    </Nothing>
  )
}

/** One of them is asked; what it told becomes rows where it is read. */
function useAsked(view: ClusterView) {
  const { resolved } = useTime()
  const { tab, at } = view
  const gone = view.gone && kindOf(tab) !== undefined ? resolved : undefined
  const own = gone === undefined && isOwn(tab) ? tab : undefined
  const nodes = useClusterList('nodes', at, own === 'nodes')
  const workloads = useClusterList('workloads', at, own === 'workloads')
  const pods = useClusterList('pods', at, own === 'pods')
  const events = useClusterList('events', at, own === 'events')
  const kind = kindOf(tab) ?? ''
  const objects = useObjectList(kind, at, gone, own === undefined)
  const asked = own === undefined ? objects : { nodes, workloads, pods, events }[own]
  const data = useMemo(() => {
    if (own === undefined) {
      const rows = objects.data?.rows
      return rows && ((reader: Reader) => objectRows(reader, kind, rows))
    }
    return {
      nodes: nodes.data && ((reader: Reader) => nodeRows(reader, nodes.data.rows)),
      workloads: workloads.data && ((reader: Reader) => workloadRows(reader, workloads.data.rows)),
      pods: pods.data && ((reader: Reader) => podRows(reader, pods.data.rows)),
      events: events.data && ((reader: Reader) => eventRows(reader, events.data.rows)),
    }[own]
  }, [own, kind, nodes.data, workloads.data, pods.data, events.data, objects.data])
  const { dataUpdatedAt, isPlaceholderData, isFetching, isError, error, refetch } = asked
  return { data, dataUpdatedAt, isPlaceholderData, isFetching, isError, error, refetch }
}
