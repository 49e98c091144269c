/**
 * `anomaly`: what is unusual in the last of several windows, measured by the windows before it. Frequency, new patterns, values that
 * vary otherwise than before, numbers far from where they were, and HTTP errors.
 */
import { limits } from '../../../limits.ts'
import { groupShapes } from './group.ts'
import { numericOf, rowOf } from './render.ts'
import { gatherShapes, joinShapes, loadShape, type SavedShape, type Shape } from './shape.ts'
import type { PatternAnomaly, PatternAnomalyRow, PatternRow, PatternState, PatternToken } from './types.ts'
import type { ValueBudget, Values } from './values.ts'

/** Where usual ends. */
const rules = {
  /** Windows before the last, at least, to know how much a count swings. */
  windows: 3,
  /** Standard deviations of a count; and it at least doubles or halves. */
  countDeviations: 4,
  /** Values of a token on each side, at least. */
  values: 20,
  /** Part of the lines that a value gains or loses. */
  share: 0.3,
  /** Standard deviations of a single value by which a mean moves. */
  meanDeviations: 3,
  /** Part of the lines that HTTP errors gain. */
  httpShare: 0.05,
}

/**
 * Rows for the patterns with at least one anomaly, the strongest first. `windows` are states of miners over stretches of equal length,
 * oldest first; the last is judged. Fewer than two windows: nothing is unusual.
 */
export function patternAnomalies(windows: readonly PatternState[]): PatternAnomalyRow[] {
  if (windows.length < 2) return []
  const budget: ValueBudget = { left: limits.patternValues }
  const known = windows.slice(0, -1).some(window => window.lines > 0)
  const judged = windows.at(-1)!
  const rows: PatternAnomalyRow[] = []
  for (const { like, byWindow } of shapesOf(windows, budget)) {
    const counts = byWindow.map(shapes => shapes.reduce((sum, shape) => sum + shape.count, 0))
    const last = byWindow.at(-1)!
    const now = last.length === 0 ? null : gatherShapes(like, last, budget)
    const earlier = byWindow.slice(0, -1).flat()
    const before = earlier.length === 0 ? null : gatherShapes(like, earlier, budget)
    const row = rowOf(now ?? { ...gatherShapes(like, earlier, budget), count: 0 }, judged.lines)
    const found = [
      ...(known ? newPattern(counts) : []),
      ...frequency(counts),
      ...(now === null || before === null ? [] : tokenAnomalies(rowOf(like, 0), now, before)),
    ]
    if (found.length > 0) rows.push({ ...row, anomalies: found.sort((a, b) => b.score - a.score) })
  }
  return rows.sort(
    (a, b) => b.anomalies[0]!.score - a.anomalies[0]!.score || b.sampleCount - a.sampleCount || (a.id < b.id ? -1 : 1),
  )
}

/** The patterns of all windows together, each with its shapes by window. */
function shapesOf(
  windows: readonly PatternState[],
  budget: ValueBudget,
): { readonly like: Shape; readonly byWindow: readonly Shape[][] }[] {
  const same = new Map<string, Shape[][]>()
  for (const [at, { entries }] of windows.entries())
    for (const saved of entries as readonly SavedShape[]) {
      const key = `${saved.first}/${saved.second}/${saved.kinds.length}`
      const known = same.get(key)
      const byWindow = known ?? windows.map(() => [])
      if (known === undefined) same.set(key, byWindow)
      byWindow[at]!.push(loadShape(saved, budget))
    }
  const whole = new Map([...same.values()].map(byWindow => [joinShapes(byWindow.flat(), budget), byWindow] as const))
  return groupShapes([...whole.keys()]).map(group => ({
    like: joinShapes(group, budget),
    byWindow: windows.map((_, at) => group.flatMap(shape => whole.get(shape)![at]!)),
  }))
}

function newPattern(counts: readonly number[]): PatternAnomaly[] {
  const now = counts.at(-1)!
  if (now === 0 || counts.slice(0, -1).some(count => count > 0)) return []
  return [
    {
      kind: 'new-pattern',
      score: 0.5 + 0.5 * (1 - 1 / (1 + now / 10)),
      description: `Not seen in the ${counts.length - 1} windows before; ${now} now`,
    },
  ]
}

function frequency(counts: readonly number[]): PatternAnomaly[] {
  const now = counts.at(-1)!
  const before = counts.slice(0, -1)
  if (before.length < rules.windows) return []
  const mean = before.reduce((sum, count) => sum + count, 0) / before.length
  if (mean === 0) return []
  const variance = before.reduce((sum, count) => sum + (count - mean) ** 2, 0) / before.length
  // Counts swing by their square root even when nothing happens.
  const deviations = Math.abs(now - mean) / Math.sqrt(Math.max(variance, mean, 1))
  if (deviations < rules.countDeviations || (now < mean * 2 && now > mean / 2)) return []
  return [
    {
      kind: 'frequency',
      score: 1 - rules.countDeviations / (2 * deviations),
      description: `${now} now, ${round(mean)} usually (${now > mean ? 'more' : 'fewer'} by ${round(deviations)} standard deviations)`,
    },
  ]
}

function tokenAnomalies(like: PatternRow, now: Shape, before: Shape): PatternAnomaly[] {
  const found: PatternAnomaly[] = []
  // Only parts that vary over all windows have a name; the others are constants of the row.
  let token = 0
  for (const [at, place] of now.valuePlaces.entries()) {
    const part = like.template.parts[place]
    if (part === undefined || part.text !== null) continue
    const named = like.tokens[token++]!
    const [here, there] = [now.values[at]!, before.values[at]!]
    if (isHttpCode(like, place, there)) found.push(...httpCodes(named.name, here, there))
    else {
      found.push(...numeric(named, numericOf(here, now.count), numericOf(there, before.count)))
      found.push(...variation(named, here, now.count, there, before.count))
    }
  }
  return found
}

function numeric(token: PatternToken, now: PatternToken['numeric'], before: PatternToken['numeric']): PatternAnomaly[] {
  if (now === null || before === null || now.count < 5 || before.count < rules.values) return []
  const usual = Math.max(before.deviation, Math.abs(before.mean) * 0.1)
  const deviations = usual === 0 ? 0 : Math.abs(now.mean - before.mean) / usual
  if (deviations < rules.meanDeviations) return []
  return [
    {
      kind: 'numeric',
      score: 1 - rules.meanDeviations / (2 * deviations),
      description: `${token.name} is ${round(now.mean)} on average, ${round(before.mean)} usually`,
    },
  ]
}

function variation(
  token: PatternToken,
  now: Values,
  lines: number,
  before: Values,
  linesBefore: number,
): PatternAnomaly[] {
  if (token.type === 'Time' || token.type === 'Number' || !now.exact || !before.exact) return []
  if (lines < rules.values || linesBefore < rules.values) return []
  const usual = new Map(before.top().map(({ value, count }) => [value, count / linesBefore]))
  let most = { value: '', change: 0, share: 0, usual: 0 }
  for (const { value, count } of now.top()) {
    const share = count / lines
    const change = share - (usual.get(value) ?? 0)
    if (change > most.change) most = { value, change, share, usual: usual.get(value) ?? 0 }
  }
  if (most.change < rules.share) return []
  return [
    {
      kind: 'token-variation',
      score: Math.min(1, most.change),
      description: `${token.name} is ${JSON.stringify(most.value)} in ${percent(most.share)} of the lines, ${percent(most.usual)} usually`,
    },
  ]
}

/** Three digits from 100 to 599, near a word that says what they are. */
function isHttpCode(like: PatternRow, place: number, values: Values): boolean {
  if (values.numbers === 0 || values.min < 100 || values.max > 599) return false
  const near = like.template.parts
    .slice(Math.max(0, place - 10), place)
    .map(({ text }) => text ?? '')
    .join(' ')
  return /status|code|http|"(?:GET|POST|PUT|DELETE)/i.test(near)
}

function httpCodes(name: string, now: Values, before: Values): PatternAnomaly[] {
  const found: PatternAnomaly[] = []
  for (const [lead, words] of [
    ['5', 'server errors'],
    ['4', 'client errors'],
  ] as const) {
    const [here, there] = [now, before].map(values => {
      const all = values.top()
      const count = all.filter(({ value }) => value.startsWith(lead)).reduce((sum, value) => sum + value.count, 0)
      return count / Math.max(1, values.numbers)
    }) as [number, number]
    if (now.numbers < 5 || here - there < rules.httpShare || here < there * 2) continue
    found.push({
      kind: 'http-code',
      score: Math.min(1, 0.5 + (here - there) / 2),
      description: `${percent(here)} ${words} (${lead}xx) in ${name}, ${percent(there)} usually`,
    })
  }
  return found
}

const round = (value: number): string => String(Number(value.toPrecision(3)))
const percent = (share: number): string => `${round(share * 100)}%`
