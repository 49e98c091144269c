/** The board of containers, which only enhanced observability tells of: one by one, against their own limits. */
import {
  all,
  board,
  choice,
  fromZero,
  type Json,
  labelled,
  type PresetOptions,
  tight,
  top,
  type Words,
} from './board.ts'
import { clusterChoice, namespaceChoice } from './container-insights.ts'

const set = 'ContainerInsights,ClusterName,ContainerName,Namespace,PodName'
const name = `${labelled('Dim.PodName')}/${labelled('Dim.ContainerName')}`

export function containerBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const found = (metric: string) =>
    `{${set}} MetricName="${metric}" ClusterName="__cluster__" Namespace="__namespace__"`
  const most = (title: Words, metric: string, statistic: string, more: Json = {}) =>
    metrics(title, [top(found(metric), statistic, name)], { ...fromZero, ...more })
  return {
    variables: [
      clusterChoice(words),
      namespaceChoice(words),
      choice(
        'container',
        words({ en: 'Container', ko: '컨테이너' }),
        `{${set}} MetricName="container_cpu_utilization"`,
        'ContainerName',
      ),
    ],
    widgets: [
      most(
        { en: 'CPU against the limit', ko: '상한 대비 CPU' },
        'container_cpu_utilization_over_container_limit',
        'Maximum',
        tight,
      ),
      most(
        { en: 'Memory against the limit', ko: '상한 대비 메모리' },
        'container_memory_utilization_over_container_limit',
        'Maximum',
        tight,
      ),
      most({ en: 'CPU of the node', ko: '노드 대비 CPU' }, 'container_cpu_utilization', 'Average'),
      most({ en: 'Memory of the node', ko: '노드 대비 메모리' }, 'container_memory_utilization', 'Average'),
      most({ en: 'Failures to get memory', ko: '메모리 할당 실패' }, 'container_memory_failures_total', 'Sum'),
      metrics(
        { en: 'The chosen container, CPU against the limit', ko: '고른 컨테이너, 상한 대비 CPU' },
        [
          all(
            `${found('container_cpu_utilization_over_container_limit')} ContainerName="__container__"`,
            'Maximum',
            labelled('Dim.PodName'),
          ),
        ],
        tight,
      ),
    ],
  }
}
