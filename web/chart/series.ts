/** What charts draw, as plain values, and the arithmetic that they share. Pure. */

export interface Category {
  readonly label: string
  /** One per value column; null: the row has none. */
  readonly values: readonly (number | null)[]
}

/** `times` ascending, epoch milliseconds; each series has one value per time. */
export interface TimeSeries {
  readonly times: readonly number[]
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[]
}

/** From inclusive, to exclusive. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Each series on top of those before it; a gap counts as nothing. */
export function stackUp(series: TimeSeries['series']): number[][] {
  const below: number[] = []
  return series.map(({ values }) =>
    values.map((value, at) => {
      below[at] = (below[at] ?? 0) + Math.max(value ?? 0, 0)
      return below[at]!
    }),
  )
}

/** The smallest distance of two neighbours; undefined with fewer than two. */
export function stepOf(times: readonly number[]): number | undefined {
  let step: number | undefined
  for (let at = 1; at < times.length; at += 1) {
    const width = times[at]! - times[at - 1]!
    if (width > 0 && (step === undefined || width < step)) step = width
  }
  return step
}

export interface Piece {
  readonly label: string
  readonly value: number
  /** 0 to 1. */
  readonly share: number
  /** Shares of those before it. */
  readonly start: number
  /** How many values this piece stands for, when it is the rest. */
  readonly rest: number
}

/** The largest `most` pieces and what is left as one. Only what is above nothing has a piece. */
export function inPieces(categories: readonly Category[], most: number): Piece[] {
  const known = categories
    .map(({ label, values }) => ({ label, value: values[0] ?? 0, rest: 0 }))
    .filter(one => one.value > 0)
    .sort((a, b) => b.value - a.value)
  const rest = known.slice(most)
  const shown = [
    ...known.slice(0, most),
    ...(rest.length > 0
      ? [{ label: '', value: rest.reduce((sum, one) => sum + one.value, 0), rest: rest.length }]
      : []),
  ]
  const total = shown.reduce((sum, one) => sum + one.value, 0)
  let start = 0
  return shown.map(one => {
    const share = one.value / total
    const piece = { ...one, share, start }
    start += share
    return piece
  })
}
