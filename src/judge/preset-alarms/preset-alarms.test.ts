import { describe, expect, test } from 'vitest'
import { readMetricAlarm } from '../alarms/index.ts'
import { alarmPresets, offeredAlarms, presetAlarmInput, presetAlarmName } from './index.ts'

const every = new Set(alarmPresets.flatMap(({ watches }) => watches.flatMap(({ metrics }) => metrics)))
const classic = new Set([
  ...['cluster_failed_node_count', 'node_cpu_utilization', 'node_memory_utilization', 'node_filesystem_utilization'],
  ...[
    'pod_cpu_utilization_over_pod_limit',
    'pod_memory_utilization_over_pod_limit',
    'pod_number_of_container_restarts',
  ],
])
const ids = (question: Parameters<typeof offeredAlarms>[0]) =>
  offeredAlarms(question).flatMap(({ preset, watch }) => (watch === undefined ? [] : [preset.id]))

describe('what is offered', () => {
  test('all of it where everything is stored and nobody else runs the control plane', () => {
    expect(ids({ managed: false, metrics: every })).toEqual(alarmPresets.map(({ id }) => id))
  })

  test('of a managed control plane nothing that it hides, stored or not', () => {
    expect(ids({ managed: true, metrics: every })).not.toContain('api-server-errors')
    expect(offeredAlarms({ managed: true, metrics: new Set() }).map(({ preset }) => preset.id)).not.toContain(
      'api-server-errors',
    )
  })

  test('of a classic agent what it tells, with restarts in place of crash loops', () => {
    const offered = offeredAlarms({ managed: true, metrics: classic })
    const watched = new Map(offered.map(({ preset, watch }) => [preset.id, watch?.metrics[0]]))
    expect(watched.get('crash-loop')).toBe('pod_number_of_container_restarts')
    expect(watched.get('node-failed')).toBe('cluster_failed_node_count')
    expect(offered.find(({ preset }) => preset.id === 'pending')?.lacking).toEqual(['pod_status_pending'])
  })

  test('of nothing stored nothing, with what lacks', () => {
    expect(ids({ managed: false, metrics: new Set() })).toEqual([])
    for (const { lacking } of offeredAlarms({ managed: false, metrics: new Set() })) expect(lacking).not.toEqual([])
  })
})

describe('each alarm', () => {
  const all = alarmPresets.flatMap(preset => preset.watches.map(watch => ({ preset, watch })))

  test.each(all)('$preset.id on $watch.metrics.0 is one that PutMetricAlarm takes', ({ preset, watch }) => {
    for (const language of ['en', 'ko'] as const)
      for (const cluster of ['demo', "o'hara"]) {
        const input = presetAlarmInput(preset, watch, cluster, {
          language,
          actions: ['arn:aws:sns:us-east-1:000000000000:ops'],
        })
        const read = readMetricAlarm(input, name => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`)
        expect(read).toMatchObject({ ok: true, value: { alarm: { name: presetAlarmName(preset, cluster, language) } } })
      }
  })

  test('has a name of its own, in both languages', () => {
    for (const language of ['en', 'ko'] as const) {
      const names = alarmPresets.map(preset => presetAlarmName(preset, 'c', language))
      expect(new Set(names).size).toBe(alarmPresets.length)
    }
    expect(new Set(alarmPresets.map(({ id }) => id)).size).toBe(alarmPresets.length)
  })

  test.each([
    ['node-cpu', 'node_cpu_utilization', []],
    ['node-memory', 'node_memory_utilization', []],
    ['node-disk', 'node_filesystem_utilization', []],
    ['pod-cpu', 'pod_cpu_utilization_over_pod_limit', ['Namespace', 'Service']],
    ['pod-memory', 'pod_memory_utilization_over_pod_limit', ['Namespace', 'Service']],
  ])('%s is what AWS recommends: Maximum of a minute above 80, five of five', (id, metric, each) => {
    const preset = alarmPresets.find(one => one.id === id)
    expect(preset?.watches[0]).toEqual({
      ...{ metrics: [metric], each, statistic: 'Maximum', period: 60, periods: 5, toAlarm: 5 },
      ...{ comparison: 'GreaterThanThreshold', threshold: 80, missing: 'missing' },
    })
  })

  test('of restarts and their like is quiet where nothing is counted', () => {
    for (const { watch } of all)
      if (
        !watch.metrics[0].startsWith('node_') &&
        !watch.metrics[0].includes('over_pod_limit') &&
        watch.metrics[0] !== 'cluster_failed_node_count'
      )
        expect(watch.missing).toBe('notBreaching')
  })

  test('tells whom it was told to tell, and nobody else', () => {
    const [{ preset, watch }] = all as [(typeof all)[0]]
    expect(presetAlarmInput(preset, watch, 'c', { language: 'en' })).not.toHaveProperty('AlarmActions')
    expect(presetAlarmInput(preset, watch, 'c', { language: 'en', actions: ['arn:x'] })).toMatchObject({
      AlarmActions: ['arn:x'],
      OKActions: ['arn:x'],
    })
  })
})
