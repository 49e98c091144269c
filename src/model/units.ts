/** Units are types: bytes never meet milliseconds by accident. A plain `number` is a count. */
declare const unit: unique symbol
type Unit<Name extends string> = number & { readonly [unit]: Name }

/** A length of time in milliseconds. */
export type Millis = Unit<'ms'>
/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Unit<'instant'>
export type Bytes = Unit<'B'>

export const millis = (n: number): Millis => n as Millis
export const seconds = (n: number): Millis => (n * 1_000) as Millis
export const minutes = (n: number): Millis => (n * 60_000) as Millis
export const hours = (n: number): Millis => (n * 3_600_000) as Millis
export const days = (n: number): Millis => (n * 86_400_000) as Millis

export const instant = (epochMillis: number): Instant => epochMillis as Instant
export const plus = (at: Instant, length: Millis): Instant => (at + length) as Instant
export const minus = (at: Instant, length: Millis): Instant => (at - length) as Instant
/** How long from `from` to `to`; negative when `to` is earlier. */
export const between = (from: Instant, to: Instant): Millis => (to - from) as Millis

export const bytes = (n: number): Bytes => n as Bytes
export const mib = (n: number): Bytes => (n * 1_048_576) as Bytes
export const gib = (n: number): Bytes => (n * 1_073_741_824) as Bytes
