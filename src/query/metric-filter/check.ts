/** Whether a metric filter can be: its pattern, where its value and dimensions come from, and that they go together. Pure. */
import { limits } from '../../limits.ts'
import { err, isMetricValue, ok, type Result } from '../../model/index.ts'
import { compileShared, type FilterPattern, parseFilterPattern } from '../filter-pattern/index.ts'
import { parseSelection } from './selection.ts'

export interface WrittenFilter {
  readonly pattern: string
  readonly value: string
  readonly defaultValue: number | null
  readonly dimensions: Readonly<Record<string, string>>
  readonly selection: string | null
}

export interface MetricFilterFault {
  readonly field: keyof WrittenFilter
  readonly message: string
  /** Of a pattern: where in its text. */
  readonly from?: number
  readonly to?: number
}

export interface ReadFilter {
  readonly pattern: FilterPattern
  /** A constant, or a reference such as `$.latency` or `$bytes`. */
  readonly value: number | string
  readonly dimensions: readonly (readonly [name: string, reference: string])[]
  /** Regular expressions in the pattern (count). */
  readonly regexes: number
}

export function readMetricFilter(written: WrittenFilter): Result<ReadFilter, MetricFilterFault> {
  const parsed = parseFilterPattern(written.pattern)
  if (!parsed.ok) {
    const { message, from, to } = parsed.error
    return err({ field: 'pattern', message, from, to })
  }
  const pattern = parsed.value
  const { reader } = compileShared([pattern])
  const value = constantOf(written.value) ?? written.value
  const read = typeof value === 'number' ? ok(undefined) : reader(0, value)
  if (!read.ok) return fault('value', `Invalid metric value: ${written.value} is no number, and ${read.error}.`)
  const dimensions = Object.entries(written.dimensions)
  if (dimensions.length > limits.metricFilterDimensions)
    return fault('dimensions', `A metric filter may have ${limits.metricFilterDimensions} dimensions.`)
  if (dimensions.length > 0 && written.defaultValue !== null)
    return fault(
      'defaultValue',
      'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
    )
  for (const [name, reference] of dimensions) {
    const found = reader(0, reference)
    if (!found.ok) return fault('dimensions', `Invalid dimension ${name}: ${found.error}.`)
  }
  if (written.defaultValue !== null && !isMetricValue(written.defaultValue))
    return fault('defaultValue', 'The default value is no number that a metric may have.')
  const selection = parseSelection(written.selection ?? '')
  if (!selection.ok) return fault('selection', selection.error)
  return ok({ pattern, value, dimensions, regexes: countRegexes(pattern) })
}

const fault = (field: keyof WrittenFilter, message: string) => err<MetricFilterFault>({ field, message })

const written = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/** The number that the text is, if it is one that a metric may have. */
export function constantOf(text: string): number | undefined {
  const value = written.test(text.trim()) ? Number(text) : Number.NaN
  return isMetricValue(value) ? value : undefined
}

function countRegexes(tree: unknown): number {
  if (Array.isArray(tree)) return tree.reduce((sum: number, part) => sum + countRegexes(part), 0)
  if (typeof tree !== 'object' || tree === null) return 0
  return 'kind' in tree && tree.kind === 'regex' ? 1 : countRegexes(Object.values(tree))
}
