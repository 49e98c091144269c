import { expect, test } from 'vitest'
import type { ExplorerWidget } from '../../../src/model/dashboard/index.ts'
import { explored, namespaceOf } from './explored.ts'

const widget: ExplorerWidget = {
  type: 'explorer',
  x: null,
  y: null,
  width: 12,
  height: 6,
  title: '',
  metrics: [{ metricName: 'CPUUtilization', resourceType: 'AWS::EC2::Instance', stat: 'Average' }],
  labels: [
    { key: 'Stage', value: "pro'd" },
    { key: 'Owner', value: null },
  ],
  aggregateBy: null,
  splitBy: null,
  period: 60,
  options: { legend: 'right', view: 'timeSeries', stacked: true, rowsPerPage: 1, widgetsPerRow: 1 },
}
const search = `SEARCH('Namespace="AWS/EC2" MetricName="CPUUtilization" "Stage"="pro d"', 'Average', 60)`

test.each([
  ['AWS::EC2::Instance', 'AWS/EC2'],
  ['AWS::RDS::DBInstance', 'AWS/RDS'],
  ['Mine', undefined],
])('%s is of %s', (type, namespace) => {
  expect(namespaceOf(type)).toBe(namespace)
})

test('a search for each metric, aggregated where wished', () => {
  expect(explored(widget).rows).toMatchObject([{ expression: search, label: null }])
  expect(explored({ ...widget, aggregateBy: { key: '*', func: 'MAX' } }).rows).toMatchObject([
    { expression: `MAX(${search})`, label: 'MAX CPUUtilization' },
  ])
  expect(explored(widget)).toMatchObject({ legend: 'right', stacked: true, view: 'timeSeries' })
})
