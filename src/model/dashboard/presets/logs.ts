/** Boards of logs: their volume and what it would cost, and errors by application. */
import {
  all,
  board,
  boxes,
  choice,
  fromZero,
  type Json,
  labelled,
  type PresetOptions,
  top,
  type Words,
} from './board.ts'

const byGroup = labelled('Dim.LogGroupName')
const perGroup = (metric: string) => `{AWS/Logs,LogGroupName} MetricName="${metric}"`

export function logVolumeBoard(options: PresetOptions): Json {
  const { words, metrics, text } = board(options)
  const price = options.dollarsPerGiB
  const minute = { stat: 'Sum' }
  const sum = (metric: string, id: string, label: Words, more: Json = {}) => [
    'AWS/Logs',
    metric,
    { id, label: words(label), ...more },
  ]
  const cost: Words = { en: 'Ingest at CloudWatch, in dollars', ko: 'CloudWatch 수집 요금, 달러' }
  const whole = { setPeriodToTimeRange: true }
  return {
    widgets: [
      text({
        en: `Every log group sends its volume to \`AWS/Logs\`. The cost is what CloudWatch would charge for taking it in, at ${price} dollars a GiB.`,
        ko: `모든 로그 그룹의 양은 \`AWS/Logs\`에 있습니다. 요금은 CloudWatch가 수집에 매길 금액이며, GiB당 ${price}달러입니다.`,
      }),
      metrics(
        { en: 'In this range', ko: '이 기간' },
        [
          sum('IncomingLogEvents', 'events', { en: 'Events', ko: '이벤트' }),
          sum('IncomingBytes', 'bytes', { en: 'Bytes', ko: '바이트' }),
          [{ expression: `bytes / 1073741824 * ${price}`, id: 'dollars', label: words(cost) }],
        ],
        { ...boxes, ...minute, ...whole },
      ),
      metrics({ en: 'Bytes by group', ko: '그룹별 바이트' }, [top(perGroup('IncomingBytes'), 'Sum', byGroup, 20)], {
        ...minute,
        stacked: true,
        ...fromZero,
      }),
      metrics(
        { en: 'Events by group', ko: '그룹별 이벤트' },
        [top(perGroup('IncomingLogEvents'), 'Sum', byGroup, 20)],
        { ...minute, stacked: true, ...fromZero },
      ),
      metrics(
        cost,
        [
          sum('IncomingBytes', 'bytes', cost, { visible: false }),
          [{ expression: `RUNNING_SUM(bytes) / 1073741824 * ${price}`, id: 'dollars', label: words(cost) }],
        ],
        {
          ...minute,
          ...fromZero,
        },
      ),
      metrics({ en: 'Share of each group', ko: '그룹별 비율' }, [top(perGroup('IncomingBytes'), 'Sum', byGroup, 10)], {
        ...minute,
        view: 'pie',
      }),
      metrics(
        { en: 'Forwarded by subscriptions', ko: '구독으로 전달' },
        [
          all(
            '{AWS/Logs,DestinationType,FilterName,LogGroupName} MetricName="ForwardedLogEvents"',
            'Sum',
            `${byGroup} → ${labelled('Dim.DestinationType')}`,
          ),
        ],
        { ...minute, ...fromZero },
      ),
      metrics(
        { en: 'Deliveries that failed', ko: '실패한 전달' },
        [all('{AWS/Logs,DestinationType,FilterName,LogGroupName} MetricName="DeliveryErrors"', 'Sum', byGroup)],
        { ...minute, ...fromZero },
      ),
    ],
  }
}

/** Where Container Insights keeps what applications say. */
const group = '/aws/containerinsights/__cluster__/application'

export function errorsBoard(options: PresetOptions): Json {
  const { words, metrics, logs } = board(options)
  const source = `SOURCE '${group}' | `
  const cluster = choice(
    'cluster',
    words({ en: 'Cluster', ko: '클러스터' }),
    '{ContainerInsights,ClusterName} MetricName="node_cpu_utilization"',
    'ClusterName',
  )
  const namespace: Json = {
    type: 'pattern',
    pattern: '__metrics__',
    inputType: 'input',
    id: 'metrics',
    label: words({ en: 'Metric filters write to', ko: '지표 필터의 네임스페이스' }),
    defaultValue: 'Application',
    visible: true,
  }
  const wrong = 'log not like /^\\[/ and (log like /WARN/ or log like /error/)'
  return {
    variables: [cluster, namespace],
    widgets: [
      logs(
        { en: 'Errors by application', ko: '애플리케이션별 오류' },
        `${source}stats count(*) as ERROR_COUNT by kubernetes.container_name as APP\n| filter ( ${wrong} )`,
        { view: 'bar' },
      ),
      logs(
        { en: 'Accesses', ko: '접근' },
        `${source}stats count(*) as ACCESS_COUNT\n| filter ( kubernetes.container_name = "backend-app" )\n| filter ( log not like /^\\[/ and (log like /Health GET API called./ or log like / REGION GET ALL API/ or log like /LOCATION LIST BY REGION ID API/) )`,
      ),
      logs(
        { en: 'Errors over time', ko: '시간별 오류' },
        `${source}filter ${wrong}\n| stats count(*) as errors by bin(5m)`,
        { view: 'timeSeries' },
      ),
      metrics(
        { en: 'What metric filters counted', ko: '지표 필터가 센 것' },
        [all('Namespace="__metrics__"', 'Sum', labelled('MetricName'))],
        { stat: 'Sum', ...fromZero },
      ),
      logs(
        { en: 'Newest errors', ko: '최근 오류' },
        `${source}fields @timestamp, kubernetes.container_name as APP, log\n| filter ${wrong}\n| sort @timestamp desc\n| limit 50`,
        { size: [24, 8] },
      ),
    ],
  }
}
