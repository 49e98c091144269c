import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { days, instant, minus, ok } from '../../model/index.ts'
import { steppedClock } from '../../store/logs/stepped-clock.ts'
import { type LogGroup, openSqlite, type Settings } from '../../store/settings/index.ts'
import type { Source } from '../insights/index.ts'
import { groupsOfSource, insightsWorld } from './world.ts'

let settings: Settings
const clock = steppedClock()
beforeEach(async () => {
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
})
afterEach(() => settings.close())

const make = async (name: string, over: { class?: LogGroup['class']; tags?: Record<string, string> } = {}) => {
  const made = await settings.logs.create({
    ...{ name, createdAt: clock.now(), class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} },
    ...over,
  })
  if (!made.ok) throw new Error(made.error.code)
  return made.value
}
const world = () =>
  insightsWorld({
    ...{ settings: settings.logs, lookups: settings.queries.lookups, clock },
    ...{ account: '000000000000', region: 'eu-west-3' },
  })
const span = { from: 0, to: 0 }
type Chosen = Extract<Source, { kind: 'chosen' }>
const chosen = (over: Partial<Chosen>): Source => ({
  ...{ kind: 'chosen', span, prefixes: [], accounts: [], classes: [], dataSources: [], tags: [] },
  ...over,
})
const namesOf = async (source: Source) => {
  const found = await world().groups(source)
  return found.ok
    ? found.value.map(({ name }) => name)
    : 'message' in found.error
      ? found.error.message
      : found.error.code
}

describe('groups by SOURCE', () => {
  beforeEach(async () => {
    await make('/app/a', { tags: { team: 'shop', tier: 'gold' } })
    await make('/app/b', { class: 'INFREQUENT_ACCESS', tags: { team: 'pay' } })
    await make('/sys')
  })

  test.each<[string, Source, readonly string[] | string]>([
    ['all', chosen({}), ['/app/a', '/app/b', '/sys']],
    ['a prefix', chosen({ prefixes: ['/app'] }), ['/app/a', '/app/b']],
    ['prefixes that overlap', chosen({ prefixes: ['/app/b', '/app', '/sys'] }), ['/app/b', '/app/a', '/sys']],
    ['a class', chosen({ classes: ['STANDARD'] }), ['/app/a', '/sys']],
    ['our account', chosen({ accounts: ['000000000000'], prefixes: ['/s'] }), ['/sys']],
    ['another account', chosen({ accounts: ['123456789012'] }), []],
    ['a data source', chosen({ dataSources: ['x'] }), []],
    ['a tag', chosen({ tags: [{ key: 'team', values: ['sh*'] }] }), ['/app/a']],
    [
      'tags together',
      chosen({
        tags: [
          { key: 'team', values: ['!shop'] },
          { key: 'tier', values: [] },
        ],
      }),
      [],
    ],
    [
      'names, each once',
      { kind: 'named', span, groups: ['/sys', '/app/a', '/sys'].map(name => ({ name, from: null, to: null })) },
      ['/sys', '/app/a'],
    ],
    [
      'a name that is not there',
      { kind: 'named', span, groups: [{ name: '/x', from: null, to: null }] },
      'There is no log group /x.',
    ],
  ])('%s', async (_story, source, expected) => {
    expect(await namesOf(source)).toEqual(expected)
  })

  test('what has expired is not asked', async () => {
    await settings.logs.patch('/sys', { retentionDays: 7 })
    const found = await world().groups(chosen({ prefixes: ['/sys', '/app/a'] }))
    expect(found.ok && found.value.map(({ notBefore }) => notBefore)).toEqual([minus(clock.now(), days(7)), 0])
  })
})

test.each([
  [limits.sourceGroups, true],
  [limits.sourceGroups + 1, false],
])('SOURCE may choose %i groups: %s (sourceGroups)', async (count, fits) => {
  const group = (n: number): LogGroup => ({
    ...{ id: n, name: String(n).padStart(6, '0'), createdAt: instant(0), class: 'STANDARD', retentionDays: null },
    ...{ deletionProtection: false, kmsKeyId: null },
  })
  const all = Array.from({ length: count }, (_, n) => group(n))
  const many = {
    ...settings.logs,
    groups: async ({ after = '', limit }: { after?: string; limit: number }) =>
      ok(all.slice(after === '' ? 0 : Number(after) + 1).slice(0, limit)),
  }
  const found = await groupsOfSource({ settings: many, account: '000000000000' }, chosen({}))
  if (fits) expect(found.ok && found.value.length).toBe(count)
  else expect(found).toMatchObject({ ok: false, error: { code: 'over-limit' } })
})

test('streams by group and by id', async () => {
  const { id } = await make('/g')
  const made = [
    await settings.logs.createStream(id, 'b', clock.now()),
    await settings.logs.createStream(id, 'a', clock.now()),
  ]
  const [b, a] = made.map(one => (one.ok ? one.value.id : 0)) as [number, number]
  expect(await world().streams(id)).toMatchObject([
    { id: a, name: 'a' },
    { id: b, name: 'b' },
  ])
  expect(await world().streamNames([b, 4_000_000_000])).toEqual(new Map([[b, 'b']]))
})
