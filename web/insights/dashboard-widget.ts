/** A query as a log widget of a dashboard, shown as it is shown here. Pure. */
import type { InsightsView } from './view.ts'

const views = { line: 'timeSeries', area: 'timeSeries', bar: 'bar', pie: 'pie' } as const

export function logWidget({ groups, shape }: Pick<InsightsView, 'groups' | 'shape'>, query: string, title: string) {
  const text = query.trim()
  // A query that names its groups itself is whole already.
  const sources = /^SOURCE\b/i.test(text) ? [] : groups.map(group => `SOURCE '${group}'`)
  const view = shape === undefined || shape === 'table' || shape === 'patterns' ? 'table' : views[shape]
  return {
    type: 'log',
    ...{ width: 24, height: 6 },
    properties: {
      ...(title === '' ? {} : { title }),
      region: 'us-east-1',
      query: [...sources, text].join(' | '),
      view,
      ...(shape === 'area' ? { stacked: true } : {}),
    },
  }
}
