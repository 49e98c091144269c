import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellSizes, hitOf, layoutMap, type MapHit, squareAt, stepTo } from './layout.ts'

const groups = (...counts: readonly number[][]) =>
  counts.map((nodes, at) => ({ name: `g${at}`, nodes: nodes.map((pods, n) => ({ name: `g${at}-n${n}`, pods })) }))
const many = groups(Array.from({ length: 500 }, () => 30))

test('a small cluster has large squares, a large one is seen at once or nearly so', () => {
  expect(layoutMap(groups([7, 8, 9]), 1_200, 700).cell).toBe(cellSizes[0])
  const large = layoutMap(many, 1_200, 700)
  expect([large.cell, large.nodes.length]).toEqual([cellSizes.at(-1), 500])
  expect(large.height).toBeLessThan(4_000)
})

test('nothing lies on another, and all lies within the width', () => {
  const { nodes, cell } = layoutMap(groups([3, 0, 50], [], [9, 1]), 390, 600)
  for (const [at, one] of nodes.entries()) {
    expect([one.x >= 0, one.x + one.width <= 390]).toEqual([true, true])
    const last = squareAt(one, cell, Math.max(0, one.pods - 1))
    expect(last.y + cell).toBeLessThanOrEqual(one.y + one.height)
    expect(last.x + cell).toBeLessThanOrEqual(one.x + one.width)
    for (const other of nodes.slice(at + 1))
      expect(one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y).toBe(true)
  }
})

test('what is drawn at a place is what is there', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(40), { maxLength: 6 }), { maxLength: 3 }),
      fc.integer({ min: 120, max: 1_600 }),
      (counts, width) => {
        const layout = layoutMap(groups(...counts), width, 800)
        for (const [node, place] of layout.nodes.entries())
          for (let pod = 0; pod < place.pods; pod += 1) {
            const { x, y } = squareAt(place, layout.cell, pod)
            expect(hitOf(layout, x + layout.cell / 2, y + layout.cell / 2)).toEqual({ node, pod })
          }
      },
    ),
    { seed: 20_260_122, numRuns: 60 },
  )
  expect(hitOf(layoutMap(groups([1]), 300, 300), 299, 2)).toBeUndefined()
})

test('by the arrow keys everything is come to', () => {
  const layout = layoutMap(groups([2, 0], [3]), 360, 800)
  const seen: string[] = []
  let at: MapHit | undefined
  for (let step = 0; step < 20; step += 1) {
    at = stepTo(layout, at, 'ArrowRight')
    seen.push(`${at?.node}/${at?.pod}`)
  }
  expect([...new Set(seen)]).toEqual(
    ['0/-1', '0/0', '0/1', '1/-1', '2/-1', '2/0', '2/1', '2/2'].slice(0, 5).concat(['2/0', '2/1', '2/2']),
  )
  expect(stepTo(layout, { node: 0, pod: -1 }, 'ArrowDown')).toEqual({ node: 0, pod: 0 })
  expect(stepTo(layout, { node: 0, pod: 1 }, 'ArrowDown')).toEqual({ node: 2, pod: -1 })
  expect(stepTo(layout, { node: 2, pod: 0 }, 'ArrowUp')).toEqual({ node: 2, pod: -1 })
  expect(stepTo(layout, { node: 2, pod: -1 }, 'ArrowUp')).toEqual({ node: 0, pod: -1 })
  expect(stepTo(layout, { node: 1, pod: -1 }, 'ArrowLeft')).toEqual({ node: 0, pod: 1 })
  expect(stepTo(layout, undefined, 'End')).toEqual({ node: 2, pod: 2 })
  expect(stepTo(layout, { node: 0, pod: 0 }, 'End')).toEqual({ node: 2, pod: 2 })
  expect([stepTo(layout, undefined, 'a'), stepTo(layoutMap([], 300, 300), undefined, 'Home')]).toEqual([
    undefined,
    undefined,
  ])
})
