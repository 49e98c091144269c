/** The members that operations share, and how an operation of this service is made: what breaks a shape is a ValidationError here. */
import { limits } from '../../../limits.ts'
import { err, type Result } from '../../../model/index.ts'
import {
  type AwsCall,
  type AwsError,
  listOf,
  type Operation,
  operation,
  type Shape,
  structure,
  text,
} from '../protocol/index.ts'
import { invalid } from './refusals.ts'

const ascii = { text: '[^\\p{Cc}]+', regex: /^[^\p{Cc}]+$/u } as const

/** As the model's texts say a member: `metricName`. */
export const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)

export const namespace = text({ min: 1, max: 255, pattern: { text: '[^:].*', regex: /^[^:\0][^\0]*$/ } })
export const metricName = text({ min: 1, max: 255, pattern: ascii })
export const dimensionName = text({ min: 1, max: 255, pattern: ascii })
export const dimensionValue = text({ min: 1, max: limits.metricDimensionValueLength, pattern: ascii })
export const dimension = structure({ Name: dimensionName, Value: dimensionValue }, ['Name', 'Value'], lower)
export const dimensions = listOf(dimension, { max: limits.metricDimensions })
const units = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Bits'],
  ...['Kilobits', 'Megabits', 'Gigabits', 'Terabits', 'Percent', 'Count', 'Bytes/Second', 'Kilobytes/Second'],
  ...['Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second', 'Bits/Second', 'Kilobits/Second'],
  ...['Megabits/Second', 'Gigabits/Second', 'Terabits/Second', 'Count/Second', 'None'],
]
export const unit = text({ values: units })

const knownUnits: ReadonlySet<unknown> = new Set(units)
/** The same as the shapes above say, without their texts. */
export const isUnit = (value: unknown): boolean => knownUnits.has(value)
export const isPlainName = (value: unknown): boolean => isPlainText(value, 255)

const isPlainText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= most && ascii.regex.test(value)

export function isPlainDimensions(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > limits.metricDimensions) return false
  for (const one of value as readonly (Partial<Dimension> | null)[])
    if (!isPlainText(one?.Name, 255) || !isPlainText(one?.Value, limits.metricDimensionValueLength)) return false
  return true
}

export type Dimension = { readonly Name: string; readonly Value: string }

/** Undefined: a name stands twice. */
export function labelsOf(given: readonly Dimension[]): Readonly<Record<string, string>> | undefined {
  const labels = new Map(given.map(({ Name, Value }) => [Name, Value]))
  return labels.size === given.length ? Object.fromEntries(labels) : undefined
}

export const dimensionsOf = (labels: Readonly<Record<string, string>>): Dimension[] =>
  Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Name, Value]) => ({ Name, Value }))

export function monitored<T>(
  need: Operation['need'],
  shape: Shape<T>,
  run: (input: T, call: AwsCall) => Promise<Result<object, AwsError>>,
): Operation {
  const plain = operation(need, shape, run)
  return {
    ...plain,
    // Not `async`: it must not hold the input while the operation waits.
    run: (input, call) =>
      plain.run(input, call).then(answer => {
        // No operation of this service says this type by itself: it is the shape's.
        const broken = !answer.ok && answer.error.type === 'InvalidParameterException'
        return broken ? err(invalid(answer.error.message)) : answer
      }),
  }
}
