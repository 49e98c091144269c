/**
 * A filter pattern as a function of one message, for live tail and metric filters. It means exactly what `toSql` means; messages are
 * taken as the store keeps them, lone surrogates as U+FFFD.
 */
import { fieldTest, jsonTest } from './compare.ts'
import { type Findings, type Found, scanJson } from './json-scan.ts'
import type { FieldTexts } from './line-fields.ts'
import { fieldNeedles, jsonNeedles, type Needles } from './needles.ts'
import { regexTest } from './regex.ts'
import { splitFields } from './split-fields.ts'
import type {
  Branch,
  Field,
  FieldsPattern,
  FieldTest,
  FilterPattern,
  JsonCondition,
  JsonPattern,
  Selector,
  Term,
} from './tree.ts'

export type Predicate = (message: string) => boolean

/** What a match found: `$name` or `$3` of a line's fields, or the JSON selectors of the pattern as written; else nothing. */
export interface EventMatch {
  readonly matched: boolean
  readonly extracted: Readonly<Record<string, string>>
}

/** Compile once, ask often: a message costs one pass at most. */
export function compilePredicate(pattern: FilterPattern): Predicate {
  const match = compileMatch(pattern)
  return message => match.test(message.isWellFormed() ? message : message.toWellFormed())
}

export function matchEvent(pattern: FilterPattern, message: string): EventMatch {
  const match = compileMatch(pattern)
  const wellFormed = message.toWellFormed()
  return match.test(wellFormed)
    ? { matched: true, extracted: match.extract(wellFormed) }
    : { matched: false, extracted: {} }
}

/** What `matchEvent` takes out of a message that matches: compile once, ask often. */
export function compileExtraction(pattern: FilterPattern): (message: string) => Readonly<Record<string, string>> {
  const match = compileMatch(pattern)
  return message => match.extract(message.toWellFormed())
}

/** For a JSON selector that need not stand in the pattern, such as a metric's value: the first scalar that it finds, as text. */
export function compileSelectors(selectors: readonly Selector[]): (message: string) => readonly (string | null)[] {
  const ways = selectors.map(selector => selector.steps)
  return message => {
    const found = scanJson(message.toWellFormed(), ways)
    return ways.map((_, at) => firstScalar(found?.[at] ?? []))
  }
}

interface Match {
  test(message: string): boolean
  extract(message: string): Record<string, string>
}

function compileMatch(pattern: FilterPattern): Match {
  switch (pattern.kind) {
    case 'terms':
      return { test: compileTerms(pattern.terms), extract: () => ({}) }
    case 'json':
      return compileJson(pattern)
    case 'fields':
      return compileFields(pattern)
  }
}

function compileTerms(terms: readonly Term[]): Predicate {
  const tests = (sign: Term['sign']): Predicate[] => terms.filter(term => term.sign === sign).map(termTest)
  const must = tests('must')
  const not = tests('not')
  const optional = must.length + not.length > 0 ? [] : tests('optional')
  return message =>
    must.every(test => test(message)) &&
    !not.some(test => test(message)) &&
    (optional.length === 0 || optional.some(test => test(message)))
}

function termTest({ what }: Term): Predicate {
  if (what.kind === 'regex') return regexTest(what)
  const { text } = what
  return message => message.includes(text)
}

function compileJson({ condition }: JsonPattern): Match {
  const selectors: Selector[] = []
  const holds = jsonCondition(condition, selectors)
  const ways = selectors.map(selector => selector.steps)
  const mayHold = needleTest(jsonNeedles(condition))
  const test: Predicate = message => {
    if (!mayHold(message) && !message.includes('\\')) return false
    const found = scanJson(message, ways)
    return found !== null && holds(found)
  }
  const extract = (message: string): Record<string, string> => {
    const found = scanJson(message, ways)
    const values = selectors.map((selector, at) => [selector.text, firstScalar(found?.[at] ?? [])] as const)
    return Object.fromEntries(values.filter((pair): pair is [string, string] => pair[1] !== null))
  }
  return { test, extract }
}

/** Puts the selectors of a condition into `selectors`, each once, and says whether the condition holds for what they found. */
export function jsonCondition(condition: JsonCondition, selectors: Selector[]): (found: Findings) => boolean {
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map(part => jsonCondition(part, selectors))
    return condition.kind === 'and'
      ? found => parts.every(part => part(found))
      : found => parts.some(part => part(found))
  }
  const known = selectors.findIndex(selector => selector.text === condition.selector.text)
  const at = known < 0 ? selectors.push(condition.selector) - 1 : known
  if (condition.kind === 'not-exists') return found => found[at]!.length === 0
  const test = condition.kind === 'is' ? isTest(condition.what.toLowerCase()) : jsonTest(condition.comparison)
  return found => found[at]!.some(test)
}

const isTest = (type: string) => (found: Found) => found.type === type

export const firstScalar = (found: readonly Found[]): string | null =>
  found.find(one => one.type !== 'container')?.text ?? null

/**
 * How to take out what a pattern calls `$name`, or the field at a place counted from 1 (`$3`), from the fields of a line that matched;
 * undefined: the pattern has no such name.
 */
export function fieldReader(
  { fields }: FieldsPattern,
  reference: string,
): ((values: FieldTexts) => string | null) | undefined {
  const wanted = reference.slice(1)
  if (/^[1-9]\d{0,4}$/.test(wanted)) return values => values.at(Number(wanted) - 1) ?? null
  const [before, after] = aroundRest(fields)
  const named = (field: Field) => field.kind === 'field' && field.name === wanted
  const first = before.findIndex(named)
  if (first >= 0) return values => values.at(first) ?? null
  const last = after.findIndex(named)
  return last < 0 ? undefined : values => values.at(last - after.length) ?? null
}

/** Whether the fields of a line, as `splitFields` gives them, are as many as the pattern wants and pass its tests. */
export function fieldsCondition({ fields }: FieldsPattern): (values: FieldTexts) => boolean {
  const [before, after] = aroundRest(fields)
  const least = before.length + after.length
  const exact = least === fields.length
  const tests = [
    ...before.map((field, at) => positioned(field, at)),
    ...after.map((field, at) => positioned(field, at - after.length)),
  ].filter(one => one !== null)
  // What asks for all fields comes last.
  const reaches = (values: FieldTexts) =>
    exact ? values.length === least : least === 0 || values.at(least - 1) !== undefined
  // No closure for each line.
  return values => {
    for (const { at, holds } of tests) {
      const text = values.at(at)
      if (text === undefined || !holds(text)) return false
    }
    return reaches(values)
  }
}

/** The fields before `...` and those after it. */
function aroundRest(fields: readonly Field[]): readonly [readonly Field[], readonly Field[]] {
  const rest = fields.findIndex(field => field.kind === 'rest')
  return rest < 0 ? [fields, []] : [fields.slice(0, rest), fields.slice(rest + 1)]
}

function compileFields(pattern: FieldsPattern): Match {
  const [before, after] = aroundRest(pattern.fields)
  const holds = fieldsCondition(pattern)
  const mayHold = needleTest(fieldNeedles(pattern.fields))
  const test: Predicate = message => mayHold(message) && holds(splitFields(message))
  const extract = (message: string): Record<string, string> => {
    const values = splitFields(message)
    const names = new Map<number, string>()
    before.forEach((field, at) => {
      if (field.kind === 'field' && field.name !== null) names.set(at, field.name)
    })
    after.forEach((field, at) => {
      if (field.kind === 'field' && field.name !== null) names.set(values.length - after.length + at, field.name)
    })
    return Object.fromEntries(values.map((value, at) => [`$${names.get(at) ?? at + 1}`, value]))
  }
  return { test, extract }
}

function positioned(
  field: Field,
  at: number,
): { readonly at: number; readonly holds: (text: string) => boolean } | null {
  return field.kind === 'field' && field.test !== null ? { at, holds: fieldCondition(field.test) } : null
}

function fieldCondition(test: FieldTest): (text: string) => boolean {
  if (test.kind === 'compare') return fieldTest(test.comparison)
  const parts = (test as Branch<FieldTest>).parts.map(fieldCondition)
  return test.kind === 'and' ? text => parts.every(part => part(text)) : text => parts.some(part => part(text))
}

function needleTest(needles: Needles): Predicate {
  if (needles.length === 0) return () => true
  return message => needles.every(group => group.some(needle => message.includes(needle)))
}
