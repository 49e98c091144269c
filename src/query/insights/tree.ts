/**
 * The tree of a Logs Insights query: what it means, and where each piece stood. `language/` makes it from text, `interpret/` gives it
 * its meaning over rows in memory, `sql/` compiles what it can of it for the engine. The field's own words are kept: commands and
 * functions have the names of the query language.
 */
import type { Said } from '../../model/index.ts'

/** Character offsets in the text that was given, half open. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A name as written, cut at dots that do not stand in backticks: `` a.`b.c` `` is ['a', 'b.c']. */
export interface FieldName {
  readonly segments: readonly string[]
  /** The segments joined with dots: the name of the column that shows it. System names keep their `@`. */
  readonly text: string
}

export type PeriodUnit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'q' | 'y'
/** As written, not yet capped: `bin(300s)` holds 300 and `s`; `periodOf` in `functions/` applies the caps. */
export interface Period {
  readonly amount: number
  readonly unit: PeriodUnit
}

/** RE2 syntax, flags inside as `(?i)`. Line breaks with their indentation are gone already. */
export interface Regex {
  readonly source: string
  /** Names of the named groups in order; empty when none is named. */
  readonly groups: readonly string[]
}

interface Node {
  readonly span: Span
}
export type Expression =
  | (Node & { readonly kind: 'text'; readonly value: string })
  | (Node & { readonly kind: 'number'; readonly value: number })
  | (Node & { readonly kind: 'period'; readonly period: Period })
  | (Node & { readonly kind: 'regex'; readonly regex: Regex })
  | (Node & { readonly kind: 'field'; readonly field: FieldName })
  /** A step into a map (text) or a list (number, from 0) that an expression gives: `jsonParse(x).a[1]`. */
  | (Node & { readonly kind: 'access'; readonly of: Expression; readonly key: string | number })
  /** `name` is the canonical name of the catalogue in `functions/`, never as written. */
  | (Node & { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] })
  /** Only in stats. `count(*)` has no args. */
  | (Node & { readonly kind: 'aggregate'; readonly name: string; readonly args: readonly Expression[] })
  | (Node & { readonly kind: 'negate'; readonly of: Expression })
  | (Node & {
      readonly kind: 'arithmetic'
      readonly op: ArithmeticOp
      readonly left: Expression
      readonly right: Expression
    })
  | (Node & { readonly kind: 'compare'; readonly op: CompareOp; readonly left: Expression; readonly right: Expression })
  /** `=~` is `like` with a regex. */
  | (Node & {
      readonly kind: 'like'
      readonly of: Expression
      readonly pattern: string | Regex
      readonly negated: boolean
    })
  | (Node & {
      readonly kind: 'in'
      readonly of: Expression
      readonly values: readonly Expression[]
      readonly negated: boolean
    })
  | (Node & { readonly kind: 'in-query'; readonly of: Expression; readonly query: Query; readonly negated: boolean })
  | (Node & { readonly kind: 'not'; readonly of: Expression })
  /** At least two parts. */
  | (Node & { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] })

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^'
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>='

/** An expression with the name of its column: the alias, or the text of the expression as written. */
export interface Column {
  readonly name: string
  readonly expression: Expression
  readonly aliased: boolean
  readonly span: Span
}
export interface SortKey {
  readonly expression: Expression
  readonly descending: boolean
}

export type Command = { readonly span: Span } & (
  | { readonly kind: 'fields'; readonly columns: readonly Column[] }
  | { readonly kind: 'display'; readonly columns: readonly Column[] }
  | { readonly kind: 'filter'; readonly condition: Expression }
  | { readonly kind: 'filterIndex'; readonly field: FieldName; readonly values: readonly (string | number)[] }
  | {
      readonly kind: 'stats'
      readonly aggregates: readonly Column[]
      readonly by: readonly Column[]
      readonly offset: Period | null
    }
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly rows: number; readonly any: boolean }
  | { readonly kind: 'parse'; readonly of: Expression; readonly how: ParseHow }
  | {
      readonly kind: 'json'
      readonly of: FieldName
      readonly path: readonly (string | number)[]
      readonly name: string
    }
  | { readonly kind: 'dedup'; readonly fields: readonly FieldName[] }
  | { readonly kind: 'pattern'; readonly of: Expression }
  | { readonly kind: 'diff'; readonly against: 'window' | 'previousDay' | 'previousWeek' | 'previousMonth' }
  | { readonly kind: 'anomaly' }
  | { readonly kind: 'unnest'; readonly of: Expression; readonly name: string }
  | { readonly kind: 'expand'; readonly field: FieldName }
  | { readonly kind: 'unmask'; readonly fields: readonly FieldName[] }
  | {
      readonly kind: 'lookup'
      readonly table: string
      /** `column AS field`, or both the same. */
      readonly match: readonly { readonly column: string; readonly field: FieldName }[]
      readonly overwrite: boolean
      readonly output: readonly { readonly column: string; readonly name: string }[]
    }
  | {
      readonly kind: 'cidrlookup'
      readonly table: string
      readonly field: FieldName
      /** The table's CIDR column; null: the first one that holds CIDRs. */
      readonly column: string | null
      readonly overwrite: boolean
      readonly output: readonly { readonly column: string; readonly name: string }[]
    }
  | {
      readonly kind: 'join'
      readonly type: 'inner' | 'left'
      readonly left: string
      readonly right: string
      /** Equalities; left and right key without their alias. */
      readonly on: readonly { readonly left: FieldName; readonly right: FieldName }[]
      readonly query: Query
    }
  | {
      readonly kind: 'addtotals'
      readonly name: string
      readonly row: boolean
      readonly column: boolean
      readonly fields: readonly FieldName[]
    }
  | {
      readonly kind: 'autoregress'
      readonly field: FieldName
      readonly name: string
      readonly from: number
      readonly to: number
    }
  | { readonly kind: 'accum'; readonly field: FieldName; readonly name: string }
  /** Names may hold `*`. Empty: every column. */
  | { readonly kind: 'filldown'; readonly fields: readonly string[] }
  | {
      readonly kind: 'fillmissing'
      readonly fills: readonly { readonly value: string | number; readonly fields: readonly FieldName[] }[]
    }
  | {
      readonly kind: 'outlier'
      readonly action: 'transform' | 'remove'
      readonly param: number
      readonly useLower: boolean
      readonly mark: boolean
      readonly fields: readonly FieldName[]
    }
  | { readonly kind: 'appendcols'; readonly override: boolean; readonly max: number | null; readonly query: Query }
  | {
      readonly kind: 'sessionize'
      readonly fields: readonly FieldName[]
      readonly maxSpan: Period
      readonly name: string
    }
  | { readonly kind: 'countFrequent'; readonly fields: readonly FieldName[] }
  | { readonly kind: 'logcompare'; readonly shift: Period }
  | { readonly kind: 'relevantfields'; readonly fields: readonly FieldName[]; readonly where: Expression }
  | { readonly kind: 'estimate' }
)

export type ParseHow =
  /** Literals and captures in turn: `literals` is one longer than `names`. */
  | { readonly kind: 'glob'; readonly literals: readonly string[]; readonly names: readonly string[] }
  /** `names` in the order of the groups that they name. */
  | { readonly kind: 'regex'; readonly regex: Regex; readonly names: readonly string[]; readonly multi: boolean }
  | { readonly kind: 'logfmt'; readonly name: string }
  | { readonly kind: 'csv'; readonly names: readonly string[] }

/** Which groups are asked, when the text says so. */
export type Source = { readonly span: Span } & (
  | {
      readonly kind: 'named'
      /** Epoch milliseconds; 0 is `now`, and less than 0 counts back from the query's start (`start=-1d`). */
      readonly groups: readonly { readonly name: string; readonly from: number | null; readonly to: number | null }[]
    }
  | {
      readonly kind: 'chosen'
      /** Empty with no tags and no data sources: all groups. */
      readonly prefixes: readonly string[]
      readonly accounts: readonly string[]
      readonly classes: readonly string[]
      readonly dataSources: readonly string[]
      /** Keys are ANDed, a key's values ORed; a value may end in `*` and begin with `!`. */
      readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[]
    }
)

export interface Query {
  readonly source: Source | null
  readonly commands: readonly Command[]
  readonly span: Span
}

/** What was mended or reordered, said to whoever asked. */
export interface Notice extends Said {
  readonly code: 'regex-line-break' | 'filter-before-stats' | 'sort-ignored' | 'sort-key-ignored' | 'bin-capped'
  /** In English. */
  readonly message: string
  readonly span: Span
}

/** A query that may run: order rules hold, names and counts are right, compatibility moves are made. */
export interface CheckedQuery {
  readonly query: Query
  readonly notices: readonly Notice[]
}

/** Why a text is not a query. `mend` is what the editor offers: replace the span by the text. */
export interface CompileError {
  readonly message: string
  readonly span: Span
  readonly suggestion: string | null
  /** The same for any language. */
  readonly said: {
    readonly sentence: Said
    readonly suggestion: Said | null
    /** Line and position, from 1; null where there is no text. */
    readonly place: { readonly line: number; readonly position: number } | null
    /** AWS's own words with their place, where it has any: what its documentation and forums know the fault by. */
    readonly aws: string | null
  }
  readonly mend: { readonly span: Span; readonly insert: string } | null
}
