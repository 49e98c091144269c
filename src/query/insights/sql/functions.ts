/** Scalar functions that the engine computes exactly as `functions/` does. What is not here runs in the interpreter. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { parseNetwork, periodOf, type Steps } from '../functions/index.ts'
import type { Expression } from '../tree.ts'
import { contains, truth } from './compare.ts'
import type { Scope } from './fields.ts'
import { deepest, type Piece } from './layers.ts'
import { named, nothing, number, numeric, over, type Typed, textual } from './typed.ts'

export interface Call {
  readonly scope: Scope
  readonly args: readonly Typed[]
  /** As written: periods and regular expressions are no values. */
  readonly written: readonly Expression[]
}
type Compile = (call: Call) => Typed | undefined

/** Undefined: not in SQL. */
export function callSql(name: string, call: Call): Typed | undefined {
  return table[name]?.(call)
}

/** A number that may have become infinite or none. */
export function finiteSql({ layers }: Scope, parts: readonly Piece[], made: Sql): Typed {
  const whole = { sql: made, depth: deepest(...parts) }
  const finite = (x: Sql): Sql => sql`if(isFinite(${x}), ${x}, NULL)`
  if (layers.weight(whole) > heavy)
    return { kind: 'number', ...layers.bind({ ...whole, sql: named('v', made, finite(sql`v`)) }) }
  const held = layers.bind(whole)
  return over(layers, 'number', [held], finite(held.sql))
}

/** From here on an expression is named rather than written twice. */
const heavy = 4_000

const ofNumbers =
  (make: (...numbers: Sql[]) => Sql): Compile =>
  ({ scope, args }) => {
    const numbers = args.map(one => numeric(scope.layers, one))
    return finiteSql(scope, numbers, make(...numbers.map(one => one.sql)))
  }
const ofTexts =
  (kind: Typed['kind'], make: (...texts: Sql[]) => Sql): Compile =>
  ({ scope, args }) => {
    const texts = args.map(one => scope.layers.short(textual(scope.layers, one)))
    return over(scope.layers, kind, texts, make(...texts.map(one => one.sql)))
  }

const constantText = (value: Typed | undefined): string | undefined =>
  typeof value?.constant === 'string' ? value.constant : undefined

const table: Readonly<Record<string, Compile>> = {
  abs: ofNumbers(x => sql`abs(${x})`),
  ceil: ofNumbers(x => sql`ceil(${x})`),
  floor: ofNumbers(x => sql`floor(${x})`),
  log: ofNumbers(x => sql`log(${x})`),
  sqrt: ofNumbers(x => sql`sqrt(${x})`),
  greatest: extreme(sql`greatest`),
  least: extreme(sql`least`),
  toNumber: ofNumbers(x => x),
  toDouble: ofNumbers(x => x),
  toInt: ofNumbers(x => sql`if(${x} >= -2147483648 AND ${x} <= 2147483647, trunc(${x}), NULL)`),
  toLong: ofNumbers(x => sql`if(${x} >= -9223372036854775808. AND ${x} <= 9223372036854775807., trunc(${x}), NULL)`),

  bin: ({ scope, written }) => (scope.time === undefined ? undefined : stepped(scope, scope.time, written[0], 'floor')),
  datefloor: ({ scope, args, written }) => stepped(scope, args[0], written[1], 'floor'),
  dateceil: ({ scope, args, written }) => stepped(scope, args[0], written[1], 'ceil'),
  fromMillis: ({ scope, args: [at = nothing] }) => {
    const x = numeric(scope.layers, at)
    return over(scope.layers, 'time', [x], sql`if(abs(${x.sql}) <= 8640000000000000, toInt64(trunc(${x.sql})), NULL)`)
  },
  toMillis: ofNumbers(x => x),
  now: ({ scope }) => number(Math.floor(scope.surroundings.startedAt / 1_000)),
  queryStartTime: ({ scope }) => number(scope.surroundings.from),
  queryEndTime: ({ scope }) => number(scope.surroundings.to),
  queryTimeRange: ({ scope }) => number(scope.surroundings.to - scope.surroundings.from),

  ispresent: ({ scope, args: [value = nothing] }) => over(scope.layers, 'flag', [value], sql`isNotNull(${value.sql})`),
  isNumeric: ({ scope, args: [value = nothing] }) => {
    if (value.kind === 'time') return { kind: 'flag', sql: sql`0`, depth: 0 }
    const x = numeric(scope.layers, value)
    return over(scope.layers, 'flag', [x], sql`isNotNull(${x.sql})`)
  },
  coalesce: ({ scope, args }) => chosen(scope, args, values => sql`coalesce(${sql.join(values, ', ')})`),
  if: ({ scope, args: [condition = nothing, yes = nothing, no = nothing] }) => {
    const flag = truth(scope.layers, condition)
    return chosen(scope, [yes, no], ([a = sql`NULL`, b = sql`NULL`]) => sql`if(${flag.sql}, ${a}, ${b})`, [flag])
  },
  case: ({ scope, args }) => {
    const flags = args.flatMap((one, at) => (at % 2 === 0 && at + 1 < args.length ? [truth(scope.layers, one)] : []))
    const values = args.filter((_, at) => at % 2 === 1)
    values.push(args.length % 2 === 1 ? (args.at(-1) ?? nothing) : nothing)
    const make = (made: readonly Sql[]) =>
      sql`multiIf(${sql.join(
        flags.map((flag, at) => sql`${flag.sql}, ${made[at] ?? sql`NULL`}`),
        ', ',
      )}, ${made.at(-1) ?? sql`NULL`})`
    return flags.length === 0 ? undefined : chosen(scope, values, make, flags)
  },
  messageSize: ofTexts('number', s => sql`toFloat64(length(${s}))`),
  unmask: ({ args }) => args[0],

  isempty: ({ scope, args: [value = nothing] }) => {
    const held = scope.layers.short(textual(scope.layers, value))
    return over(scope.layers, 'flag', [held], sql`ifNull(${held.sql} = '', 1)`)
  },
  concat: ofTexts('text', (...texts) =>
    texts.length === 1 ? sql`${texts[0] ?? sql`NULL`}` : sql`concat(${sql.join(texts, ', ')})`,
  ),
  strlen: ofTexts('number', s => sql`toFloat64(lengthUTF8(${s}))`),
  substr: ({ scope, args }) => {
    const [from, length] = [args[1]?.constant, args[2]?.constant]
    if (typeof from !== 'number' || (args.length > 2 && typeof length !== 'number')) return undefined
    const start = Math.min(Math.max(0, Math.trunc(from)), 2 ** 31) + 1
    const held = textual(scope.layers, args[0] ?? nothing)
    const made =
      typeof length === 'number'
        ? sql`substringUTF8(${held.sql}, ${start}, ${Math.min(Math.max(0, Math.trunc(length)), 2 ** 31)})`
        : sql`substringUTF8(${held.sql}, ${start})`
    return over(scope.layers, 'text', [held], made)
  },
  trim: trimmed('both'),
  ltrim: trimmed('left'),
  rtrim: trimmed('right'),
  replace: ({ scope, args }) => {
    const [what, by] = [constantText(args[1]), constantText(args[2])]
    if (what === undefined || by === undefined) return undefined
    const held = textual(scope.layers, args[0] ?? nothing)
    return what === ''
      ? over(scope.layers, 'text', [held], held.sql)
      : over(scope.layers, 'text', [held], sql`replaceAll(${held.sql}, ${what}, ${by})`)
  },
  strcontains: ({ scope, args: [value = nothing, what = nothing] }) => {
    const part = constantText(what)
    if (part === undefined) return undefined
    const held = textual(scope.layers, value)
    return part === ''
      ? over(scope.layers, 'flag', [held], sql`if(isNull(${held.sql}), NULL, 1)`)
      : over(scope.layers, 'flag', [held], contains(held.sql, part))
  },
  startsWith: ofTexts('flag', (s, what) => sql`startsWith(${s}, ${what})`),
  endsWith: ofTexts('flag', (s, what) => sql`endsWith(${s}, ${what})`),
  md5: ofTexts('text', s => sql`lower(hex(MD5(${s})))`),
  sha256: ofTexts('text', s => sql`lower(hex(SHA256(${s})))`),

  isValidIpV4: ofTexts('flag', s => sql`isIPv4String(${s})`),
  isIpv4InSubnet: ({ scope, args }) => {
    const cidr = constantText(args[1])
    const network = cidr === undefined ? null : parseNetwork(cidr)
    if (cidr === undefined || network === null || cidr.includes(':') || !/\/\d+$/.test(cidr)) return undefined
    const held = scope.layers.short(textual(scope.layers, args[0] ?? nothing))
    return over(
      scope.layers,
      'flag',
      [held],
      sql`if(isNull(${held.sql}), NULL, if(isIPv4String(${held.sql}), isIPAddressInRange(if(isIPv4String(${held.sql}), assumeNotNull(${held.sql}), '0.0.0.0'), ${cidr}), 0))`,
    )
  },
}

function extreme(name: Sql): Compile {
  return ({ scope, args }) => {
    const numbers = args.map(one => numeric(scope.layers, one))
    const [only] = numbers
    if (numbers.length === 1 && only !== undefined) return over(scope.layers, 'number', [only], only.sql)
    // The engine's own skips NULL; ours is null as soon as one is missing.
    const all = sql.join(
      numbers.map(one => one.sql),
      ', ',
    )
    const none = sql.or(numbers.map(one => sql`isNull(${one.sql})`))
    return over(scope.layers, 'number', numbers, sql`if(${none}, NULL, ${name}(${all}))`)
  }
}

function trimmed(side: 'both' | 'left' | 'right'): Compile {
  return ({ scope, args }) => {
    const chars = args.length > 1 ? constantText(args[1]) : ' \t\n\v\f\r'
    // A set in a regular expression; one that is empty takes nothing away.
    if (chars === undefined) return undefined
    const held = textual(scope.layers, args[0] ?? nothing)
    if (chars === '') return over(scope.layers, 'text', [held], held.sql)
    const set = `[${[...chars].map(char => `\\x{${(char.codePointAt(0) ?? 0).toString(16)}}`).join('')}]+`
    const pattern = side === 'left' ? `^${set}` : side === 'right' ? `${set}$` : `^${set}|${set}$`
    return over(scope.layers, 'text', [held], sql`replaceRegexpAll(${held.sql}, ${pattern}, '')`)
  }
}

/** One of several values: they must be of one type, or all be writable as texts without loss. */
function chosen(
  scope: Scope,
  values: readonly Typed[],
  make: (values: readonly Sql[]) => Sql,
  more: readonly Piece[] = [],
): Typed | undefined {
  const known = values.filter(value => value !== nothing)
  const kinds = new Set(known.map(value => value.kind))
  const [kind = 'text'] = kinds
  if (kinds.size <= 1 && kind !== 'flag') {
    const made = values.map(value => (value === nothing ? sql`NULL` : value.sql))
    return over(scope.layers, kind, [...values, ...more], make(made))
  }
  // Written numbers among texts are texts that behave as numbers; a computed one might print shorter than it is.
  if (known.some(value => value.kind !== 'text' && value.constant === undefined)) return undefined
  const texts = values.map(value => (value === nothing ? nothing : textual(scope.layers, value)))
  return over(scope.layers, 'text', [...texts, ...more], make(texts.map(one => one.sql)))
}

function stepped(
  scope: Scope,
  of: Typed | undefined,
  written: Expression | undefined,
  way: 'floor' | 'ceil',
): Typed | undefined {
  if (of === undefined || written?.kind !== 'period') return undefined
  const steps = periodOf(written.period)
  if (steps === null) return { ...nothing, kind: 'time', sql: sql`CAST(NULL, 'Nullable(Int64)')` }
  if (steps.kind !== 'even') return undefined
  const at = of.kind === 'time' ? of : numeric(scope.layers, of)
  const floored = floorSql(scope.layers.short(at).sql, steps, of.kind === 'time')
  const held = scope.layers.short({ sql: floored, depth: scope.layers.short(at).depth })
  const short = scope.layers.short(at)
  const made =
    way === 'floor' ? held.sql : sql`if(${held.sql} = ${short.sql}, ${held.sql}, ${held.sql} + ${steps.millis})`
  const inside = of.kind === 'time' ? made : sql`if(abs(${short.sql}) <= 8640000000000000, ${made}, NULL)`
  return over(scope.layers, 'time', [held, short], inside)
}

function floorSql(at: Sql, steps: Extract<Steps, { kind: 'even' }>, whole: boolean): Sql {
  const from = steps.from
  if (!whole) return sql`toInt64(floor((${at} - ${from}) / ${steps.millis})) * ${steps.millis} + ${from}`
  // Events are from 1970 on, a computed time may be before: intDiv cuts towards zero.
  const shifted = from === 0 ? at : sql`(${at} - ${from})`
  const floored = sql`(${shifted} - positiveModulo(${shifted}, ${steps.millis}))`
  return from === 0 ? floored : sql`(${floored} + ${from})`
}
