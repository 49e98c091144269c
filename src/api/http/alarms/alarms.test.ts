import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AlarmDesk, AlarmView } from '../../../judge/alarm-desk/index.ts'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

const noon = instant(Date.UTC(2026, 0, 20, 12))
const view = (over: Partial<AlarmView> = {}): AlarmView => ({
  ...{ name: 'a', arn: 'arn:a', kind: 'metric', input: { AlarmName: 'a' }, description: '', actionsEnabled: true },
  ...{ createdAt: noon, changedAt: noon, state: 'OK', reason: 'fine', reasonData: '{"n":1}', updatedAt: noon },
  ...{ transitionedAt: noon, evaluatedAt: noon, evaluationState: null, mutedBy: [], suppressedBy: null },
  ...{ suppressedReason: null, value: 1, recent: [{ at: noon, value: 1 }] },
  ...over,
})
const unavailable = err({
  code: 'unavailable' as const,
  message: 'no disk',
  cause: { code: 'unavailable' as const, message: 'no disk' },
})
const missing = err({ code: 'missing' as const, name: 'x' })

type Heard = [string, ...unknown[]]
let heard: Heard[]
let world: TestWorld
/** What the desk says when it is asked for something by this name; a test sets what it needs. */
let says: Partial<{ [Name in keyof AlarmDesk]: (...words: Parameters<AlarmDesk[Name]>) => unknown }>
const desk = new Proxy({} as AlarmDesk, {
  get:
    (_desk, name: keyof AlarmDesk) =>
    async (...words: never[]) => {
      heard.push([name, ...words])
      return (says[name] as (...words: never[]) => unknown)?.(...words)
    },
})
const deliveries = async (alarm: string, limit: number) => {
  heard.push(['deliveries', alarm, limit])
  return ok([])
}

beforeEach(async () => {
  heard = []
  says = {}
  world = await testWorld({ alarms: { desk, deliveries } })
})
afterEach(() => world.close())

const alarm = { AlarmName: 'a', Period: 60 }

describe('reading', () => {
  test('lists, narrowed, with all states counted', async () => {
    says = {
      list: () => ok({ alarms: [view()], next: 'a' }),
      counts: () => ok({ OK: 3, ALARM: 1, INSUFFICIENT_DATA: 2 }),
    }
    const { status, body } = await world.json('GET', '/api/alarms?state=OK&kind=metric&contains=x&after=b&limit=1')
    expect(heard[0]).toEqual(['list', { state: 'OK', kinds: ['metric'], contains: 'x', after: 'b', limit: 1 }])
    expect(status).toBe(200)
    expect(body).toMatchObject({ counts: { ALARM: 1 }, total: 6, next: 'a' })
    expect(body.alarms).toEqual([
      {
        ...{ name: 'a', arn: 'arn:a', kind: 'metric', description: '', state: 'OK', reason: 'fine', since: noon },
        ...{ updatedAt: noon, evaluatedAt: noon, actionsEnabled: true, mutedBy: [], suppressedBy: null },
        ...{ evaluationState: null, input: { AlarmName: 'a' }, value: 1, recent: [{ at: noon, value: 1 }] },
      },
    ])
  })

  test('one in full, with what became of its actions', async () => {
    const parts = { tags: { a: 'b' }, evaluated: [], contributors: [], children: [], parents: [] }
    says = { detail: name => ok(name === 'a' ? { alarm: view(), ...parts } : undefined) }
    const { body } = await world.json('GET', '/api/alarms/alarm?name=a')
    expect(body).toMatchObject({
      alarm: { name: 'a' },
      createdAt: noon,
      reasonData: { n: 1 },
      deliveries: [],
      ...parts,
    })
    expect(heard.at(-1)).toEqual(['deliveries', 'a', limits.alarmDeliveriesShown])
    expect(await world.json('GET', '/api/alarms/alarm?name=b')).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found', message: 'There is no alarm b.' } },
    })
  })

  test('reason data that a person wrote need not be JSON', async () => {
    const parts = { tags: {}, evaluated: [], contributors: [], children: [], parents: [] }
    says = { detail: () => ok({ alarm: view({ reasonData: '{' }), ...parts }) }
    expect((await world.json('GET', '/api/alarms/alarm?name=a')).body.reasonData).toBe(null)
  })

  test('history, page by page', async () => {
    const item = (id: number) => ({
      ...{ id, at: instant(noon - id), alarm: 'a', kind: 'metric' as const, type: 'StateUpdate' },
      ...{ summary: 's', data: '{"version":"1.0"}' },
    })
    says = { history: ({ limit }) => ok([1, 2, 3].slice(0, limit).map(item)) }
    const { body } = await world.json('GET', '/api/alarms/history?name=a&type=StateUpdate&from=1&to=5&limit=2')
    expect(body.items).toHaveLength(2)
    expect(body.items[0]).toEqual({
      ...{ at: noon - 1, alarm: 'a', kind: 'metric', type: 'StateUpdate', summary: 's', data: { version: '1.0' } },
    })
    expect(body.next).toBe(`${noon - 2}-2`)
    await world.json('GET', `/api/alarms/history?after=${body.next}`)
    expect(heard.at(-1)).toEqual(['history', { limit: 51, after: { at: noon - 2, id: 2 } }])
    expect((await world.json('GET', '/api/alarms/history?after=x')).status).toBe(400)
  })

  test('what it watches', async () => {
    const series = { periodMs: 60_000, unit: null, threshold: 1, series: [], states: [] }
    says = { series: name => ok(name === 'a' ? series : undefined) }
    expect((await world.json('GET', '/api/alarms/series?name=a&from=1&to=2')).body).toEqual(series)
    expect((await world.json('GET', '/api/alarms/series?name=b&from=1&to=2')).status).toBe(404)
    expect((await world.json('GET', '/api/alarms/series?name=a&from=2&to=2')).status).toBe(400)
  })
})

describe('changing', () => {
  test('puts, without what is null, with tags', async () => {
    says = { put: () => ok(view()) }
    const Tags = [{ Key: 'team', Value: 'shop' }]
    const { status, body } = await world.json('PUT', '/api/alarms/alarm', { alarm: { ...alarm, Unit: null, Tags } })
    expect([status, body.name]).toEqual([200, 'a'])
    expect(heard).toEqual([['put', alarm, { team: 'shop' }]])
  })

  test.each<[string, object, number, object]>([
    [
      'in the words of PutMetricAlarm',
      { code: 'ValidationError', message: 'Threshold must not be null' },
      400,
      { code: 'invalid-request', message: 'Threshold must not be null', at: { field: 'alarm' } },
    ],
    ['too many', { code: 'LimitExceeded', message: 'many' }, 422, { code: 'over-limit', message: 'many' }],
  ])('is refused %s', async (_story, error, status, told) => {
    says = { put: () => err(error) }
    expect(await world.json('PUT', '/api/alarms/alarm', { alarm })).toMatchObject({ status, body: { error: told } })
  })

  test.each([
    ['no ARN', { ...alarm, OKActions: ['me'] }, 'Invalid arn syntax: me'],
    ['tags that are none', { ...alarm, Tags: ['a'] }, 'Tags must be a list'],
    ['a tag of AWS', { ...alarm, Tags: [{ Key: 'AWS:a', Value: '' }] }, 'Tags must be a list'],
    ['no alarm', 7, 'expected record'],
  ])('%s does not reach the desk', async (_story, wrong, said) => {
    const { status, body } = await world.json('PUT', '/api/alarms/alarm', { alarm: wrong })
    expect(status).toBe(400)
    expect(body.error.message).toContain(said)
    expect(heard).toEqual([])
  })

  test('deletes', async () => {
    says = { remove: ([name]) => ok(name === 'a' ? ['a'] : []) }
    expect((await world.json('DELETE', '/api/alarms/alarm?name=a')).status).toBe(204)
    expect((await world.json('DELETE', '/api/alarms/alarm?name=b')).status).toBe(404)
  })

  test('states and actions by hand', async () => {
    says = {
      setState: name => (name === 'a' ? ok(view({ state: 'ALARM' })) : missing),
      setActions: () => ok(undefined),
    }
    const set = { state: 'ALARM', reason: 'a drill' }
    expect((await world.json('POST', '/api/alarms/state', { name: 'a', ...set })).body.state).toBe('ALARM')
    expect(heard.at(-1)).toEqual(['setState', 'a', 'ALARM', 'a drill', ''])
    expect((await world.json('POST', '/api/alarms/state', { name: 'b', ...set })).status).toBe(404)
    expect((await world.json('POST', '/api/alarms/state', { name: 'a', state: 'FINE', reason: '' })).status).toBe(400)
    const off = (names: readonly string[]) => world.json('POST', '/api/alarms/actions', { names, enabled: false })
    expect((await off(['a', 'a'])).status).toBe(204)
    expect(heard.at(-1)).toEqual(['setActions', ['a'], false])
    const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)
    expect((await off(many(limits.alarmsPerCall))).status).toBe(204)
    expect((await off(many(limits.alarmsPerCall + 1))).status).toBe(400)
  })

  test('trouble is told as such', async () => {
    says = { list: () => unavailable, counts: () => unavailable }
    expect(await world.json('GET', '/api/alarms')).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable', message: 'no disk' } },
    })
  })
})

describe('rehearsals', () => {
  const rehearsal = { finalState: 'OK', evaluations: 1, transitions: [], pages: 0, longest: 0, byHour: [] }
  const asked = { alarm, initialState: 'OK', from: 1, to: 61 }

  test('go to the desk as they are', async () => {
    says = { rehearse: () => ok(rehearsal) }
    const { status, body } = await world.json('POST', '/api/alarms/rehearse', asked)
    expect([status, body]).toEqual([200, rehearsal])
    expect(heard[0]?.slice(0, 2)).toEqual(['rehearse', asked])
  })

  test('are refused in the words of PutMetricAlarm', async () => {
    says = { rehearse: () => err({ code: 'ValidationError', message: 'Period must be 10', at: 'alarm' }) }
    expect(await world.json('POST', '/api/alarms/rehearse', asked)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid-request', message: 'Period must be 10', at: { field: 'alarm' } } },
    })
  })

  test('a composite without children comes with those that are there, down to the last', async () => {
    const stored: Readonly<Record<string, object>> = {
      mid: { AlarmName: 'mid', AlarmRule: 'ALARM(low) OR ALARM(mid)' },
      low: { AlarmName: 'low' },
      quiet: { AlarmName: 'quiet' },
    }
    says = {
      rehearse: () => ok(rehearsal),
      find: name => ok(stored[name] === undefined ? undefined : view({ input: { ...stored[name] } })),
    }
    const top = {
      ...{ AlarmName: 'top', AlarmRule: 'ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:mid") OR ALARM(gone)' },
      ...{ ActionsSuppressor: 'quiet', ActionsSuppressorWaitPeriod: 1, ActionsSuppressorExtensionPeriod: 1 },
    }
    await world.json('POST', '/api/alarms/rehearse', { ...asked, alarm: top })
    expect(heard.at(-1)?.[1]).toMatchObject({ children: [stored.mid, stored.quiet, stored.low] })
    // Those that are given are all there are.
    heard = []
    await world.json('POST', '/api/alarms/rehearse', { ...asked, alarm: top, children: [stored.low] })
    expect(heard.map(([name]) => name)).toEqual(['rehearse'])
    expect(heard[0]?.[1]).toMatchObject({ children: [stored.low] })
  })

  test('suggestions', async () => {
    const one = { threshold: 5, periods: 3, toAlarm: 2, pagesPerWeek: 1, longest: 60 }
    says = { suggest: () => ok([{ ...one, pages: 1, delay: 120 }]) }
    const { body } = await world.json('POST', '/api/alarms/suggest', { ...asked, pagesPerWeek: 1 })
    expect(body).toEqual({ suggestions: [one] })
    says = { suggest: () => err({ code: 'ValidationError', message: 'too few', at: 'pagesPerWeek' }) }
    expect((await world.json('POST', '/api/alarms/suggest', asked)).body.error.at).toEqual({ field: 'pagesPerWeek' })
  })
})

describe('mute rules', () => {
  const rule = { name: 'm', expression: 'cron(0 2 * * *)', duration: 'PT1H', timezone: 'Asia/Seoul', alarms: ['a'] }
  const stored = { ...rule, description: '', start: null, expire: null, changedAt: noon, status: 'ACTIVE' as const }

  test('are put, listed, removed', async () => {
    says = {
      putMute: given => ok({ ...stored, ...given, alarms: [...given.alarms] }),
      mutes: () => ok([stored]),
      removeMute: name => (name === 'm' ? ok(undefined) : missing),
    }
    const put = await world.json('PUT', '/api/alarms/mutes', {
      ...rule,
      alarms: ['a', 'a'],
      expire: noon,
      description: 'why',
    })
    expect(put.body).toEqual({ ...rule, description: 'why', expire: noon, status: 'ACTIVE', changedAt: noon })
    expect(heard[0]).toEqual(['putMute', { ...rule, description: 'why', start: null, expire: noon }, {}])
    expect((await world.json('GET', '/api/alarms/mutes')).body).toEqual({
      rules: [{ ...rule, status: 'ACTIVE', changedAt: noon }],
    })
    expect((await world.json('DELETE', '/api/alarms/mutes?name=m')).status).toBe(204)
    expect((await world.json('DELETE', '/api/alarms/mutes?name=n')).status).toBe(404)
  })

  test.each<[object, string]>([
    [{ start: 2, expire: 2 }, 'expire'],
    [{ alarms: Array(limits.muteTargets + 1).fill('a') }, 'alarms'],
    [{ name: '' }, 'name'],
  ])('%o is wrong', async (over, field) => {
    expect(await world.json('PUT', '/api/alarms/mutes', { ...rule, ...over })).toMatchObject({
      status: 400,
      body: { error: { at: { field } } },
    })
  })

  test('the desk says what is wrong with its times', async () => {
    says = { putMute: () => err({ code: 'ValidationError', message: 'The duration x is not valid.' }) }
    expect((await world.json('PUT', '/api/alarms/mutes', rule)).body.error.at).toEqual({ field: 'duration' })
  })
})

test('readers look and rehearse, operators change; without a desk there is nothing', async () => {
  const strict = await testWorld({ alarms: { desk }, mode: 'required' })
  says = {
    list: () => ok({ alarms: [] }),
    counts: () => ok({ OK: 0, ALARM: 0, INSUFFICIENT_DATA: 0 }),
    rehearse: () => ok({}),
    put: () => ok(view()),
  }
  const [reader, writer, operator] = [
    await strict.token('reader'),
    await strict.token('writer'),
    await strict.token('operator'),
  ]
  expect((await strict.json('GET', '/api/alarms', undefined, reader)).status).toBe(200)
  expect((await strict.json('POST', '/api/alarms/rehearse', { alarm }, reader)).status).toBe(200)
  for (const [method, path, body] of [
    ['PUT', '/api/alarms/alarm', { alarm }],
    ['DELETE', '/api/alarms/alarm?name=a', undefined],
    ['POST', '/api/alarms/state', {}],
    ['POST', '/api/alarms/actions', {}],
    ['PUT', '/api/alarms/mutes', {}],
    ['DELETE', '/api/alarms/mutes?name=a', undefined],
  ] as const)
    for (const role of [reader, writer]) expect((await strict.json(method, path, body, role)).status).toBe(403)
  expect((await strict.json('PUT', '/api/alarms/alarm', { alarm }, operator)).status).toBe(200)
  expect((await strict.json('GET', '/api/alarms')).status).toBe(401)
  expect((await strict.json('GET', '/api/session', undefined, reader)).body.features).toContain('alarms')
  await strict.close()
  const bare = await testWorld()
  expect((await bare.json('GET', '/api/alarms')).status).toBe(404)
  expect((await bare.json('GET', '/api/session')).body.features).not.toContain('alarms')
  await bare.close()
})
