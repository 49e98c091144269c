/** What the pattern miner takes and gives: patterns of log lines with their varying parts named, ready for `@pattern` and its columns. */

/** What the values of a varying part look like. `Token` is everything without a name of its own. */
export type TokenType = 'Time' | 'Number' | 'IP' | 'UUID' | 'Hex' | 'URL' | 'Path' | 'Token'

/** The words of `@severityLabel`. */
export type SeverityLabel = 'Fatal' | 'Error' | 'Warning' | 'Info' | 'Debug' | 'Trace' | 'None'

/** A varying part of a pattern. */
export interface PatternToken {
  /** As in the pattern without the brackets: `Number-2`. The number counts the varying parts of the pattern from 1, left to right. */
  readonly name: string
  readonly type: TokenType
  /** The most frequent values, most frequent first, with the lines that have them. Values beyond 128 UTF-16 units are cut. */
  readonly values: readonly { readonly value: string; readonly count: number }[]
  /** How many different values were seen; a lower bound when `exact` is false. */
  readonly distinct: number
  /** False: more values occurred than are kept, so rare ones are missing and counts may be too low. */
  readonly exact: boolean
  /** Of the values that are plain numbers; null: too few are. `deviation` is of the population. */
  readonly numeric: {
    readonly count: number
    readonly min: number
    readonly max: number
    readonly mean: number
    readonly deviation: number
  } | null
}

/** Lines that are alike. */
export interface PatternRow {
  /** The same for the same pattern in another window; 16 hexadecimal digits. */
  readonly id: string
  /** `@pattern`: constant text with varying parts as `<Type-n>`. Line breaks as they were. */
  readonly pattern: string
  /** `@sampleCount`: lines. */
  readonly sampleCount: number
  /** `@ratio`: part of all lines, 0 to 1. */
  readonly ratio: number
  /** `@severityLabel`: what most of its lines say; of equals the graver. */
  readonly severityLabel: SeverityLabel
  readonly tokens: readonly PatternToken[]
  /** RE2 source (JavaScript reads it alike) that matches every line of the pattern, whole; `(?s)` is not needed. */
  readonly regex: string
  /** A few of its lines, whole up to `limits.patternExampleLength`. */
  readonly examples: readonly string[]
  /** What it is made of, for comparing patterns of two windows. */
  readonly template: PatternTemplate
}

/** One piece of a template: a constant, or a varying part. `before` is the blank before it as first seen. */
export interface TemplatePart {
  readonly before: string
  /** null: varies. */
  readonly text: string | null
}
export interface PatternTemplate {
  readonly parts: readonly TemplatePart[]
  /** True: anything may follow, because the line was longer than is looked at. */
  readonly open: boolean
}

export interface PatternMinerOptions {
  /** The most patterns that are kept apart; 16 to `limits.patternsMost`, which is also the default. */
  readonly maxPatterns?: number
}

/** Everything a miner knows, as plain JSON: for merging windows, shards or threads. */
export interface PatternState {
  readonly version: 1
  readonly lines: number
  readonly entries: readonly unknown[]
}

export interface PatternMiner {
  /** Takes a line `count` times (default 1; a whole number, at least 1). */
  add(message: string, count?: number): void
  /** Takes all that another miner knows. */
  merge(state: PatternState): void
  state(): PatternState
  /** Patterns, most lines first, then by text. Sum of `sampleCount` = `lines`. Can be called at any time, again and again. */
  result(): PatternRow[]
  /** As of now: tells the `id` of the pattern of a line, or undefined for a line that is like none that was taken. */
  finder(): (message: string) => string | undefined
  /** Lines taken, with their counts. */
  readonly lines: number
}

/** A row of `pattern | diff`. */
export interface PatternDiffRow extends PatternRow {
  /** `@diffEventCount`: lines now less lines before. */
  readonly diffEventCount: number
  /** `@diffEventDescription`: plain words. */
  readonly diffEventDescription: string
  readonly beforeCount: number
}

export type AnomalyKind = 'frequency' | 'new-pattern' | 'token-variation' | 'numeric' | 'http-code'
export interface PatternAnomaly {
  readonly kind: AnomalyKind
  /** Plain words: what, where, how much. */
  readonly description: string
  /** How unusual, 0 to 1. */
  readonly score: number
}
/** A row of `pattern | anomaly`: only patterns with at least one anomaly are rows. */
export interface PatternAnomalyRow extends PatternRow {
  /** Strongest first. */
  readonly anomalies: readonly PatternAnomaly[]
}
