/** A ring of shares. Only what is above nothing has a piece; past twelve the smallest are one. */
import type { Area } from './area.ts'
import type { Colours } from './colours.ts'
import { short, tag } from './elements.ts'
import type { PictureSeries } from './picture.ts'
import { newest } from './single-value.ts'
import { showValue } from './values.ts'

export interface Piece {
  readonly label: string
  readonly colour: string
  readonly value: number
  /** 0 to 1. */
  readonly share: number
  /** `12.3 % · 482` */
  readonly text: string
}

const most = 12

export function piecesOf(
  series: readonly PictureSeries[],
  colours: Colours,
  colourOf: (at: number) => string,
  others: string,
): readonly Piece[] {
  const known = series
    .map((one, at) => ({ label: one.label, colour: colourOf(at), value: newest(one) ?? 0, unit: one.unit }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
  const rest = known.slice(most)
  const sum = rest.reduce((all, { value }) => all + value, 0)
  const shown = [
    ...known.slice(0, most),
    ...(rest.length === 0 ? [] : [{ label: others, colour: colours.line, value: sum, unit: rest[0]?.unit }]),
  ]
  const total = shown.reduce((all, { value }) => all + value, 0)
  return shown.map(({ label, colour, value, unit }) => {
    const share = value / total
    return {
      label,
      colour,
      value,
      share,
      text: `${Number((share * 100).toPrecision(3))} % · ${showValue(value, unit)}`,
    }
  })
}

export function ring(pieces: readonly Piece[], { left, top, width, height }: Area, colours: Colours): string {
  const radius = Math.max(4, Math.min(width, height) / 2 - 6)
  const [x, y] = [left + width / 2, top + height / 2]
  const hole = radius * 0.55
  let before = 0
  return pieces
    .map(({ share, colour }) => {
      const [start, end] = [before, before + share]
      before = end
      const edge = { fill: colour, stroke: colours.paper, 'stroke-width': pieces.length > 1 ? '1.5' : undefined }
      if (share > 0.9999)
        return tag('circle', {
          ...{ cx: x, cy: y, r: (radius + hole) / 2, fill: 'none', stroke: colour, 'stroke-width': radius - hole },
        })
      return tag('path', { d: slice(x, y, radius, hole, start, end), ...edge })
    })
    .join('')
}

/** From share to share, beginning at the top. */
function slice(x: number, y: number, outer: number, inner: number, start: number, end: number): string {
  const at = (share: number, radius: number): string => {
    const angle = (share - 0.25) * 2 * Math.PI
    return `${short(x + Math.cos(angle) * radius)} ${short(y + Math.sin(angle) * radius)}`
  }
  const large = end - start > 0.5 ? 1 : 0
  return [
    `M${at(start, outer)}A${short(outer)} ${short(outer)} 0 ${large} 1 ${at(end, outer)}`,
    `L${at(end, inner)}A${short(inner)} ${short(inner)} 0 ${large} 0 ${at(start, inner)}Z`,
  ].join('')
}
