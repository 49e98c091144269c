import { expect, test } from 'vitest'
import { readDashboardJson } from '../../../src/model/dashboard/index.ts'
import { href } from '../../paths.ts'
import { placeOfQuery } from './open-query.ts'

const time = { range: { from: 'now-3h', to: 'now' }, zone: undefined, refresh: 'off' } as const
const place = (type: string, properties: object) => {
  const found = placeOfQuery(readDashboardJson({ widgets: [{ type, properties }] }).dashboard.widgets[0]!, time)
  return found && decodeURIComponent(href(found).replaceAll('+', ' ')).replace(/&from=.*/, '')
}

test.each([
  ['text', { markdown: 'a' }, undefined],
  [
    'log',
    { region: 'r', query: "SOURCE '/a' | stats count(*) by bin(5m)", view: 'timeSeries' },
    '/logs/insights?group=/a&query=stats count(*) by bin(5m)&show=line',
  ],
  ['log', { region: 'r', query: "SOURCE '/a' | fields @message" }, '/logs/insights?group=/a&query=fields @message'],
  ['metric', { region: 'r', metrics: [] }, undefined],
  [
    'metric',
    { region: 'r', annotations: { alarms: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors high'] } },
    '/alarms/alarm?name=errors high',
  ],
  [
    'metric',
    {
      region: 'r',
      view: 'bar',
      stat: 'Sum',
      period: 60,
      metrics: [
        ['N', 'A', 'D', 'x', { id: 'm1', color: '#ff0000' }],
        ['N', 'B', { yAxis: 'right', visible: false }],
        [{ expression: 'm1 * 2', label: 'twice' }],
      ],
    },
    '/metrics?m=N~A~D~x~~id=m1~colour=ff0000&m=.~B~~id=m2~axis=right~off=1&m==m1 * 2~~id=e1~label=twice&stat=Sum&period=60&show=bar&tab=rows',
  ],
])('%s %j', (type, properties, address) => {
  expect(place(type, properties)).toBe(address)
})
