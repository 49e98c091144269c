/** Container Insights' views: boards of the cluster, its nodes, namespaces, services, pods, containers and control plane, where their metrics are stored. */
import { SegmentedControl, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { insightsGroup } from '../../../src/model/kubernetes/index.ts'
import { getMetrics, orThrow } from '../../api/index.ts'
import { EmbeddedBoard } from '../../dashboards/embed/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { type ClusterView, type InsightView, insightViews } from '../view.ts'
import { chosenByPage } from './chosen.ts'
import classes from './insights.module.css'

/** Views that not every agent feeds, by a metric that says whether one does. */
const told: Readonly<Partial<Record<InsightView, string>>> = {
  containers: 'container_cpu_utilization',
  'control-plane': 'apiserver_request_total',
}
/** Milliseconds: agents do not change by the minute. */
const fresh = 300_000

interface InsightsProps {
  /** As signals bear it. */
  readonly cluster: string
  readonly view: ClusterView
  readonly change: (part: Partial<ClusterView>, replace: boolean) => void
}

export function Insights({ cluster, view, change }: InsightsProps) {
  const { cluster: words } = useWords()
  const time = useTimeView()
  const narrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  const there = useToldViews(cluster)
  const views = insightViews.filter(one => told[one] === undefined || there.includes(one) || one === view.board)
  const data = views.map(one => ({ value: one, label: words.insights.views[one] }))
  const values = chosenByPage(view, cluster)
  const show = (board: string | null) => board !== null && change({ board: board as InsightView }, false)
  return (
    <div className={classes.insights}>
      <div className={classes.tools}>
        {narrow ? (
          <Select
            size="xs"
            aria-label={words.insights.view}
            value={view.board}
            onChange={show}
            data={data}
            allowDeselect={false}
          />
        ) : (
          <SegmentedControl size="xs" aria-label={words.insights.view} value={view.board} onChange={show} data={data} />
        )}
        <span className={classes.links}>
          {(['application', 'performance'] as const).map(kind => (
            <Link key={kind} {...paths.logs({ groups: [insightsGroup(cluster, kind)] }, time)}>
              {words.insights.logs[kind]}
            </Link>
          ))}
          <Link {...paths.board({ name: `preset:${view.board}`, values }, time)}>{words.insights.asBoard}</Link>
        </span>
      </div>
      <EmbeddedBoard
        key={view.board}
        name={`preset:${view.board}`}
        values={values}
        choose={(id, value) => change({ values: { ...view.values, [id]: value } }, true)}
      />
    </div>
  )
}

function useToldViews(cluster: string): readonly InsightView[] {
  const found = useQuery({
    queryKey: ['insight-views', cluster],
    queryFn: async ({ signal }) => {
      const asked = Object.entries(told) as [InsightView, string][]
      const found = await Promise.all(
        asked.map(async ([view, metric]) => {
          const dimension = [`ClusterName=${cluster}`]
          const page = await orThrow(
            getMetrics({ namespace: 'ContainerInsights', metric, dimension, limit: 1 }, signal),
          )
          return page.metrics.length > 0 ? [view] : []
        }),
      )
      return found.flat()
    },
    staleTime: fresh,
    enabled: cluster !== '',
  })
  return found.data ?? []
}
