/**
 * Draws the part of the map that is seen. Colour is never the only sign: how full a square is says the share, and shapes tell what is in trouble (a cross),
 * on its way (a dot), ended (a dash), without a bound (an empty frame) or without figures (a dotted frame).
 */
import { groupHead, inset, type MapHit, type MapLayout, nodeHead, squareAt } from './layout.ts'
import type { Shade, ShadeLevel } from './measure.ts'

export interface MapColours {
  readonly text: string
  readonly dim: string
  readonly line: string
  readonly surface: string
  readonly accent: string
  readonly font: string
  readonly levels: Readonly<Record<ShadeLevel, string>>
}

export interface MapScene {
  readonly layout: MapLayout
  readonly width: number
  /** What is seen: pixels from the top of the map. */
  readonly top: number
  readonly height: number
  readonly colours: MapColours
  readonly groupNames: readonly string[]
  readonly nodeShade: (node: number) => Shade
  readonly podShade: (node: number, pod: number) => Shade
  /** Whether the filter wants it. */
  readonly isFaint: (node: number, pod: number) => boolean
  readonly cursor: MapHit | undefined
  readonly chosen: (node: number, pod: number) => boolean
}

export function paintMap(context: CanvasRenderingContext2D, scene: MapScene): void {
  const { layout, width, top, height, colours } = scene
  context.clearRect(0, 0, width, height)
  context.save()
  context.translate(0, -top)
  context.textBaseline = 'middle'
  for (const [at, { y }] of layout.groups.entries()) {
    if (y + groupHead < top || y > top + height) continue
    context.font = `600 12px ${colours.font}`
    context.fillStyle = colours.text
    context.fillText(scene.groupNames[at] ?? '', 0, y + groupHead / 2, width)
  }
  for (const [at, place] of layout.nodes.entries()) {
    if (place.y + place.height < top || place.y > top + height) continue
    paintNode(context, scene, at)
  }
  context.restore()
}

function paintNode(context: CanvasRenderingContext2D, scene: MapScene, at: number): void {
  const { layout, colours, cursor } = scene
  const place = layout.nodes[at]!
  const { x, y, width, height } = place
  const shade = scene.nodeShade(at)
  context.fillStyle = colours.surface
  context.fillRect(x, y, width, height)
  // The head is a bar: how much of the node is used.
  context.globalAlpha = 0.35
  context.fillStyle = colours.levels[shade.level]
  context.fillRect(x, y, Math.max(2, width * shade.share), nodeHead)
  context.globalAlpha = 1
  context.lineWidth = 1
  context.strokeStyle = shade.level === 'bad' ? colours.levels.bad : colours.line
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
  context.font = `11px ${colours.font}`
  context.fillStyle = colours.text
  const mark = shade.level === 'bad' ? '✕ ' : shade.level === 'waiting' ? '◦ ' : shade.level === 'done' ? '– ' : ''
  context.fillText(fitting(context, mark + place.name, width - 2 * inset), x + inset, y + nodeHead / 2)
  const { cell } = layout
  for (let pod = 0; pod < place.pods; pod += 1) {
    const square = squareAt(place, cell, pod)
    context.globalAlpha = scene.isFaint(at, pod) ? 0.15 : 1
    paintSquare(context, square.x + 1, square.y + 1, cell - 2, scene.podShade(at, pod), colours)
    context.globalAlpha = 1
    if (scene.chosen(at, pod)) outline(context, square.x, square.y, cell, cell, colours.accent)
  }
  if (scene.chosen(at, -1)) outline(context, x, y, width, height, colours.accent)
  if (cursor?.node !== at) return
  const square = squareAt(place, cell, cursor.pod)
  if (cursor.pod < 0) outline(context, x, y, width, height, colours.text)
  else outline(context, square.x, square.y, cell, cell, colours.text)
}

function outline(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: string,
) {
  context.lineWidth = 2
  context.strokeStyle = colour
  context.strokeRect(x, y, width, height)
}

export function paintSquare(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  { level, share }: Shade,
  colours: MapColours,
): void {
  const colour = colours.levels[level]
  context.fillStyle = colour
  context.strokeStyle = colour
  context.lineWidth = 1
  if (level === 'unknown' || level === 'unbound') {
    context.setLineDash(level === 'unknown' ? [2, 2] : [])
    context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1)
    context.setLineDash([])
    return
  }
  // A frame, and in it as much as the share says.
  if (share < 1) {
    context.globalAlpha *= 0.25
    context.fillRect(x, y, side, side)
    context.globalAlpha *= 4
  }
  const full = Math.max(1, Math.round(side * share))
  context.fillRect(x, y + side - full, side, full)
  if (typeof level === 'number' && level < 4) return
  if (level === 'good') return
  context.strokeStyle = colours.surface
  context.fillStyle = colours.surface
  context.lineWidth = Math.max(1, side / 8)
  const far = side * 0.28
  context.beginPath()
  if (level === 'bad' || level === 4) {
    context.moveTo(x + far, y + far)
    context.lineTo(x + side - far, y + side - far)
    context.moveTo(x + side - far, y + far)
    context.lineTo(x + far, y + side - far)
    context.stroke()
  } else if (level === 'done') {
    context.moveTo(x + far, y + side / 2)
    context.lineTo(x + side - far, y + side / 2)
    context.stroke()
  } else {
    context.arc(x + side / 2, y + side / 2, side / 5, 0, 2 * Math.PI)
    context.fill()
  }
}

/** The end of a node's name tells it from the others: the middle goes first. */
function fitting(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  const short = text.split('.')[0]!
  if (context.measureText(short).width <= width) return short
  let keep = short.length - 1
  while (keep > 3 && context.measureText(`…${short.slice(-keep)}`).width > width) keep -= 1
  return `…${short.slice(-keep)}`
}
