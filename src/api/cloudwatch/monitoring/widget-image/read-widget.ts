/** Reads the JSON of GetMetricWidgetImage: the properties of a dashboard's metric widget, with a size, a theme and a range of its own. */
import { z } from 'zod'
import { limits } from '../../../../limits.ts'
import { type MetricWidget, readBack, readDashboardJson, readTime } from '../../../../model/dashboard/index.ts'
import { err, ok, type Result } from '../../../../model/index.ts'

export interface AskedWidget {
  readonly widget: MetricWidget
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
}

interface Trouble {
  readonly dataPath: string
  readonly message: string
}

/** Members that a widget of a dashboard does not have, as they are read before the rest. */
const ownMembers = ['start', 'end', 'width', 'height', 'theme'] as const
const size = (usual: number) => z.number().int().min(limits.pictureLeast).max(limits.pictureMost).default(usual)
const ownShape = z.object({
  start: z.string().default('-PT3H'),
  end: z.string().default('-PT0H'),
  width: size(600),
  height: size(400),
  theme: z.enum(['light', 'dark']).default('light'),
})

/** The error is what ValidationError says. */
export function readWidget(json: string, now: number, region: string): Result<AskedWidget, string> {
  const body = parsed(json)
  if (body === undefined) return err('The MetricWidget must be a valid JSON object.')
  const own = ownShape.safeParse(body)
  const from = own.success ? timeOf(own.data.start, now) : null
  const to = own.success ? timeOf(own.data.end, now) : null
  const troubles: Trouble[] = own.success
    ? rangeTroubles(from, to)
    : own.error.issues.map(({ path, message }) => ({ dataPath: `/${path.join('/')}`, message }))
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !ownMembers.some(one => one === name)))
  const { dashboard, errors } = readDashboardJson({
    widgets: [{ type: 'metric', properties: { region, ...rest } }],
  })
  const prefix = '/widgets/0/properties'
  for (const { path, message } of errors)
    troubles.push({ dataPath: path.startsWith(prefix) ? path.slice(prefix.length) || '/' : path || '/', message })
  const [widget] = dashboard.widgets
  if (widget?.type === 'metric' && widget.rows.length > limits.widgetMetrics)
    troubles.push({ dataPath: '/metrics', message: `Should NOT have more than ${limits.widgetMetrics} items` })
  if (troubles.length > 0 || widget?.type !== 'metric' || !own.success || from === null || to === null)
    return err(said(troubles))
  const { width, height, theme } = own.data
  return ok({ widget, from, to, width, height, theme })
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

/** `-PT3H`, `-P7D`, `-PT0H`, or a time; null: neither. */
function timeOf(text: string, now: number): number | null {
  if (/^-P(T0[HM]|0[DWM])$/.test(text)) return now
  const back = readBack(text)
  const time = back === null ? readTime(text) : now - back
  return time === null ? null : Math.min(limits.lastInstant, Math.max(0, time))
}

function rangeTroubles(from: number | null, to: number | null): Trouble[] {
  const message = 'Should be a length such as "-PT3H" or a time such as "2026-11-21T06:00:00.000Z"'
  const wrong = [
    ...(from === null ? [{ dataPath: '/start', message }] : []),
    ...(to === null ? [{ dataPath: '/end', message }] : []),
  ]
  const inOrder = from === null || to === null || from < to
  return inOrder ? wrong : [...wrong, { dataPath: '/end', message: 'The end has to be after the start' }]
}

function said(troubles: readonly Trouble[]): string {
  const [few, most] = [troubles.slice(0, 20), troubles.length]
  return `The metric widget is invalid, there ${most === 1 ? 'is 1 validation error' : `are ${most} validation errors`}:\n${JSON.stringify(few, null, 2)}`
}
