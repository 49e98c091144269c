/** For tests alone: the service over a real desk of alarms, on settings in memory and metrics in memory, with a clock that a test turns. */
import { alarmDesk, LiveAlarms, soleOwner } from '../../../../judge/alarm-desk/index.ts'
import type { MetricStore } from '../../../../store/metrics/index.ts'
import { openSqlite } from '../../../../store/settings/index.ts'
import { call, serve, steppedClock } from '../../protocol/test-server.ts'
import { createMonitoringService } from '../service.ts'

export const noon = Date.UTC(2026, 0, 20, 12)

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Any = any

/** `fake`: what of a metric store alarms need. */
export async function alarmBench(fake: object) {
  const metrics = fake as MetricStore
  const clock = steppedClock(noon)
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  const settings = opened.value
  const ports = {
    ...{ settings: settings.alarms, metrics, clock, alone: true, log: (line: string) => said.push(line) },
    ...{ account: '000000000000', region: 'us-east-1' },
  }
  const said: string[] = []
  const live = new LiveAlarms({ ...ports, owner: soleOwner, keepSteps: 10_000 })
  const desk = alarmDesk({ ...ports, live })
  const server = await serve([createMonitoringService({ metrics, clock, newId: () => 'id', alarms: desk })], { clock })
  const ask = async (operation: string, input: object = {}, headers: Record<string, string> = {}) => {
    const answer = await call(server.port, `GraniteServiceVersion20100801.${operation}`, {
      body: JSON.stringify(input),
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-mode': 'true', ...headers },
    })
    return { status: answer.status, error: answer.headers['x-amzn-query-error'], json: answer.json as Any }
  }
  return {
    ...{ clock, desk, live, settings, said, port: server.port, ask },
    /** The answer of a call that must be well. */
    async well(operation: string, input: object = {}): Promise<Any> {
      const { status, json } = await ask(operation, input)
      if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(json)}`)
      return json
    },
    /** Code (of AWS Query) and message of one that must not. */
    async refused(operation: string, input: object = {}): Promise<readonly [number, string, string]> {
      const { status, error, json } = await ask(operation, input)
      return [status, String(error).split(';')[0] ?? '', json.message]
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await settings.close()
    },
  }
}

export const plain = {
  AlarmName: 'errors',
  ...{ Namespace: 'App', MetricName: 'Errors', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1 },
  ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' },
}
