import { expect, test } from 'vitest'
import {
  draftOfMute,
  type MuteDraft,
  mostMutedAlarms,
  muteName,
  muteTroubles,
  muteUntil,
  newMute,
  ruleOf,
} from './draft.ts'

const now = Date.parse('2026-11-21T03:12:30Z')
const good: MuteDraft = { ...newMute(now, 'Asia/Seoul', ['errors']), name: 'night' }
const names = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)

test.each<[string, Partial<MuteDraft>, readonly string[]]>([
  ['once', {}, []],
  ['on days', { kind: 'weekly', days: [1, 5] }, []],
  ['by cron', { kind: 'cron' }, []],
  ['no name, no alarms', { name: ' ', alarms: [] }, ['name', 'alarms']],
  [`${mostMutedAlarms} alarms`, { alarms: names(mostMutedAlarms) }, []],
  ['one more', { alarms: names(mostMutedAlarms + 1) }, ['alarms']],
  ['no length', { hours: '0', minutes: '' }, ['length']],
  ['15 days', { hours: '360', minutes: '' }, []],
  ['and a minute', { hours: '360', minutes: '1' }, ['length']],
  ['words for a length', { hours: 'two' }, ['length']],
  ['no beginning', { begin: '' }, ['begin']],
  ['no time', { kind: 'weekly', time: '24:00' }, ['time']],
  ['no cron', { kind: 'cron', cron: '0 25 * * *' }, ['cron']],
  ['no zone', { timezone: 'Mars/Olympus' }, ['timezone']],
])('%s', (_story, part, troubles) => {
  expect(muteTroubles({ ...good, ...part })).toEqual(troubles)
})

test.each([
  ['once', 'at(2026-11-21T10:00)', 'PT90M', 'once', 'PT1H30M'],
  ['every day', 'cron(30 2 * * *)', 'PT2H', 'weekly', 'PT2H'],
  ['on days', 'cron(0 2 * * 1,5)', 'P1D', 'weekly', 'P1D'],
  ['on days with names', 'cron(0 2 * * MON-FRI)', 'PT1M', 'cron', 'PT1M'],
  ['in months', 'cron(0 2 1 1 *)', 'PT1H', 'cron', 'PT1H'],
])('what is edited comes back: %s', (_story, expression, duration, kind, printed) => {
  const rule = {
    name: 'n',
    description: 'why',
    expression,
    duration,
    timezone: 'UTC',
    alarms: ['a'],
    start: 5,
    expire: 9,
  }
  const draft = draftOfMute(rule, now)
  expect(draft.kind).toBe(kind)
  expect(ruleOf(draft)).toEqual({ ...rule, duration: printed })
})

test('days in any order, and all seven', () => {
  expect(ruleOf({ ...good, kind: 'weekly', days: [5, 1], time: '09:05' }).expression).toBe('cron(5 9 * * 1,5)')
  expect(ruleOf({ ...good, kind: 'weekly', days: [0, 1, 2, 3, 4, 5, 6] }).expression).toBe('cron(0 2 * * *)')
})

test('muting until a time begins with this minute, and its last minute is whole', () => {
  expect(muteUntil(['my errors/prod'], now + 3_600_000, now, 'Asia/Seoul')).toEqual({
    name: 'mute-my-errors-prod-202611211212',
    expression: 'at(2026-11-21T12:12)',
    duration: 'PT1H1M',
    timezone: 'Asia/Seoul',
    alarms: ['my errors/prod'],
  })
  expect(muteUntil(['a'], now + 1e12, now, 'UTC')?.duration).toBe('P15D')
  expect(muteUntil(['a'], now, now, 'Mars/Olympus')).toBeUndefined()
  expect(muteName('x'.repeat(300), '2026').length).toBeLessThanOrEqual(255)
})
