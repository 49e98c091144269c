/** What runs where, and how is it? Nodes, workloads, pods and events as they are now; what stands in the address is the view. */
import { SegmentedControl, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import {
  getCluster,
  getClusterEvents,
  getClusterNodes,
  getClusterPods,
  getClusterWorkloads,
  orThrow,
} from '../api/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { useKeys } from '../keyboard/index.ts'
import { paths } from '../paths.ts'
import type { Search } from '../search.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import { About, Unseen } from './about.tsx'
import classes from './cluster.module.css'
import { eventTable, nodeTable, podTable, type Reader, type Rows, workloadTable } from './rows.ts'
import { Table } from './table.tsx'
import { type ClusterTab, type ClusterView, clusterTabs, readCluster, wanted } from './view.ts'

/** A change is on the screen after this at the latest (ms). */
const lookAgain = 5_000

const asks: Readonly<Record<ClusterTab, (reader: Reader, signal: AbortSignal) => Promise<Rows>>> = {
  nodes: async (reader, signal) => nodeTable(reader, await orThrow(getClusterNodes(signal))),
  workloads: async (reader, signal) => workloadTable(reader, await orThrow(getClusterWorkloads(signal))),
  pods: async (reader, signal) => podTable(reader, await orThrow(getClusterPods(signal))),
  events: async (reader, signal) => eventTable(reader, await orThrow(getClusterEvents(signal))),
}

export function ClusterPage() {
  const words = useWords()
  const { zone } = useTime()
  const time = useTimeView()
  const navigate = useNavigate()
  const view = readCluster(useSearch({ strict: false }) as Search)
  const field = useRef<HTMLInputElement>(null)
  useDocumentTitle([words.cluster.title, words.brand].join(' · '))
  useKeys({ search: () => field.current?.focus() })
  const about = useQuery({
    queryKey: ['cluster', 'about'],
    queryFn: ({ signal }) => orThrow(getCluster(signal)),
    refetchInterval: lookAgain,
  })
  const table = useQuery({
    queryKey: ['cluster', view.tab, words.language, zone],
    queryFn: ({ signal }) => asks[view.tab]({ words, zone, now: Date.now() }, signal),
    refetchInterval: lookAgain,
  })
  const change = (part: Partial<ClusterView>, replace: boolean) =>
    void navigate({ ...paths.cluster({ ...view, ...part }, time), replace })
  const rows = table.data?.rows.filter(({ cells }) => wanted(view.text, cells)) ?? []
  const trouble = about.isError && !about.data ? about.error : table.isError && !table.data ? table.error : undefined
  // Of a cluster that was never seen nothing is known, not even that it is empty.
  const blank = about.data?.state === 'away' && about.data.kinds.every(({ count }) => count === 0)
  const again = () => {
    void about.refetch()
    void table.refetch()
  }
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1>{about.data?.name || words.cluster.title}</h1>
          {about.data && !blank && <About cluster={about.data} />}
        </div>
        <div className={classes.tools}>
          <SegmentedControl
            aria-label={words.cluster.title}
            value={view.tab}
            onChange={tab => change({ tab: tab as ClusterTab }, false)}
            data={clusterTabs.map(tab => ({ value: tab, label: words.cluster.tabs[tab] }))}
          />
          <TextInput
            ref={field}
            value={view.text}
            onChange={event => change({ text: event.currentTarget.value }, true)}
            placeholder={words.cluster.filter}
            aria-label={words.cluster.filter}
            leftSection={<IconSearch size={14} aria-hidden />}
            spellCheck={false}
          />
        </div>
      </header>
      {about.data && <Unseen cluster={about.data} />}
      {trouble !== undefined ? (
        <Trouble message={explain(words, trouble)} retry={again} />
      ) : !table.data ? (
        <Waiting rows={10} height={30} />
      ) : rows.length > 0 ? (
        <Table table={table.data} rows={rows} label={words.cluster.tabs[view.tab]} />
      ) : view.text.trim() !== '' ? (
        <Nothing title={words.cluster.noneMatch(view.text.trim())} />
      ) : blank ? null : (
        <Nothing title={about.data?.state === 'waiting' ? words.cluster.waiting : words.cluster.none[view.tab]}>
          <p>{words.cluster.noneHint}</p>
          <Command text={view.tab === 'workloads' ? 'kubectl get deploy,sts,ds,cj -A' : `kubectl get ${view.tab} -A`} />
        </Nothing>
      )}
    </div>
  )
}
