/** Queries over a group whose messages are masked see the masked text alone, whatever they do with it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsGroup } from '../port.ts'
import { must, openTestStore, type TestStore } from './test-store.ts'

const from = 1_800_000_000_000
const secret = 'kim@example.com'
const stars = '*'.repeat(secret.length)
let store: TestStore
let groups: readonly InsightsGroup[]
beforeAll(async () => {
  store = await openTestStore({
    maskOf: groupId => (groupId === 1 ? message => message.replaceAll(secret, stars) : undefined),
  })
  const events = (log: string, level: string) =>
    ['a', 'b', 'c'].map((id, n) => ({
      ...{ log: `123456789012:${log}`, stream: 's', timestamp: instant(from + n) },
      message: JSON.stringify({ level, id, mail: n === 1 ? 'x' : secret }),
    }))
  groups = await store.keep([...events('/masked', 'ERROR'), ...events('/plain', 'WARN')])
})
afterAll(() => store?.close())

async function rows(query: string, over: { unmask?: boolean; only?: string } = {}) {
  const answer = must(
    await store.runner.run({
      ...{ checked: must(checkInsights(query)), from: instant(from), to: instant(from + 10), limit: 100 },
      groups: groups.filter(({ name }) => over.only === undefined || name === over.only),
      startedAt: instant(from + 10),
      unmask: over.unmask ?? false,
    }),
  )
  return answer.rows.map(row => Object.fromEntries(row.map(({ field, value }) => [field, value])))
}
const only = '/masked'

describe('a masked group', () => {
  test.each([
    'fields @message',
    'fields mail, id',
    'fields replace(@message, "@", " at ") as x',
    'fields substr(mail, 0, 3) as x, concat(mail, "!") as y',
    'fields strcontains(mail, "k") as x, mail',
    'parse @message "*@*" as x, y',
    'stats count(*) as n by mail',
    'stats count(*) as n by substr(mail, 0, 4) as x',
    'stats max(mail) as x, earliest(mail) as y, min(@message) as z',
    'sort mail | limit 1 | fields mail',
    'fields mail | dedup mail',
    'pattern @message',
    'fields @message | filter mail like /e.*/ | limit 2',
  ])('%s tells nothing', async query => {
    const text = JSON.stringify(await rows(query, { only }))
    expect(text).not.toMatch(/kim|example|k[^"]*@/)
  })

  test('counts and filters by what is shown', async () => {
    expect(await rows('stats count(*) as n by mail | sort n', { only })).toEqual([
      { mail: 'x', n: '1' },
      { mail: stars, n: '2' },
    ])
    expect(await rows(`filter mail = "${secret}" | stats count(*) as n`, { only })).toEqual([{ n: '0' }])
    expect(await rows(`filter mail = "${stars}" | stats count(*) as n`, { only })).toEqual([{ n: '2' }])
    expect(await rows('filter level = "ERROR" | sort id desc | limit 1 | display id', { only })).toMatchObject([
      { id: 'c' },
    ])
  })

  test('beside one that is not, only its own messages are masked', async () => {
    expect(await rows('stats count(*) as n by mail | sort n, mail')).toEqual([
      { mail: stars, n: '2' },
      { mail: secret, n: '2' },
      { mail: 'x', n: '2' },
    ])
  })

  test('is seen as it is by whoever may and asks for it', async () => {
    expect(await rows('filter id = "a" | unmask mail | display mail', { only, unmask: true })).toMatchObject([
      { mail: secret },
    ])
  })
})

test.each([
  ['/plain', false],
  ['/masked', true],
])('of %s events are read out of the engine for stats: %s', async (only, read) => {
  store.asked()
  await rows('stats count(*) as n by level', { only })
  expect(store.asked().some(text => text.startsWith('SELECT toUnixTimestamp64Milli(ts)'))).toBe(read)
})
