/** The board of the control plane: what enhanced observability reads off the API server's own metrics. */
import { all, board, fromZero, type Json, labelled, type PresetOptions, top, type Words } from './board.ts'
import { clusterChoice } from './container-insights.ts'

export function controlPlaneBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const found = (dimension: string, metric: string) =>
    `{ContainerInsights,${['ClusterName', ...dimension.split(',')].sort().join(',')}} MetricName="${metric}" ClusterName="__cluster__"`
  const by = (title: Words, dimension: string, metric: string, statistic: string) =>
    metrics(
      title,
      [
        top(
          found(dimension, metric),
          statistic,
          dimension
            .split(',')
            .map(one => labelled(`Dim.${one}`))
            .join(' '),
        ),
      ],
      fromZero,
    )
  return {
    variables: [clusterChoice(words, 'apiserver_request_total')],
    widgets: [
      by({ en: 'Requests by code and verb', ko: '코드와 동사별 요청' }, 'code,verb', 'apiserver_request_total', 'Sum'),
      by({ en: 'Answers of 500 and above', ko: '500 이상의 응답' }, 'code,verb', 'apiserver_request_total_5xx', 'Sum'),
      by(
        { en: 'Time to answer by verb', ko: '동사별 응답 시간' },
        'verb',
        'apiserver_request_duration_seconds',
        'Average',
      ),
      by(
        { en: 'Requests under way', ko: '진행 중인 요청' },
        'request_kind',
        'apiserver_current_inflight_requests',
        'Maximum',
      ),
      by({ en: 'Time that etcd takes', ko: 'etcd 소요 시간' }, 'operation', 'etcd_request_duration_seconds', 'Average'),
      metrics(
        { en: 'Size of the store', ko: '저장소 크기' },
        [
          all(found('endpoint', 'apiserver_storage_size_bytes'), 'Maximum', labelled('Dim.endpoint')),
          [
            {
              expression: `SEARCH('${found('endpoint', 'etcd_db_total_size_in_bytes')}', 'Maximum')`,
              label: labelled('Dim.endpoint'),
              id: 'etcd',
            },
          ],
        ],
        fromZero,
      ),
      by(
        { en: 'Objects stored by resource', ko: '리소스별 저장된 객체' },
        'resource',
        'apiserver_storage_objects',
        'Maximum',
      ),
      by(
        { en: 'Admission by step', ko: '승인 단계별 시간' },
        'operation',
        'apiserver_admission_step_admission_duration_seconds',
        'Average',
      ),
      by(
        { en: 'Webhooks of admission', ko: '승인 웹훅' },
        'name',
        'apiserver_admission_webhook_admission_duration_seconds',
        'Average',
      ),
      by(
        { en: 'Deprecated APIs that are asked', ko: '사용 중단된 API 요청' },
        'group',
        'apiserver_requested_deprecated_apis',
        'Maximum',
      ),
    ],
  }
}
