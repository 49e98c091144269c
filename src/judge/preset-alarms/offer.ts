/** Which preset alarms a cluster can have, by what is stored of it, and each as PutMetricAlarm takes it. Pure. */
import { alarmPresets } from './catalogue.ts'
import type { AlarmPreset, Language, PresetWatch, Words } from './preset.ts'

export interface PresetQuestion {
  readonly cluster: string
  /** A provider runs its control plane. */
  readonly managed: boolean
  /** Metrics of `ContainerInsights` that are stored for the cluster as a whole. */
  readonly metrics: ReadonlySet<string>
}

export interface OfferedAlarm {
  readonly preset: AlarmPreset
  /** Absent: what it would watch is not stored; `lacking` names it. */
  readonly watch?: PresetWatch
  /** The metrics of its first choice that are not stored. */
  readonly lacking: readonly string[]
}

/** In the order of the catalogue. What a managed control plane hides is left out. */
export const offeredAlarms = ({ managed, metrics }: Omit<PresetQuestion, 'cluster'>): readonly OfferedAlarm[] =>
  alarmPresets
    .filter(({ unmanagedOnly }) => !(managed && unmanagedOnly === true))
    .map(preset => {
      const watch = preset.watches.find(one => one.metrics.every(metric => metrics.has(metric)))
      const lacking = (preset.watches[0]?.metrics ?? []).filter(metric => !metrics.has(metric))
      return watch === undefined ? { preset, lacking } : { preset, watch, lacking: [] }
    })

/** The tag of an alarm that was made of a preset: its id. */
export const presetTag = 'mangru:preset'

export const presetAlarmName = (preset: AlarmPreset, cluster: string, language: Language): string =>
  `${cluster}: ${preset.title[language]}`

export interface PresetTelling {
  readonly language: Language
  /** ARNs that are told of ALARM and of OK; absent: nobody is. */
  readonly actions?: readonly string[]
}

/** PutMetricAlarm's input. */
export function presetAlarmInput(
  preset: AlarmPreset,
  watch: PresetWatch,
  cluster: string,
  { language, actions = [] }: PresetTelling,
): Readonly<Record<string, unknown>> {
  return {
    AlarmName: presetAlarmName(preset, cluster, language),
    AlarmDescription: preset.why[language],
    ...watched(watch, cluster, language),
    EvaluationPeriods: watch.periods,
    DatapointsToAlarm: watch.toAlarm,
    Threshold: watch.threshold,
    ComparisonOperator: watch.comparison,
    TreatMissingData: watch.missing,
    ...(actions.length === 0 ? {} : { AlarmActions: actions, OKActions: actions }),
  }
}

const namespace = 'ContainerInsights'

function watched(
  { metrics, each, statistic, period }: PresetWatch,
  cluster: string,
  language: Language,
): Readonly<Record<string, unknown>> {
  const [metric, ...more] = metrics
  const dimensions = [{ Name: 'ClusterName', Value: cluster }]
  if (each.length > 0)
    return {
      Metrics: [
        {
          ...{ Id: 'each', Expression: grouped(metric, each, statistic, cluster), Period: period },
          Label: eachSaid(metric, each, statistic)[language],
        },
      ],
    }
  if (more.length === 0)
    return { Namespace: namespace, MetricName: metric, Dimensions: dimensions, Statistic: statistic, Period: period }
  const lines = metrics.map((name, at) => ({
    Id: `m${at + 1}`,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensions },
      ...{ Period: period, Stat: statistic },
    },
    ReturnData: false,
  }))
  const most = `MAX([${lines.map(({ Id }) => Id).join(', ')}])`
  const label = { en: `the greatest of ${metrics.join(', ')}`, ko: `${metrics.join(', ')} 중 가장 큰 값` }
  return { Metrics: [...lines, { Id: 'most', Expression: most, Label: label[language] }] }
}

const statistics = {
  Maximum: { en: 'maximum', ko: '최댓값' },
  Minimum: { en: 'minimum', ko: '최솟값' },
  Sum: { en: 'sum', ko: '합계' },
} as const

/** A query is no sentence: what it asks for, in words. */
function eachSaid(metric: string, each: readonly string[], statistic: PresetWatch['statistic']): Words {
  const { en, ko } = statistics[statistic]
  const service = each.includes('Service')
  return {
    en: `${en} of ${metric} for each ${service ? 'service' : 'workload'}`,
    ko: `${service ? '서비스' : '워크로드'}별 ${metric} ${ko}`,
  }
}

const functions = { Maximum: 'MAX', Minimum: 'MIN', Sum: 'SUM' } as const

/** A Metrics Insights query with a series for each combination. */
function grouped(
  metric: string,
  each: readonly string[],
  statistic: PresetWatch['statistic'],
  cluster: string,
): string {
  const schema = [namespace, 'ClusterName', ...each].join(', ')
  const name = cluster.replaceAll("'", "''")
  return `SELECT ${functions[statistic]}(${metric}) FROM SCHEMA(${schema}) WHERE ClusterName = '${name}' GROUP BY ${each.join(', ')}`
}
