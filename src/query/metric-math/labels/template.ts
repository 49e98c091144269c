/** Dynamic labels: text with `${…}` in it, cut into pieces that a series fills in. What is no known word stays as it is written. */

export type LabelPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'label' }
  | { readonly kind: 'value'; readonly word: LabelWord }
  /** `Dim.X` is the dimension X. */
  | { readonly kind: 'property'; readonly name: string }

export const labelWords = [
  ...(['AVG', 'SUM', 'MIN', 'MAX', 'FIRST', 'LAST', 'DATAPOINT_COUNT'] as const),
  ...(['MIN_MAX_RANGE', 'FIRST_LAST_RANGE', 'MIN_MAX_TIME_RANGE', 'FIRST_LAST_TIME_RANGE'] as const),
  ...(['MIN_TIME', 'MAX_TIME', 'FIRST_TIME', 'LAST_TIME'] as const),
  ...(['MIN_TIME_RELATIVE', 'MAX_TIME_RELATIVE', 'FIRST_TIME_RELATIVE', 'LAST_TIME_RELATIVE'] as const),
]
export type LabelWord = (typeof labelWords)[number]
const known: ReadonlySet<string> = new Set(labelWords)

export const labelProperties = [
  'AccountId',
  'AccountLabel',
  'MetricName',
  'Namespace',
  'Period',
  'Region',
  'Stat',
] as const
const properties: ReadonlySet<string> = new Set(labelProperties)

const place = /\$\{\s*(?:([A-Z_]+)|PROP\(\s*(?:'([^'{}]*)'|"([^"{}]*)")\s*\))\s*\}/g

export function readLabel(text: string): readonly LabelPiece[] {
  const pieces: LabelPiece[] = []
  let at = 0
  const plain = (to: number): void => {
    if (to > at) pieces.push({ kind: 'text', text: text.slice(at, to) })
  }
  for (const match of text.matchAll(place)) {
    const piece = pieceOf(match[1], match[2] ?? match[3])
    if (piece === null) continue
    plain(match.index)
    pieces.push(piece)
    at = match.index + match[0].length
  }
  plain(text.length)
  return pieces
}

function pieceOf(word: string | undefined, property: string | undefined): LabelPiece | null {
  if (word === 'LABEL') return { kind: 'label' }
  if (word !== undefined) return known.has(word) ? { kind: 'value', word: word as LabelWord } : null
  if (property === undefined) return null
  return property.startsWith('Dim.') || properties.has(property) ? { kind: 'property', name: property } : null
}

/** A label that holds something to fill in stands for itself; any other goes before the label of each series. */
export const isDynamic = (pieces: readonly LabelPiece[]): boolean => pieces.some(({ kind }) => kind !== 'text')
