/** Lines that are not JSON but have known fields: Lambda's own, VPC flow logs in their default format, Route 53 query logs. */
import type { Value } from '../value.ts'
import { textNumber } from './numbers.ts'

/** Names with their values, null where the line does not say. */
export type Fields = readonly (readonly [name: string, value: Value])[]

/** The fields of a line by its shape; null where it is none of them. */
export function plainFields(message: string): Fields | null {
  const line = message.trimEnd()
  return lambdaReport(line) ?? vpcFlow(line) ?? route53(line)
}

const report = /^(START|END|REPORT) RequestId: ([0-9a-fA-F-]{36})\b/
/** Of what a REPORT line measures: megabytes become bytes, a million each, as the samples of this language divide them. */
const measures: readonly (readonly [name: string, pattern: RegExp, factor: number])[] = [
  ['@duration', /(?<![a-z] )Duration: ([0-9.]+) ms/, 1],
  ['@billedDuration', /Billed Duration: ([0-9.]+) ms/, 1],
  ['@initDuration', /Init Duration: ([0-9.]+) ms/, 1],
  ['@memorySize', /(?<![a-z] )Memory Size: ([0-9]+) MB/, 1_000_000],
  ['@maxMemoryUsed', /Max Memory Used: ([0-9]+) MB/, 1_000_000],
]
const traces = [
  ['@xrayTraceId', /XRAY TraceId: (\S+)/],
  ['@xraySegmentId', /SegmentId: (\S+)/],
] as const

function lambdaReport(line: string): Fields | null {
  const head = report.exec(line)
  if (head === null) return null
  const numbers = measures.map(([name, pattern, factor]) => {
    const value = textNumber(pattern.exec(line)?.[1] ?? '')
    return [name, value === null ? null : value * factor] as const
  })
  const texts = traces.map(([name, pattern]) => [name, pattern.exec(line)?.[1] ?? null] as const)
  return [['@type', head[1] ?? null], ['@requestId', head[2] ?? null], ...numbers, ...texts]
}

/** A line that a function printed: time, request id, level and text between tabs. */
export function lambdaFields(message: string): Fields | null {
  const id = /^(?:\[[A-Z]+\]\t)?\d{4}-\d\d-\d\dT[\d:.]+Z\t([0-9a-f]{8}-[0-9a-f-]{27})(?:\t|$)/.exec(message)?.[1]
  return id === undefined ? null : [['@requestId', id]]
}

const flowNames =
  'version accountId interfaceId srcAddr dstAddr srcPort dstPort protocol packets bytes startTime endTime action logStatus'
const flowLine = /^\d+ (?:\d{12}|-|unknown) eni-\S+( \S+){9} \S+ (?:OK|NODATA|SKIPDATA)$/
const routeNames =
  'version queryTimestamp hostZoneId queryName queryType responseCode protocol edgeLocation resolverIp ednsClientSubnet'
const routeLine = /^\d+\.\d+ \d{4}-\d\d-\d\dT[\d:.]+Z [A-Z0-9]+( \S+){7}$/

const vpcFlow = (line: string): Fields | null => (flowLine.test(line) ? columns(flowNames, line) : null)
const route53 = (line: string): Fields | null => (routeLine.test(line) ? columns(routeNames, line) : null)

/** `-`, which stands for what is not known, stays as it is. */
function columns(names: string, line: string): Fields {
  const cells = line.split(' ')
  return names.split(' ').map((name, at) => [name, cells[at] ?? null] as const)
}
