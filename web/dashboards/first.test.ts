import { expect, test } from 'vitest'
import { parseSearch } from '../search.ts'
import { firstRequests } from './first.ts'

const now = Date.UTC(2026, 10, 21, 12)
const wide = { width: 1_440, height: 300 }

const chart = (y: number, service: string, more: object = {}) => ({
  ...{ type: 'metric', x: 0, y, width: 12, height: 6 },
  properties: {
    region: 'us-east-1',
    period: 60,
    stat: 'Sum',
    metrics: [['Shop', 'Orders', 'Service', service]],
    ...more,
  },
})
const board = (widgets: readonly object[], more: object = {}) => ({ body: JSON.stringify({ widgets, ...more }) })
const asked = (of: { body: string }, address = '?name=wall&from=now-3h&to=now', screen = wide) =>
  firstRequests(of, parseSearch(address), screen, now, 'utc').map(
    ({ queries }) => /"Value":"(\w+)"/.exec(JSON.stringify(queries))?.[1],
  )

test('the range is that of the address, resolved against the moment that is told', () => {
  const [request] = firstRequests(
    board([chart(0, 'a')]),
    parseSearch('?name=wall&from=now-3h&to=now'),
    wide,
    now,
    'utc',
  )
  expect(request).toMatchObject({ from: now - 3 * 3_600_000, to: now, timezone: '+0000' })
})

test.each([
  ['what stands on the first screen', board([chart(0, 'a'), chart(5, 'b'), chart(6, 'c')]), {}, ['a', 'b']],
  [
    'no words, and nothing that has no rows',
    board([{ type: 'text', properties: { markdown: 'x' } }, chart(0, 'a', { metrics: [] })]),
    {},
    [],
  ],
  [
    'nothing of an alarm, whose range is its own',
    board([chart(0, 'a', { annotations: { alarms: ['arn:aws:cloudwatch:us-east-1:0:alarm:x'] } })]),
    {},
    [],
  ],
  [
    'nothing where variables choose',
    board([chart(0, 'a')], {
      variables: [{ type: 'property', property: 'Service', inputType: 'input', id: 'v', visible: true }],
    }),
    {},
    [],
  ],
  ['nothing where one widget is large', board([chart(0, 'a')]), { address: '?name=wall&from=now-3h&widget=0' }, []],
  ['nothing where all stand in one column', board([chart(0, 'a')]), { screen: { width: 640, height: 300 } }, []],
  ['on a screen one pixel wider', board([chart(0, 'a')]), { screen: { width: 641, height: 300 } }, ['a']],
  ['nothing of what is no board', { body: '{' }, {}, []],
])('asked is %s', (_story, of, { address, screen }: { address?: string; screen?: typeof wide }, found) => {
  expect(asked(of, address, screen)).toEqual(found)
})
