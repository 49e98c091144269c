import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type {
  ApiAlarm,
  ApiAlarmDetail,
  ApiAlarmPreset,
  ApiAlarmPresets,
  ApiAlarms,
  ApiMuteRule,
  ApiPresetsMade,
  ApiRehearsal,
} from '../../model/index.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { alarmsCommands } from './alarms.ts'

const now = Date.parse('2026-11-21T03:00:00Z')
const hour = 3_600_000
const input = {
  AlarmName: 'app-errors',
  ...{ Namespace: 'App', MetricName: 'Errors', Statistic: 'Sum', Period: 300, EvaluationPeriods: 3 },
  ...{ DatapointsToAlarm: 2, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
  Dimensions: [{ Name: 'Service', Value: 'pay' }],
  AlarmActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
}
const alarm = (over: Partial<ApiAlarm> = {}): ApiAlarm => ({
  ...{ name: 'app-errors', arn: 'arn:a', kind: 'metric', description: 'wakes people', state: 'ALARM' },
  ...{ reason: 'Threshold Crossed: 1 datapoint', since: now - 2 * hour - 300_000, updatedAt: now, evaluatedAt: now },
  ...{ actionsEnabled: true, mutedBy: [], suppressedBy: null, evaluationState: null, input, value: 4.5, recent: [] },
  ...over,
})
const counts = { OK: 5, ALARM: 1, INSUFFICIENT_DATA: 2 }

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
  readonly body: any
}
type Answer = (asked: Asked) => unknown

/** A server in a function: what it answers is JSON; a `Response` goes as it is. */
async function alarms(words: readonly string[], answer: Answer, changes: Parameters<typeof testWorld>[0] = {}) {
  const asked: Asked[] = []
  const fetch = (async (to: URL, { method, body }: RequestInit) => {
    const one = {
      ...{ method: method ?? 'GET', path: to.pathname, query: Object.fromEntries(to.searchParams) },
      body: typeof body === 'string' ? JSON.parse(body) : undefined,
    }
    asked.push(one)
    const answered = answer(one)
    return answered instanceof Response ? answered : Response.json(answered)
  }) as typeof globalThis.fetch
  const world = testWorld({ fetch, ...changes })
  const code = await run(['alarms', ...words], alarmsCommands, world)
  return { code, out: world.stdout(), err: world.stderr(), asked }
}
const refused = (status: number, message: string) =>
  Response.json({ error: { code: 'invalid-request', message } }, { status })

describe('list', () => {
  const page = (over: Partial<ApiAlarms> = {}): ApiAlarms => ({ alarms: [alarm()], counts, total: 8, ...over })

  test('says state, since when, value against what, and why nobody may be told', async () => {
    const quiet = alarm({
      ...{ name: 'quiet', state: 'INSUFFICIENT_DATA', value: null, since: now - 90_000, actionsEnabled: false },
      ...{ mutedBy: ['backup'], suppressedBy: 'WaitPeriod', kind: 'composite', input: { AlarmRule: 'ALARM(a)' } },
    })
    const { code, out, err } = await alarms(['list'], () => page({ alarms: [alarm(), quiet] }))
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      'STATE    ALARM       SINCE       VALUE  CONDITION                 NOTES',
      'ALARM    app-errors  2 h 5 min     4.5  Sum ≥ 1 in 300 s, 2 of 3',
      'no data  quiet       1 min 30 s         ALARM(a)                  actions off, muted by backup, suppressed (WaitPeriod)',
      '',
    ])
    expect(err).toBe('1 in ALARM · 2 without data · 5 OK\n')
  })

  test('in Korean', async () => {
    const { out, err } = await alarms(['list', '--lang', 'ko'], () => page())
    expect(out).toContain('경보  app-errors  2시간 5분')
    expect(err).toBe('경보 1 · 데이터 부족 2 · 정상 5\n')
  })

  test('narrows, and goes on to the limit', async () => {
    const words = ['list', '--state', 'no-data', '--kind', 'metric', '--contains', 'app', '--limit', '150', '--json']
    const many = (count: number) => Array.from({ length: count }, (_, at) => alarm({ name: `a${at}` }))
    const { out, asked, err } = await alarms(words, ({ query }) =>
      page({ alarms: many(Number(query.limit)), next: 'a99' }),
    )
    const narrowed = { state: 'INSUFFICIENT_DATA', kind: 'metric', contains: 'app' }
    expect(asked.map(({ query }) => query)).toEqual([
      { ...narrowed, limit: '100' },
      { ...narrowed, limit: '50', after: 'a99' },
    ])
    expect(JSON.parse(out)).toHaveLength(150)
    expect(err).toBe('150 of 8 alarms; --limit shows more.\n')
  })

  test('has nothing to say of none', async () => {
    const none = { OK: 0, ALARM: 0, INSUFFICIENT_DATA: 0 }
    const { code, out, err } = await alarms(['list'], () => page({ alarms: [], counts: none, total: 0 }))
    expect([code, out]).toEqual([0, ''])
    expect(err).toContain('put-metric-alarm')
  })
})

const detail: ApiAlarmDetail = {
  alarm: alarm(),
  ...{ createdAt: now, changedAt: now, tags: {}, reasonData: null },
  evaluated: [
    { start: now - 300_000, end: now, value: 4.5, breaching: true },
    { start: now - 600_000, end: now - 300_000, value: null, breaching: null },
  ],
  contributors: [{ id: '1', attributes: { pod: 'web-0' }, state: 'ALARM', reason: 'r', since: now }],
  children: [{ name: 'gone', state: null }],
  parents: [{ name: 'top', state: 'OK' }],
  deliveries: [
    {
      ...{ id: 'd', at: now, alarm: 'app-errors', action: 'arn:ops', state: 'ALARM', way: 'email', to: 'a@b.c' },
      ...{ status: 'failed', attempts: 3, nextTry: null, deliveredAt: null, error: 'no such mailbox' },
    },
  ],
}

describe('show', () => {
  test('tells state, reason, what it saw, and who was told', async () => {
    const { out, asked } = await alarms(['show', 'app-errors'], () => detail)
    expect(asked).toMatchObject([{ path: '/api/alarms/alarm', query: { name: 'app-errors' } }])
    expect(out).toBe(
      [
        'app-errors: ALARM since 2026-11-21 00:55:00Z (2 h 5 min)',
        'wakes people',
        'Why:      Threshold Crossed: 1 datapoint',
        'Watches:  App Errors {Service=pay}, Sum ≥ 1 in 300 s, 2 of 3',
        'Checked:  2026-11-21 03:00:00Z',
        'Tells:    Alarm → arn:aws:sns:us-east-1:000000000000:ops',
        '',
        'Last evaluation, newest first:',
        'PERIOD                        VALUE  VERDICT',
        '2026-11-21 02:55:00Z + 300 s    4.5  breaches',
        '2026-11-21 02:50:00Z + 300 s         not there',
        '',
        'Series:',
        'STATE  SERIES     SINCE',
        'ALARM  pod=web-0  2026-11-21 03:00:00Z',
        '',
        'Stands on:',
        'STATE      ALARM',
        'not there  gone',
        '',
        'Named by:',
        'STATE  ALARM',
        'OK     top',
        '',
        'Told:',
        'AT                    STATE  WAY          NOTES                    TRIES',
        '2026-11-21 03:00:00Z  ALARM  email a@b.c  failed: no such mailbox      3',
        '',
      ].join('\n'),
    )
  })

  test('what strangers wrote moves no cursor', async () => {
    const { out } = await alarms(['show', 'x'], () => ({ ...detail, alarm: alarm({ reason: 'a\u001b[2Jb' }) }))
    expect(out).toContain('a\\x1b[2Jb')
  })

  test('one that is not there is the server’s to say', async () => {
    const { code, err } = await alarms(['show', 'x'], () => refused(404, 'There is no alarm x.'))
    expect([code, err]).toEqual([1, 'The server answers 404: There is no alarm x.\n'])
  })
})

describe('rehearse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mangru-alarms-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const at = now / 1_000 - 3_600
  const rehearsal: ApiRehearsal = {
    ...{ finalState: 'OK', evaluations: 60, pages: 1, longest: 300 },
    transitions: [
      { at, from: 'OK', to: 'ALARM', reason: 'Threshold Crossed: a' },
      { at: at + 300, from: 'ALARM', to: 'OK', reason: 'Threshold Crossed: b' },
    ],
    byHour: Array.from({ length: 24 }, (_, of) => (of === 2 ? 1 : 0)),
  }
  const suggestions = [{ threshold: 5, periods: 3, toAlarm: 2, pagesPerWeek: 1.5, longest: 600 }]
  const server: Answer = ({ path }) =>
    path === '/api/alarms/alarm' ? detail : path === '/api/alarms/suggest' ? { suggestions } : rehearsal

  test('from standard input, over the last week, in words', async () => {
    const { code, out, asked } = await alarms(['rehearse'], server, { input: JSON.stringify(input) })
    expect(code).toBe(0)
    expect(asked).toMatchObject([
      {
        ...{ method: 'POST', path: '/api/alarms/rehearse' },
        body: { alarm: input, from: now / 1_000 - 604_800, to: now / 1_000, initialState: 'OK' },
      },
    ])
    expect(out).toBe(
      [
        'AT                    FROM   TO     REASON',
        '2026-11-21 02:00:00Z  OK     ALARM  Threshold Crossed: a',
        '2026-11-21 02:05:00Z  ALARM  OK     Threshold Crossed: b',
        '',
        '60 evaluations: 1 pages, the longest alarm 5 min; at the end OK.',
        'Pages by hour (UTC): 02h 1',
        '',
      ].join('\n'),
    )
  })

  test('from a file with children, in a range, as JSON', async () => {
    const file = join(folder, 'alarm.json')
    writeFileSync(file, JSON.stringify({ alarm: { AlarmRule: 'ALARM(a)' }, children: [input] }))
    const words = ['rehearse', '--file', file, '--from', '2h', '--to', '2026-11-21T02:30:00Z']
    const { out, asked } = await alarms([...words, '--initial-state', 'alarm', '--json'], server)
    expect(asked[0]?.body).toEqual({
      ...{ alarm: { AlarmRule: 'ALARM(a)' }, children: [input], initialState: 'ALARM' },
      ...{ from: now / 1_000 - 7_200, to: now / 1_000 - 1_800 },
    })
    expect(JSON.parse(out)).toEqual(rehearsal)
  })

  test('one that is there, with suggestions', async () => {
    const { out, asked } = await alarms(['rehearse', 'app-errors', '--pages-per-week', '1.5'], server)
    expect(asked.map(({ path }) => path)).toEqual(['/api/alarms/alarm', '/api/alarms/rehearse', '/api/alarms/suggest'])
    expect(asked[2]?.body).toMatchObject({ alarm: input, pagesPerWeek: 1.5 })
    expect(out).toContain(
      'For about 1.5 pages a week:\nTHRESHOLD  M OF N  PAGES/WEEK  LONGEST\n        5   2 / 3         1.5  10 min\n',
    )
  })

  test.each<[string, string[], string, string]>([
    ['nothing', [], '', 'An alarm is missing'],
    ['no JSON', [], '{', 'This is no alarm'],
    ['a list', [], '[]', 'This is no alarm'],
    ['a file that is not there', ['--file', '/nowhere/x.json'], '', 'there is no file'],
    ['two at once', ['name', '--file', 'x'], '', 'do not go together'],
    ['a wish that is none', ['--pages-per-week', 'x'], '{}', 'is not a number of pages'],
  ])('%s is bad usage', async (_story, words, text, said) => {
    const { code, err } = await alarms(['rehearse', ...words], server, { input: text })
    expect(code).toBe(2)
    expect(err).toContain(said)
  })

  test('what PutMetricAlarm would refuse is refused in its words', async () => {
    const { code, err } = await alarms(['rehearse'], () => refused(400, 'Threshold must not be null'), { input: '{}' })
    expect([code, err]).toEqual([1, 'The server answers 400: Threshold must not be null\n'])
  })
})

describe('mute', () => {
  const answer: Answer = ({ body }) => ({ ...body, status: 'ACTIVE' })
  test.each<[string, string[], Partial<ApiMuteRule>]>([
    [
      'from now',
      ['a', 'b', '--for', '2h', '--timezone', 'Asia/Seoul'],
      { name: 'a 2026-11-21T03:00', expression: 'at(2026-11-21T03:00)', duration: 'PT2H', timezone: 'UTC' },
    ],
    [
      'once, later',
      ['a', '--for', '1d12h30m', '--at', '2026-11-22T02:00', '--timezone', 'Asia/Seoul'],
      {
        name: 'a 2026-11-22T02:00',
        expression: 'at(2026-11-22T02:00)',
        duration: 'P1DT12H30M',
        timezone: 'Asia/Seoul',
      },
    ],
    [
      'again and again',
      ['a', '--for', '15d', '--cron', '0 2 * * SUN', '--rule', 'sundays', '--description', 'backup'],
      { name: 'sundays', expression: 'cron(0 2 * * SUN)', duration: 'P15D', timezone: 'UTC', description: 'backup' },
    ],
  ])('%s', async (_story, words, rule) => {
    const { code, asked, err } = await alarms(['mute', ...words], answer)
    expect(code).toBe(0)
    expect(asked).toMatchObject([{ method: 'PUT', path: '/api/alarms/mutes', body: rule }])
    expect(asked[0]?.body.alarms).toEqual(words[1] === 'b' ? ['a', 'b'] : ['a'])
    expect(err).toContain('is in force')
  })

  test('lists and removes', async () => {
    const rule = { name: 'm', expression: 'cron(0 2 * * *)', duration: 'PT1H', timezone: 'UTC', alarms: ['a', 'b'] }
    const listed = await alarms(['mute', '--list'], () => ({ rules: [{ ...rule, status: 'SCHEDULED' }] }))
    expect(listed.out).toBe(
      'RULE  STATE      WHEN                 LENGTH  ALARMS\nm     scheduled  cron(0 2 * * *) UTC  PT1H    a, b\n',
    )
    const removed = await alarms(['mute', '--remove', 'm'], () => new Response(null, { status: 204 }))
    expect(removed.asked).toMatchObject([{ method: 'DELETE', query: { name: 'm' } }])
    expect(removed.err).toContain('is removed')
  })

  test.each<[string[], string]>([
    [['--for', '2h'], 'NAME is missing'],
    [['a'], '--for is missing'],
    [['a', '--for', '16d'], 'is not a length of time'],
    [['a', '--for', '0m'], 'is not a length of time'],
    [['a', '--for', ''], 'is not a length of time'],
    [['a', '--for', '2h', '--at', '2026-11-22T02:00', '--cron', '0 2 * * *'], 'do not go together'],
    [['a', '--list'], 'one word too many'],
    [['--list', '--remove', 'x'], 'do not go together'],
  ])('%j is bad usage', async (words, said) => {
    const { code, err } = await alarms(['mute', ...words], answer)
    expect(code).toBe(2)
    expect(err).toContain(said)
  })
})

describe('presets', () => {
  const preset = (over: Partial<ApiAlarmPreset>): ApiAlarmPreset => ({
    ...{ id: 'node-cpu', topic: 'nodes', suggested: true, made: null, lacking: [], alarm: input },
    title: { en: 'a node’s CPU is above 80 %', ko: '노드 CPU 80 % 초과' },
    why: { en: 'slow', ko: '느림' },
    rehearsal: {
      ...{ from: now - 7 * 24 * hour, to: now, pages: 2, pagesLastDay: 1, longestMs: 660_000, byHour: [] },
      finalState: 'OK',
    },
    ...over,
  })
  const quiet = { ...preset({}).rehearsal!, pages: 0, longestMs: 0 }
  const found: ApiAlarmPresets = {
    ...{ cluster: 'demo', clusters: ['demo'], managed: true, storedFrom: now - 3 * 24 * hour },
    presets: [
      preset({}),
      preset({ id: 'failed', suggested: false, rehearsal: quiet }),
      preset({ id: 'pending', alarm: null, lacking: ['pod_status_pending'], rehearsal: null }),
      preset({ id: 'node-disk', made: { name: 'demo: disk', state: 'ALARM' } }),
    ],
  }

  test('says what each would have done, and which are made', async () => {
    const { code, out, asked } = await alarms(['presets', '--days', '3'], () => found)
    expect(code).toBe(0)
    expect(asked).toMatchObject([{ path: '/api/alarms/presets', query: { days: '3' } }])
    expect(out.split('\n')).toEqual([
      'Cluster demo, tried on the last 3 d that are stored.',
      'Its control plane is managed: alarms for what that hides are not offered.',
      '',
      'NAME         STATE  WOULD HAVE BEEN                          FIRES WHEN',
      '* node-cpu          2 pages, longest 11 min                  a node’s CPU is above 80 %',
      '  failed            quiet                                    a node’s CPU is above 80 %',
      '  pending           nothing is stored of pod_status_pending  a node’s CPU is above 80 %',
      '  node-disk  ALARM  2 pages, longest 11 min                  a node’s CPU is above 80 %',
      '',
      '"--create all" makes those with *, "--create NAME…" those that are named.',
      '',
    ])
  })

  test('makes those that are named, in the language of the caller, for the first cluster', async () => {
    const made: ApiPresetsMade = {
      ...{ made: ['demo: 노드'], there: ['demo: 있음'], refused: [{ id: 'x', message: 'no' }] },
    }
    const words = [
      'presets',
      '--create',
      'node-cpu',
      'x',
      '--tell',
      'arn:aws:sns:us-east-1:000000000000:ops',
      '--lang',
      'ko',
    ]
    const { code, err, asked } = await alarms(words, ({ method }) => (method === 'POST' ? made : found))
    expect(code).toBe(1)
    expect(asked[1]?.body).toEqual({
      ...{ cluster: 'demo', presets: ['node-cpu', 'x'], language: 'ko' },
      actions: ['arn:aws:sns:us-east-1:000000000000:ops'],
    })
    expect(err).toContain('경보 1개를 만들었습니다.')
    expect(err).toContain('x을(를) 만들지 못함: no')
  })

  test('all that are suggested, of a cluster that is named', async () => {
    const made: ApiPresetsMade = { made: ['a', 'b'], there: [], refused: [] }
    const { code, err, asked } = await alarms(['presets', '--create', 'all', '--cluster', 'prod'], () => made)
    expect(code).toBe(0)
    expect(asked).toMatchObject([{ method: 'POST', body: { cluster: 'prod', presets: 'all', language: 'en' } }])
    expect(err).toBe('2 alarms are made.\n')
  })

  test.each<[string[], string]>([
    [['node-cpu'], 'one word too many'],
    [['--create'], 'all|NAME… is missing'],
    [['--days', '8'], '8'],
  ])('%j is bad usage', async (words, said) => {
    const { code, err } = await alarms(['presets', ...words], () => found)
    expect(code).toBe(2)
    expect(err).toContain(said)
  })

  test('without a cluster there is nothing to offer', async () => {
    const none = { ...found, cluster: null, clusters: [], presets: [] }
    expect((await alarms(['presets'], () => none)).err).toContain('No cluster is known yet')
    expect((await alarms(['presets', '--create', 'all'], () => none)).code).toBe(1)
  })
})

describe('changes', () => {
  test('a state by hand', async () => {
    const { err, asked } = await alarms(['set-state', 'app-errors', 'alarm', '--reason', 'a drill'], () => alarm())
    expect(asked).toMatchObject([
      { path: '/api/alarms/state', body: { name: 'app-errors', state: 'ALARM', reason: 'a drill' } },
    ])
    expect(err).toContain('app-errors is ALARM now')
    expect((await alarms(['set-state', 'a', 'fine'], () => alarm())).code).toBe(2)
  })

  test.each([
    ['enable', true],
    ['disable', false],
  ])('%s actions', async (word, enabled) => {
    const { code, asked } = await alarms([word, 'a', 'b'], () => new Response(null, { status: 204 }))
    expect(code).toBe(0)
    expect(asked).toMatchObject([{ path: '/api/alarms/actions', body: { names: ['a', 'b'], enabled } }])
    expect((await alarms([word], () => null)).code).toBe(2)
  })
})
