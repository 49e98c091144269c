/** The half circle of a gauge: where a value stands on it, and the arcs of its ranges. Pure. */

/** 0 to 1; what is beyond an end stands at the end. */
export function shareOf(value: number, least: number, most: number): number {
  if (!(most > least)) return 0
  return Math.min(1, Math.max(0, (value - least) / (most - least)))
}

/** An arc from one share of the half circle to another, about (0, 0), left to right over the top. */
export function arcPath(from: number, to: number, radius: number): string {
  const [a, b] = [from, to].map(share => {
    const angle = Math.PI * (1 - share)
    return `${round(radius * Math.cos(angle))} ${round(-radius * Math.sin(angle))}`
  })
  return `M${a}A${radius} ${radius} 0 0 1 ${b}`
}

const round = (value: number): number => Math.round(value * 100) / 100 + 0

export interface GaugeBand {
  /** Shares of the scale. */
  readonly from: number
  readonly to: number
  readonly colour: string | null
  readonly label: string | null
}

/** Ranges out of lines across: a band, or all above or below a line. Others are marks and no ranges. */
export function gaugeBands(
  levels: readonly {
    readonly value: number
    readonly to?: number | null
    readonly fill?: 'above' | 'below' | 'none'
    readonly colour?: string | null
    readonly label?: string | null
  }[],
  least: number,
  most: number,
): GaugeBand[] {
  return levels.flatMap(({ value, to, fill, colour = null, label = null }) => {
    const at = shareOf(value, least, most)
    const ends =
      to != null ? [at, shareOf(to, least, most)] : fill === 'above' ? [at, 1] : fill === 'below' ? [0, at] : undefined
    if (!ends || ends[0] === ends[1]) return []
    return [{ from: Math.min(ends[0]!, ends[1]!), to: Math.max(ends[0]!, ends[1]!), colour, label }]
  })
}
