/** One log group: what it is and holds, its streams, its metric filters, where its lines are sent on. */
import { Button, Tabs } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconChartHistogram, IconSearch, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ApiLogGroup } from '../../src/model/index.ts'
import { getGroups, orThrow, useFeature } from '../api/index.ts'
import { Subscriptions } from '../deliveries/index.ts'
import { MetricFilters } from '../filters/index.ts'
import { showByteRate, showBytes, showCount, showExactTime } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { DeleteGroup, Retention } from '../logs/index.ts'
import { paths } from '../paths.ts'
import type { Search } from '../search.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './group.module.css'
import { StreamTable } from './streams.tsx'
import { type GroupTab, type GroupView, readGroup } from './view.ts'

/** Groups asked for to find the one: its name may be a part of many others. */
const looked = 200

export function GroupPage() {
  const words = useWords()
  const search = useSearch({ strict: false }) as Search
  const view = readGroup(search)
  const time = useTimeView()
  const navigate = useNavigate()
  useDocumentTitle([view.name, words.nav.logs, words.brand].join(' · '))
  const groups = useQuery({
    queryKey: ['groups', 'one', view.name],
    queryFn: ({ signal }) => orThrow(getGroups({ contains: view.name, limit: looked }, signal)),
    refetchInterval: 15_000,
  })
  const filters = useFeature('filters')
  const subscriptions = useFeature('subscriptions')
  const group = groups.data?.groups.find(one => one.name === view.name)
  const change = (next: Partial<GroupView>, how: 'push' | 'replace' = 'push') =>
    void navigate({ ...paths.group({ ...view, ...next }, time), replace: how === 'replace' })
  if (groups.isError && !groups.data)
    return <Trouble message={explain(words, groups.error)} retry={() => void groups.refetch()} />
  if (!groups.data) return <Waiting rows={10} height={34} />
  if (!group)
    return (
      <Nothing title={words.group.gone(view.name)}>
        <p>
          <Link {...paths.logs({}, time)}>{words.state.toLogs}</Link>
        </p>
      </Nothing>
    )
  return (
    <div className={classes.page}>
      <Head group={group} />
      <Tabs
        value={view.tab}
        onChange={tab => change({ tab: (tab ?? 'streams') as GroupTab, edit: undefined, pattern: '' })}
        keepMounted={false}
      >
        <Tabs.List className={classes.tabs ?? ''}>
          <Tabs.Tab value="streams">{words.streams.title}</Tabs.Tab>
          {filters && <Tabs.Tab value="filters">{words.filters.title}</Tabs.Tab>}
          {subscriptions && <Tabs.Tab value="subscriptions">{words.deliveries.title}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="streams">
          <StreamTable group={group.name} />
        </Tabs.Panel>
        {filters && (
          <Tabs.Panel value="filters">
            <MetricFilters group={group.name} edit={view.edit} pattern={view.pattern} change={change} />
          </Tabs.Panel>
        )}
        {subscriptions && (
          <Tabs.Panel value="subscriptions">
            <Subscriptions group={group.name} />
          </Tabs.Panel>
        )}
      </Tabs>
    </div>
  )
}

function Head({ group }: { readonly group: ApiLogGroup }) {
  const words = useWords()
  const time = useTime()
  const view = useTimeView()
  const navigate = useNavigate()
  const insights = useFeature('insights')
  const [deleting, setDeleting] = useState<ApiLogGroup>()
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <h1>{group.name}</h1>
        <div className={classes.ways}>
          <Button
            variant="default"
            leftSection={<IconSearch size={14} aria-hidden />}
            onClick={() => void navigate(paths.logs({ groups: [group.name] }, view))}
          >
            {words.search.run}
          </Button>
          {insights && (
            <Button
              variant="default"
              leftSection={<IconChartHistogram size={14} aria-hidden />}
              onClick={() => void navigate(paths.insights({ groups: [group.name] }, view))}
            >
              {words.insights.title}
            </Button>
          )}
          <Button
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            disabled={group.deletionProtection}
            title={group.deletionProtection ? words.groups.protected : undefined}
            onClick={() => setDeleting(group)}
          >
            {words.groups.delete}
          </Button>
        </div>
      </div>
      <dl className={classes.facts}>
        <Fact name={words.groups.retention}>
          <Retention group={group} />
        </Fact>
        <Fact name={words.groups.size} title={`${showCount(group.storedBytes)} B`}>
          {showBytes(group.storedBytes)}
        </Fact>
        <Fact name={words.groups.rate}>{showByteRate(group.bytesPerSecond)}</Fact>
        <Fact name={words.groups.events}>{showCount(group.events)}</Fact>
        <Fact name={words.group.class}>{group.class}</Fact>
        <Fact name={words.group.created}>{showExactTime(group.createdAt, time.zone)}</Fact>
        <Fact name={words.group.arn}>
          <code>{group.arn}</code>
        </Fact>
      </dl>
      <DeleteGroup
        group={deleting}
        close={() => setDeleting(undefined)}
        deleted={() => void navigate(paths.logs({}, view))}
      />
    </header>
  )
}

const Fact = ({
  name,
  title,
  children,
}: {
  readonly name: string
  readonly title?: string
  readonly children: React.ReactNode
}) => (
  <div>
    <dt>{name}</dt>
    <dd title={title}>{children}</dd>
  </div>
)
