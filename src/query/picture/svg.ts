/** A picture of metrics as SVG: paper, title, legend, and one of the views between them. Pure; the same input gives the same text. */
import { limits } from '../../limits.ts'
import type { Area } from './area.ts'
import { bars } from './bars.ts'
import { type Colours, isColour, colours as themes } from './colours.ts'
import { escaped, tag } from './elements.ts'
import { gauges } from './gauge.ts'
import { type Entry, type LegendWords, legendRows, widthOf } from './legend.ts'
import type { MetricPicture } from './picture.ts'
import { piecesOf, ring } from './pie.ts'
import { singleValues } from './single-value.ts'
import { fitted } from './text-width.ts'
import { thinned } from './thin.ts'
import { timeSeries } from './time-series.ts'
import { words } from './words.ts'

const margin = 10
const titleSize = 14

/** Width and height as they will be. */
export function sizeOf({ width = 600, height = 400 }: MetricPicture): {
  readonly width: number
  readonly height: number
} {
  const within = (size: number): number =>
    Math.round(Math.min(limits.pictureMost, Math.max(limits.pictureLeast, Number.isFinite(size) ? size : 400)))
  return { width: within(width), height: within(height) }
}

export function pictureSvg(asked: MetricPicture): string {
  const picture = bounded(asked)
  const { width, height } = sizeOf(picture)
  const colours = themes[picture.theme ?? 'light']
  const colourOf = (at: number): string => {
    const own = picture.series[at]?.colour
    return isColour(own) ? own : colours.series[at % colours.series.length]!
  }
  const head = picture.title ? titleSize + margin : 0
  const room = {
    left: margin,
    top: margin + head,
    width: Math.max(1, width - 2 * margin),
    height: Math.max(1, height - 2 * margin - head),
  }
  const name = picture.title ? titled(picture.title, width, colours) : ''
  const [body, legend] = viewed(picture, room, colours, colourOf, asked.series.length)
  return tag(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` },
      'font-family': 'Nanum Gothic, Noto Sans KR, Noto Sans CJK KR, Noto Sans, DejaVu Sans, sans-serif',
    },
    tag('rect', { width, height, fill: colours.paper }),
    name,
    body,
    legend,
  )
}

/** Series past the bound are left out, and the legend says how many; points past theirs are thinned. */
function bounded(picture: MetricPicture): MetricPicture {
  const from = Math.min(Math.max(picture.from, 0), limits.lastInstant)
  const series = picture.series.slice(0, limits.pictureSeries)
  return {
    ...picture,
    from,
    to: Math.min(Math.max(picture.to, from + 1), limits.lastInstant + 1),
    series: series.map(one => thinned(one, Math.floor(limits.picturePoints / series.length))),
    levels: (picture.levels ?? []).slice(0, limits.pictureMarks),
    moments: (picture.moments ?? []).slice(0, limits.pictureMarks),
  }
}

const titled = (title: string, width: number, colours: Colours): string =>
  tag(
    'text',
    { x: margin, y: margin + titleSize, 'font-size': titleSize, 'font-weight': 'bold', fill: colours.text },
    escaped(fitted(title, titleSize * 1.06, width - 2 * margin)),
  )

function viewed(
  picture: MetricPicture,
  room: Area,
  colours: Colours,
  colourOf: (at: number) => string,
  all: number,
): readonly [string, string] {
  const { series, view = 'timeSeries', language = 'en' } = picture
  switch (view) {
    case 'singleValue':
      return [singleValues(series, room, colours, colourOf), '']
    case 'gauge':
      return [gauges(picture, room, colours, colourOf), '']
    case 'bar':
      return [bars(series, room, colours, colourOf, language), '']
    case 'pie': {
      const pieces = piecesOf(series, colours, colourOf, words[language].others)
      if (pieces.length === 0) return [none(room, colours, language), '']
      const entries = pieces.map(({ label, colour, text }) => ({ label, colour, at: 0, value: text }))
      const place = picture.legend ?? 'right'
      return framed(entries, place, room, colours, { language }, area => ring(pieces, area, colours))
    }
    case 'timeSeries': {
      const entries = series.map((one, at) => ({ label: one.label, colour: colourOf(at), at }))
      const place = picture.legend ?? 'bottom'
      return framed(entries, place, room, colours, { language, undrawn: all - series.length }, area =>
        timeSeries(picture, area, colours, colourOf),
      )
    }
  }
}

const none = ({ left, top, width, height }: Area, colours: Colours, language: 'en' | 'ko'): string =>
  tag(
    'text',
    { x: left + width / 2, y: top + height / 2, 'font-size': 14, fill: colours.dim, 'text-anchor': 'middle' },
    words[language].none,
  )

/** The legend takes at most a third of the height, or two fifths of the width. */
function framed(
  entries: readonly Entry[],
  place: 'bottom' | 'right' | 'hidden',
  room: Area,
  colours: Colours,
  words: Omit<LegendWords, 'columns'>,
  draw: (area: Area) => string,
): readonly [string, string] {
  if (place === 'hidden' || entries.length === 0) return [draw(room), '']
  if (place === 'right') {
    const width = Math.min(room.width * 0.4, 260, widthOf(entries))
    const left = room.left + room.width - width
    const legend = legendRows(entries, { left, width, height: room.height - 8 }, colours, { ...words, columns: 'one' })
    return [draw({ ...room, width: room.width - width - 10 }), legend.at(room.top + 6)]
  }
  const legend = legendRows(entries, { ...room, height: room.height / 3 }, colours, { ...words, columns: 'flow' })
  const height = room.height - legend.height - 6
  return [draw({ ...room, height }), legend.at(room.top + height + 6)]
}
