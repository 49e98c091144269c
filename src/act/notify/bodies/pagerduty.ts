/** Events for PagerDuty (v2): an alarm opens an incident and closes it again, so its key is the alarm's, and repeats fall together. */
import { hash } from 'node:crypto'
import type { AlarmMessage } from '../../../model/index.ts'
import { alarmLink, attributesOf } from './account.ts'
import { inputOf } from './alarm-input.ts'
import { alarmJson, alarmSubject } from './alarm-json.ts'

/** Bounds of the service (characters). */
const summaryMost = 1_024
const keyMost = 255

export function pagerDutyAlarm(message: AlarmMessage, routingKey: string, publicUrl: string): object {
  const { alarm, now, contributor } = message
  const { Namespace, MetricName } = inputOf(message)
  const key = contributor === undefined ? alarm.arn : `${alarm.arn} ${contributor.id}`
  const frame = { routing_key: routingKey, dedup_key: key.length <= keyMost ? key : hash('sha256', key, 'hex') }
  if (now.value === 'OK') return { ...frame, event_action: 'resolve' }
  const series = contributor === undefined ? '' : ` (${attributesOf(contributor.attributes)})`
  const link = alarmLink(publicUrl, alarm.name)
  return {
    ...frame,
    event_action: 'trigger',
    client: 'Mangru',
    client_url: link,
    links: [{ href: link, text: alarm.name }],
    payload: {
      summary: cut(`${alarmSubject(message)}${series}: ${now.reason}`),
      source: alarm.arn,
      severity: now.value === 'ALARM' ? 'critical' : 'warning',
      timestamp: new Date(now.at).toISOString(),
      ...(Namespace === undefined ? {} : { group: Namespace }),
      ...(MetricName === undefined ? {} : { component: MetricName }),
      class: 'CloudWatch alarm',
      custom_details: alarmJson(message),
    },
  }
}

/** A message that nobody closes again. */
export const pagerDutyText = (
  { messageId, topicArn }: { readonly messageId: string; readonly topicArn: string },
  { subject, text }: { readonly subject: string | null; readonly text: string },
  routingKey: string,
): object => ({
  routing_key: routingKey,
  dedup_key: messageId,
  event_action: 'trigger',
  client: 'Mangru',
  payload: {
    summary: cut(subject ?? text),
    source: topicArn,
    severity: 'info',
    custom_details: { message: text },
  },
})

const cut = (text: string): string =>
  text.length <= summaryMost ? text : `${text.slice(0, summaryMost - 1).toWellFormed()}…`
