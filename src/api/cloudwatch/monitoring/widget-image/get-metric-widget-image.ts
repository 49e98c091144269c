/** GetMetricWidgetImage: a widget's JSON to a PNG of what it shows now. */
import { limits } from '../../../../limits.ts'
import { widgetQueries } from '../../../../model/dashboard/index.ts'
import { err, instant, ok, type Result } from '../../../../model/index.ts'
import { answerMetricData } from '../../../../query/metric-data/index.ts'
import { readDataQueries } from '../../../../query/metric-math/data/index.ts'
import { readTimezone } from '../../../../query/metric-math/index.ts'
import { drawMetricPicture, type MetricPicture, type PictureError } from '../../../../query/picture/index.ts'
import {
  type AwsCall,
  type AwsError,
  Blob,
  internalFailure,
  type Operation,
  structure,
  text,
  throttled,
  unavailable,
} from '../../protocol/index.ts'
import type { MonitoringPorts } from '../context.ts'
import { lower, monitored } from '../fields.ts'
import { invalid, storeTrouble } from '../refusals.ts'
import { type AskedWidget, readWidget } from './read-widget.ts'
import { alarmPicture, widgetPicture } from './widget-picture.ts'

const shape = structure(
  {
    MetricWidget: text({ max: limits.widgetLength }),
    OutputFormat: text({ values: ['png', 'image/png'] }),
  },
  ['MetricWidget'],
  lower,
)

export const getMetricWidgetImage = (ports: MonitoringPorts): Operation =>
  monitored('ask', shape, async ({ MetricWidget }, call) => {
    const asked = readWidget(MetricWidget, ports.clock.now(), call.region)
    if (!asked.ok) return err(invalid(asked.error))
    const png = await imageOf(ports, asked.value, call)
    return png.ok ? ok({ MetricWidgetImage: new Blob(png.value) }) : png
  })

async function imageOf(
  ports: MonitoringPorts,
  asked: AskedWidget,
  call: AwsCall,
): Promise<Result<Uint8Array, AwsError>> {
  const { alarm } = asked.widget.annotations
  const picture =
    alarm === null ? await pictureOfMetrics(ports, asked, call) : await pictureOfAlarm(ports, asked, alarm)
  if (!picture.ok) return picture
  const drawn = await drawMetricPicture(picture.value, call.signal)
  return drawn.ok ? drawn : err(troubleOf(drawn.error))
}

async function pictureOfMetrics(
  { metrics, bands, clock }: MonitoringPorts,
  asked: AskedWidget,
  { account, region, signal }: AwsCall,
): Promise<Result<MetricPicture, AwsError>> {
  const now = clock.now()
  const { widget, from, to } = asked
  const wanted = widgetQueries(widget, { from, to, now }, 'inherit')
  const queries = readDataQueries(wanted.queries, 'metrics')
  if (!queries.ok) return err(invalid(queries.error.message))
  const answer = await answerMetricData(
    { store: metrics, account, region, ...(bands && { bands }) },
    {
      ...{ queries: queries.value, start: instant(wanted.from), end: instant(wanted.to), now, signal },
      timezone: readTimezone(widget.timezone ?? '+0000') ?? 0,
    },
  )
  if (!answer.ok)
    return err(answer.error.kind === 'engine' ? storeTrouble(answer.error.error) : invalid(answer.error.message))
  const shown = wanted.whole ? wanted : { ...wanted, from, to }
  return ok(widgetPicture(asked, shown, answer.value.series))
}

/** What the alarm watches, with its threshold. */
async function pictureOfAlarm(
  { alarms }: MonitoringPorts,
  asked: AskedWidget,
  arn: string,
): Promise<Result<MetricPicture, AwsError>> {
  const name = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/s.exec(arn)?.[1] ?? arn
  const found = await alarms?.series(name, instant(asked.from), instant(asked.to))
  if (found?.ok === false)
    return err(found.error.code === 'unavailable' ? unavailable(found.error.message) : invalid(found.error.message))
  return found?.value === undefined
    ? err(invalid(`The alarm of the annotation does not exist: ${name.slice(0, 255)}`))
    : ok(alarmPicture(asked, name, found.value))
}

function troubleOf({ code, message }: PictureError): AwsError {
  if (code === 'busy') return throttled
  return code === 'unavailable'
    ? unavailable(message)
    : { ...internalFailure, type: 'InternalServiceFault', queryCode: 'InternalServiceError' }
}
