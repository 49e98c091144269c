/**
 * The metrics array of a widget: `[namespace, name, dimension, value, …, {options}]`, expressions, and the shorthand. `.` stands for
 * what the metric before has in the same place; `...` for all that it has up to the places that are given after.
 */
import { limits } from '../../limits.ts'
import { choiceAt, fault, flagAt, isObject, known, listAt, member, type Place, textAt } from './notes.ts'
import { accountOf, colorAt, periodAt, wordsAt } from './pieces.ts'
import type { ExpressionLine, MetricRow } from './types.ts'

/** `namespace, name` and a name and a value for each dimension. */
const rowTexts = 2 + 2 * limits.metricDimensions

export function metricRowsAt(at: Place): readonly MetricRow[] {
  const rows: MetricRow[] = []
  let before: readonly string[] | null = null
  const ids = new Set<string>()
  let insights = 0
  for (const place of listAt(at, { most: limits.dashboardMetrics })) {
    const cells = cellsOf(place)
    if (cells === null) continue
    const options = optionsOf(cells.options)
    if (options.id !== null && ids.has(options.id))
      fault(member(cells.options, 'id'), `The id '${options.id}' is used twice in this widget`)
    if (options.id !== null) ids.add(options.id)
    if (cells.texts.length === 0) {
      const expression = textAt(member(cells.options, 'expression'), { least: 1, most: limits.dashboardExpression })
      if (expression === null) continue
      if (/^\s*SELECT\b/i.test(expression) && ++insights === 2)
        fault(place, 'A widget can have one Metrics Insights query')
      rows.push({ kind: 'expression', expression, ...options })
      continue
    }
    const full = writtenOut(place, cells.texts, before)
    if (full === null) continue
    before = full
    const [namespace = '', metric = '', ...rest] = full
    rows.push({ kind: 'metric', namespace, metric, dimensions: pairs(rest), ...options })
  }
  return rows
}

interface Cells {
  readonly texts: readonly string[]
  /** The last cell where it is an object; else nothing is there. */
  readonly options: Place
}

const rowWords =
  'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element'

function cellsOf(place: Place): Cells | null {
  const { value: row, notes } = place
  if (!Array.isArray(row)) {
    fault(place, 'Should be array')
    fault(place, rowWords)
    return null
  }
  const last: unknown = row.at(-1)
  const options = { value: isObject(last) ? last : undefined, path: `${place.path}/${row.length - 1}`, notes }
  const texts: unknown[] = isObject(last) ? row.slice(0, -1) : row
  const wrong = texts.findIndex(text => typeof text !== 'string')
  if (wrong >= 0) {
    fault({ value: texts[wrong], path: `${place.path}/${wrong}`, notes }, 'Should be string')
    fault(place, rowWords)
    return null
  }
  if (texts.length > rowTexts) {
    fault(place, `Should NOT have more than ${rowTexts} items`)
    return null
  }
  if (texts.length === 0 && member(options, 'expression').value === undefined) {
    fault(place, row.length === 0 ? 'Should NOT have less than 1 items' : "Should have required property 'expression'")
    return null
  }
  return { texts: texts as string[], options }
}

/** The texts of a row without shorthand; null with a note where they name no metric. Also for rows whose variables are applied. */
export function withoutShorthand(
  texts: readonly string[],
  before: readonly string[] | null,
): { readonly ok: true; readonly texts: readonly string[] } | { readonly ok: false; readonly message: string } {
  const [first, ...rest] = texts
  const full = first === '...' ? [...(before ?? []).slice(0, (before?.length ?? 0) - rest.length), ...rest] : [...texts]
  if (first === '...' && before === null) return { ok: false, message: '"..." has no metric before it' }
  if (first === '...' && before !== null && rest.length > before.length)
    return { ok: false, message: '"..." is followed by more than the metric before has' }
  for (const [at, text] of full.entries()) {
    if (text !== '.') continue
    const same = before?.[at]
    if (same === undefined) return { ok: false, message: `"." has nothing before it in place ${at + 1}` }
    full[at] = same
  }
  return { ok: true, texts: full }
}

function writtenOut(
  place: Place,
  texts: readonly string[],
  before: readonly string[] | null,
): readonly string[] | null {
  const full = withoutShorthand(texts, before)
  const message = full.ok ? wrongWith(full.texts) : full.message
  if (message !== null) fault(place, message)
  return full.ok && message === null ? full.texts : null
}

function wrongWith(texts: readonly string[]): string | null {
  if (texts.length < 2) return 'Should NOT have less than 2 items'
  if (texts.length % 2 === 1) return `The dimension '${texts.at(-1)}' has no value`
  if (
    texts.some(
      (text, at) => text === '' || text.length > (at > 2 && at % 2 === 1 ? limits.metricDimensionValueLength : 255),
    )
  )
    return 'Names have 1 to 255 characters, values of dimensions up to 1024'
  const names = texts.filter((_, at) => at >= 2 && at % 2 === 0)
  return new Set(names).size < names.length ? 'A dimension is named twice' : null
}

const pairs = (rest: readonly string[]) =>
  rest.flatMap((name, at) => (at % 2 === 0 ? [{ name, value: rest[at + 1] ?? '' }] : []))

const noOptions: ReturnType<typeof readOptions> = {
  ...{ id: null, label: null, color: null, visible: true, yAxis: 'left', period: null, stat: null },
  ...{ region: null, accountId: null },
}

const optionsOf = (at: Place) => (at.value === undefined ? noOptions : readOptions(at))

function readOptions(at: Place): Omit<ExpressionLine, 'kind' | 'expression'> {
  known(at, [
    ...['color', 'label', 'period', 'stat', 'visible', 'yAxis', 'id', 'region', 'accountId', 'expression'],
    // Written by the console; without meaning here.
    'searchExpression',
  ])
  return {
    id: textAt(member(at, 'id'), { most: 255, pattern: /^[a-z][a-zA-Z0-9_]*$/ }),
    label: wordsAt(member(at, 'label')),
    color: colorAt(member(at, 'color')),
    visible: flagAt(member(at, 'visible')) ?? true,
    yAxis: choiceAt(member(at, 'yAxis'), ['left', 'right']) ?? 'left',
    period: periodAt(member(at, 'period')),
    stat: textAt(member(at, 'stat'), { least: 1, most: 255 }),
    region: textAt(member(at, 'region'), { least: 1, most: 255 }),
    accountId: accountOf(at),
  } as const
}
