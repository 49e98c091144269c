/** The `aws cloudwatch` command that puts an alarm, to copy. Pure. */
import type { ApiAlarmInput } from '../../../src/model/index.ts'
import { shellText } from '../../text/index.ts'
import { rowsOf, textOf } from '../words/facts.ts'
import { inputOf, newDraft, onceInFiveMinutes } from './draft.ts'

/** `OKActions` → `ok-actions`, `EvaluateLowSampleCountPercentile` → `evaluate-low-sample-count-percentile`. */
export const flagOf = (parameter: string): string =>
  parameter
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()

/** One flag a line behind the first, as people paste it. */
export function putAlarmCommand(origin: string, input: ApiAlarmInput): string {
  const operation = textOf(input.AlarmRule) === '' ? 'put-metric-alarm' : 'put-composite-alarm'
  const flags = Object.entries(input).map(([name, value]) =>
    typeof value === 'boolean' ? `--${value ? '' : 'no-'}${flagOf(name)}` : `--${flagOf(name)}${written(name, value)}`,
  )
  return [`aws cloudwatch ${operation} --endpoint-url ${shellText(origin)}`, ...flags].join(' \\\n  ')
}

function written(name: string, value: unknown): string {
  if (name === 'Dimensions')
    return rowsOf(value)
      .map(one => ` ${shellText(`Name=${shorthand(textOf(one.Name))},Value=${shorthand(textOf(one.Value))}`)}`)
      .join('')
  if (Array.isArray(value) && value.every(one => typeof one === 'string'))
    return value.map(one => ` ${shellText(one)}`).join('')
  return ` ${shellText(typeof value === 'object' ? JSON.stringify(value) : String(value))}`
}

/** The aws CLI's short form of structures: what means something there stands in quotes. */
const shorthand = (text: string): string =>
  /[,='"[\]{}\s]/.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text

/** For the empty list: the alarm that most begin with. */
export const firstAlarmCommand = (origin: string): string =>
  putAlarmCommand(
    origin,
    inputOf({ ...newDraft, ...onceInFiveMinutes({ namespace: 'Logs', metric: 'ErrorCount', name: 'errors' }) }),
  )
