/** Pages that repeat what the program knows, compared with the program. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isWay } from '../src/act/index.ts'
import { createLogsService, type LogsPorts } from '../src/api/cloudwatch/logs/index.ts'
import { createMonitoringService } from '../src/api/cloudwatch/monitoring/index.ts'
import { createSnsService } from '../src/api/cloudwatch/sns/index.ts'
import { metricsCommands } from '../src/cli/commands/metrics.ts'
import { deciders } from '../src/cli/decide/index.ts'
import { cloudWatchPrices } from '../src/judge/costs/index.ts'
import { limits } from '../src/limits.ts'
import { presets } from '../src/model/dashboard/presets/index.ts'
import { selfMetrics } from '../src/model/index.ts'
import { aggregateFunctions, checkInsights, commands, scalarFunctions } from '../src/query/insights/language/index.ts'
import { sketchError } from '../src/store/metrics/index.ts'
import { pageLimits } from '../web/limits.ts'

const page = (name: string) => readFileSync(join(import.meta.dirname, '..', 'docs', name), 'utf8')

test('docs/cloudwatch-logs.md lists the operations that are answered, and no others', () => {
  // Operations are only listed here, not run: any ports will do, and all of them are there.
  const ports: LogsPorts = new Proxy({} as LogsPorts, { get: () => ({}) })
  const answered = [...createLogsService(ports).operations.keys()]
  const table =
    page('cloudwatch-logs.md')
      .match(/^\|.*\|$/gm)
      ?.join('\n') ?? ''
  expect(table.match(/\b[A-Z][a-z]+[A-Z]\w+/g)?.sort()).toEqual(answered.sort())
})

test('docs/cloudwatch-logs.md tells the limits of a PutLogEvents', () => {
  const number = (value: number) => value.toLocaleString('en-US')
  const text = page('cloudwatch-logs.md').replace(/\s+/g, ' ')
  expect(text).toContain(
    `${number(limits.putLogEventsCount)} events and ${number(limits.putLogEventsBytes)} bytes (${limits.logEventOverhead} are added`,
  )
  expect(text).toContain(
    `${limits.logEventAge / 86_400_000} days, no later than ${limits.logEventLead / 3_600_000} hours ahead, within ${limits.putLogEventsSpan / 3_600_000} hours`,
  )
})

describe.each(['logs-insights.md', 'logs-insights.ko.md'])('docs/%s', name => {
  const text = page(name)
  const language = name.endsWith('.ko.md') ? 'ko' : 'en'

  test('lists the commands as the editor explains them, and no others', () => {
    const rows = [...text.matchAll(/^\| `(\w+)` \| `(.+?)` \| (.+) \|$/gm)]
    const plain = (cell = '') => cell.replaceAll('\\|', '|')
    expect(rows.map(([, command, shape, doc]) => [command, plain(shape), plain(doc)])).toEqual(
      commands.map(({ name: command, shape, doc }) => [command, shape, doc[language]]),
    )
  })

  test('lists the functions', () => {
    const rows = text.split('\n').filter(line => /^\| [^|]+ \| [a-z]\w+( \w+){2,} \|$/.test(line))
    const listed = rows.flatMap(row => row.split('|')[2]!.trim().split(' '))
    expect(listed.sort()).toEqual([...scalarFunctions, ...aggregateFunctions].map(one => one.name).sort())
  })

  test('its examples are queries', () => {
    const [, block = ''] = /\n## (?:Examples|예)\n\n```\n([\s\S]*?)```/.exec(text) ?? []
    const examples = block.split(/\n\n/).map(example => example.trim())
    expect(examples).toHaveLength(6)
    for (const example of examples) expect(checkInsights(example)).toMatchObject({ ok: true })
    const [, inline = ''] = /`(stats count[^`]+dateceil[^`]+)`/.exec(text) ?? []
    expect(checkInsights(inline)).toMatchObject({ ok: true, value: { notices: [] } })
  })

  test('tells the limits', () => {
    const told = [
      ...[limits.insightsQueryLength, limits.insightsDepth, limits.insightsStats, limits.insightsDefaultRows],
      ...[limits.insightsLimitRows, limits.insightsGroups, limits.insightsHeldEvents, limits.insightsJoinKeys],
      ...[limits.queriesAtOnce, limits.queriesUnderWay, limits.insightsDiscoveredFields],
    ]
    for (const limit of told) expect(text).toMatch(new RegExp(`\\b${limit.toLocaleString('en-US')}(?!,?\\d)`))
    expect(text).toContain(`${limits.insightsHeldBytes / 1_048_576} MiB`)
    expect(text).toMatch(new RegExp(`${limits.insightsStatementTime / 60_000}( minutes|분)`))
  })
})

test.each(['metrics.md', 'metrics.ko.md'])('docs/%s tells its limits and shows commands that are there', name => {
  const text = page(name)
  for (const limit of [limits.pictureMost, limits.widgetMetrics, pageLimits.graphedRows])
    expect(text).toMatch(new RegExp(`(?<!\\d)${limit.toLocaleString('en-US')}(?!,?\\d)`))
  const shown = text.match(/^mangru metrics \w+/gm)?.map(one => one.replace('mangru ', ''))
  expect([...new Set(shown)].sort()).toEqual(metricsCommands.map(one => one.name).sort())
})

test('docs/subscriptions.md and docs/costs.md tell their numbers', () => {
  const subscriptions = page('subscriptions.md').replace(/\s+/g, ' ')
  expect(subscriptions).toContain(
    `A group takes ${limits.subscriptionsPerGroup} subscriptions, and there are ${limits.subscriptions} in all`,
  )
  expect(subscriptions).toContain(
    `for ${limits.deliveryRetryFor / 3_600_000} hours, with pauses of up to ${limits.deliveryPauseMost / 60_000} minutes`,
  )
  expect(page('costs.md')).toContain(cloudWatchPrices('us-east-1')?.asOf ?? 'no prices')
})

test.each(['decide.md', 'decide.ko.md'])('docs/%s names the deciders, and how long a case may be', name => {
  const text = page(name)
  expect(text).toContain(limits.decideCaseLength.toLocaleString('en-US'))
  expect([...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(match => match[1])).toEqual(deciders.map(one => one.name))
})

describe.each(['dashboards.md', 'dashboards.ko.md'])('docs/%s', name => {
  const text = page(name)

  test('lists the boards that come with Mangru, and its own metrics', () => {
    const named = new Set(text.match(/`preset:[a-z-]+`/g)?.map(one => one.slice(1, -1)))
    expect([...named].sort()).toEqual(presets.map(preset => preset.name).sort())
    const [, told = ''] = /`Mangru`(.*?)## /s.exec(text) ?? []
    expect(
      told
        .match(/`[A-Z]\w+`/g)
        ?.map(one => one.slice(1, -1))
        .sort(),
    ).toEqual(Object.keys(selfMetrics).sort())
  })

  test('tells the limits', () => {
    const told = [
      limits.dashboardBytes,
      limits.dashboardWidgets,
      limits.dashboards,
      limits.dashboardPoints,
      limits.dashboardAllMetrics,
    ]
    for (const limit of told) expect(text).toMatch(new RegExp(`\\b${limit.toLocaleString('en-US')}(?!,?\\d)`))
  })

  test('its example records what is read', () => {
    const commands = [...text.matchAll(/^\s*aws \S+ ([a-z-]+).* > /gm)].map(([, command]) => command)
    expect(commands).toEqual([
      ...['describe-log-groups', 'describe-metric-filters', 'describe-query-definitions', 'describe-alarms'],
      ...['list-dashboards', 'get-dashboard'],
    ])
  })
})

describe.each(['alarms.md', 'alarms.ko.md'])('docs/%s', name => {
  const text = page(name)

  test('lists the operations on alarms that are answered, and no others', () => {
    const answered = (alarms: boolean) => [
      ...createMonitoringService({ ...(alarms ? { alarms: {} } : {}) } as never).operations.keys(),
    ]
    const others = new Set(answered(false))
    const table = text.match(/^\| [^|]+ \| [A-Z][a-z]+[A-Z]\w+(, \w+)* \|$/gm)?.join('\n') ?? ''
    expect(table.match(/\b[A-Z][a-z]+[A-Z]\w+/g)?.sort()).toEqual(
      answered(true)
        .filter(operation => !others.has(operation))
        .sort(),
    )
  })

  test('tells the limits', () => {
    for (const limit of [
      ...[
        limits.alarms,
        limits.alarmMuteRules,
        limits.muteTargets,
        limits.rehearsalEvaluations,
        limits.bandLeastPoints,
      ],
      limits.alarmHistoryKept / 86_400_000,
    ])
      expect(text).toMatch(new RegExp(`(?<![\\d,])${limit.toLocaleString('en-US')}(?![\\d,]*\\d)`))
  })
})

test.each(['notifications.md', 'notifications.ko.md'])(
  'docs/%s tells the operations of SNS, ways and numbers',
  name => {
    const text = page(name)
    const ports = new Proxy({} as Parameters<typeof createSnsService>[0], { get: () => ({}) })
    const [, table = ''] = /## (?:The operations of SNS|SNS 작업)\n([\s\S]*)/.exec(text) ?? []
    const rows = table.match(/^\|.*\|$/gm)?.at(-1) ?? ''
    expect(rows.match(/\b[A-Z]\w+/g)?.sort()).toEqual([...createSnsService(ports).operations.keys()].sort())
    const ways = [...text.matchAll(/^\| (`[a-z-]+`(?:, `[a-z-]+`)*) \|/gm)].flatMap(
      row => row[1]?.match(/[a-z-]+/g) ?? [],
    )
    expect(ways.filter(isWay).sort()).toEqual(['email', 'email-json', 'http', 'https', 'pagerduty', 'slack', 'teams'])
    const told = [
      ...[limits.openDeliveries, limits.keptDeliveries, limits.topics, limits.snsMessageBytes, limits.snsSubjectChars],
      ...[limits.notifyGatherPause / 1_000, limits.notifyGatherMost / 1_000, limits.keptDeliveryLife / 86_400_000],
      ...[limits.deliveryRetryFor / 3_600_000, limits.deliveryPauseMost / 60_000, limits.deliveryRefusals],
      limits.confirmationLife / 86_400_000,
    ]
    for (const number of told) expect(text).toMatch(new RegExp(`(?<!\\d,?)${number.toLocaleString('en-US')}(?!,?\\d)`))
  },
)

describe.each(['metrics.md', 'metrics.ko.md'])('docs/%s', name => {
  const text = page(name)

  test('lists the operations on metrics that are answered, and no others', () => {
    const answered = [...createMonitoringService({ metricWriter: {} } as never).operations.keys()]
    const told = [...text.matchAll(/^\| ([A-Z][a-z]+[A-Z]\w+) \|/gm)].map(([, operation]) => operation)
    expect(told.sort()).toEqual(answered.sort())
  })

  test('tells the limits', () => {
    const { samples, fives, hours } = limits.metricDays
    expect(text).toContain(`--metrics-kept 1m=${samples}d,5m=${fives}d,1h=${hours}d`)
    for (const limit of [
      ...[limits.metricData, limits.metricDistributionValues, limits.metricDimensions, limits.metricPage],
      ...[limits.metricStatisticsPoints, limits.metricDataPoints, limits.mathQueries, limits.bandLeastPoints],
      ...[samples, fives, hours, limits.metricLeastDays, sketchError * 100],
    ])
      expect(text).toMatch(new RegExp(`(?<![\\d,])${limit.toLocaleString('en-US')}(?![\\d,]*\\d)`))
  })
})
