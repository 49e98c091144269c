import { expect, test } from 'vitest'
import { href, paths } from './paths.ts'
import type { TimeView } from './time/search.ts'

const hour: TimeView = { range: { from: 'now-1h', to: 'now' }, zone: undefined, refresh: 'off' }
const past: TimeView = {
  range: { from: '2026-11-21T03:00:00.000Z', to: '2026-11-21T04:00:00.000Z' },
  zone: 'utc',
  refresh: '30s',
}

test('every link', () => {
  expect(
    [
      paths.logs(),
      paths.logs({}, hour),
      paths.logs({ groups: ['/demo/backend-app'] }, hour),
      paths.logs(
        { groups: ['/a', '/b'], pattern: 'ERROR -"time out"', filters: [{ field: 'level', value: 'ERROR' }] },
        past,
      ),
      paths.logs({ groups: ['/a'], streams: ['s/1'], live: true, columns: ['time', 'message'] }),
      paths.logs({ groups: ['/a'], row: { id: '0012', group: '/a' }, order: 'oldest', wrap: true }),
      paths.insights(),
      paths.insights(
        {
          groups: ['/a'],
          query: 'stats count(*) by bin(5m)\n| limit 5',
          shape: 'bar',
          sort: { column: 'n', descending: true },
        },
        hour,
      ),
      paths.insights({ run: 'abc', open: '#3' }),
      paths.group({ name: '/a' }, hour),
      paths.group({ name: '/a', tab: 'filters', edit: '', pattern: 'ERROR' }),
      paths.deliveries(hour),
      paths.costs({ days: 90, tab: 'workloads' }),
      paths.exports(),
      paths.cluster({ tab: 'pods', text: 'web !kube' }, hour),
      paths.self(),
      paths.self(past, 'ledger'),
    ].map(href),
  ).toMatchInlineSnapshot(`
    [
      "/logs",
      "/logs?from=now-1h&to=now",
      "/logs?group=/demo/backend-app&from=now-1h&to=now",
      "/logs?group=/a&group=/b&q=ERROR+-%22time+out%22&f=level:ERROR&from=2026-11-21T03:00:00.000Z&to=2026-11-21T04:00:00.000Z&tz=utc&refresh=30s",
      "/logs?group=/a&stream=s/1&cols=time,message&live=1",
      "/logs?group=/a&order=oldest&wrap=1&row=0012@/a",
      "/logs/insights",
      "/logs/insights?group=/a&query=stats+count(*)+by+bin(5m)%0A%7C+limit+5&show=bar&sort=-n&from=now-1h&to=now",
      "/logs/insights?open=%233&run=abc",
      "/logs/group?name=/a&from=now-1h&to=now",
      "/logs/group?name=/a&tab=filters&edit=&pattern=ERROR",
      "/logs/deliveries?from=now-1h&to=now",
      "/logs/costs?days=90&tab=workloads",
      "/logs/exports",
      "/cluster?tab=pods&q=web+!kube&from=now-1h&to=now",
      "/self",
      "/self?tab=ledger&from=2026-11-21T03:00:00.000Z&to=2026-11-21T04:00:00.000Z&tz=utc&refresh=30s",
    ]
  `)
})
