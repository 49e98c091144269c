/** Where the words of lines across stand, so that none covers another. Pure. */

/** Per line the middle of its words; undefined: there is no room. Words stand above their line, or below it where that is taken or outside. */
export function placeLabels(
  lines: readonly number[],
  top: number,
  bottom: number,
  height: number,
): readonly (number | undefined)[] {
  const taken: number[] = []
  const free = (y: number) =>
    y - height / 2 >= top && y + height / 2 <= bottom && taken.every(other => Math.abs(other - y) >= height)
  const places: (number | undefined)[] = new Array(lines.length).fill(undefined)
  const order = lines.map((_, at) => at).sort((a, b) => lines[a]! - lines[b]!)
  for (const at of order) {
    const found = [lines[at]! - height * 0.6, lines[at]! + height * 0.6].find(free)
    if (found === undefined) continue
    taken.push(found)
    places[at] = found
  }
  return places
}
