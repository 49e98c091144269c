/** Mute rules: made of what a person says, and as a table. Pure. */
import type { ApiMuteRule, Instant } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'
import type { MuteValues } from './options.ts'

/** Once from now or `at`, or again and again. A rule that begins now is told in UTC, whatever the zone. */
export function muteRuleOf(
  alarms: readonly string[],
  { rule, for: duration, at, cron, timezone, description }: MuteValues & { readonly for: string },
  now: Instant,
): ApiMuteRule {
  const minute = new Date(now).toISOString().slice(0, 16)
  const once = cron === undefined && at === undefined
  return {
    name: rule ?? `${(alarms[0] ?? '').slice(0, 200)} ${cron === undefined ? (at ?? minute) : minute}`,
    ...(description === undefined ? {} : { description }),
    expression: cron === undefined ? `at(${at ?? minute})` : `cron(${cron})`,
    duration,
    timezone: once ? 'UTC' : timezone,
    alarms,
  }
}

export const muteStatusWord = ({ status }: ApiMuteRule, say: Messages): string => {
  switch (status) {
    case 'ACTIVE':
      return say['alarms-mute-active']()
    case 'EXPIRED':
      return say['alarms-mute-expired']()
    default:
      return say['alarms-mute-scheduled']()
  }
}

export function muteTable(rules: readonly ApiMuteRule[], say: Messages): string {
  return tableOf(
    (['rule', 'state', 'when', 'length', 'alarms'] as const).map(column => say[`alarms-column-${column}`]()),
    rules.map(rule => [
      tamed(rule.name),
      muteStatusWord(rule, say),
      tamed(`${rule.expression} ${rule.timezone}`),
      rule.duration,
      tamed(rule.alarms.join(', ')),
    ]),
  )
}
