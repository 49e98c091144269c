/** Where the points and the threshold of a small picture stand. Pure. */

export interface SparkBox {
  readonly width: number
  readonly height: number
}
export interface Spark {
  readonly points: readonly (readonly [number, number])[]
  /** Height of the threshold's line; null: none. */
  readonly limit: number | null
  readonly newest: readonly [number, number] | undefined
}

/** Pixels kept free on each side, for the newest point's dot. */
const margin = 3

/** Values and threshold share one scale that begins at nothing unless something lies below it; y grows downwards. */
export function sparkOf(
  recent: readonly { readonly at: number; readonly value: number }[],
  threshold: number | null,
  { width, height }: SparkBox,
): Spark {
  const values = [...recent.map(one => one.value), ...(threshold === null ? [] : [threshold])]
  const low = Math.min(0, ...values)
  const high = Math.max(...values, low + Number.MIN_VALUE)
  const span = high - low || 1
  const first = recent[0]?.at ?? 0
  const length = Math.max(1, (recent.at(-1)?.at ?? 0) - first)
  const place = (value: number) => round(height - margin - ((value - low) / span) * (height - 2 * margin))
  const points = recent.map(
    one => [round(margin + ((one.at - first) / length) * (width - 2 * margin)), place(one.value)] as const,
  )
  return { points, limit: threshold === null ? null : place(threshold), newest: points.at(-1) }
}

const round = (value: number): number => Math.round(value * 10) / 10
