/** What series are called when nobody says: the metric's name, and what tells them apart. */

export interface Labelled {
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: string
  /** Seconds. */
  readonly period: number
}

/**
 * One label for each, in order. Where all have the same dimensions the name leads; where they differ the differing values do, and the
 * name only if names differ as well. Then come the statistic and the period, where those differ.
 */
export function defaultLabels(all: readonly Labelled[]): readonly string[] {
  const differ = (of: (one: Labelled) => unknown): boolean => new Set(all.map(of)).size > 1
  const keys = [...new Set(all.flatMap(({ dimensions }) => Object.keys(dimensions)))].filter(key =>
    differ(({ dimensions }) => valueIn(dimensions, key)),
  )
  const named = keys.length === 0 || differ(({ metric }) => metric)
  const bySuch = { statistic: differ(({ statistic }) => statistic), period: differ(({ period }) => period) }
  return all.map(({ metric, dimensions, statistic, period }) => {
    const values = keys.flatMap(key => valueIn(dimensions, key) ?? [])
    return [
      ...(named || values.length === 0 ? [metric] : []),
      ...values,
      ...(bySuch.statistic ? [statistic] : []),
      ...(bySuch.period ? [String(period)] : []),
    ].join(' ')
  })
}

const valueIn = (dimensions: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(dimensions, key) ? dimensions[key] : undefined
