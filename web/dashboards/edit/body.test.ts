import { expect, test } from 'vitest'
import { type Body, bodyOf, movedTo, withCopy, withoutWidget, withWidget, withWidgetAt } from './body.ts'

const body: Body = {
  start: '-PT6H',
  unknown: 1,
  widgets: [
    { type: 'text', x: 0, y: 0, width: 12, height: 4, properties: { markdown: 'a' }, extra: true },
    { type: 'text', properties: { markdown: 'b' } },
  ],
}
const places = [
  { x: 0, y: 0, width: 12, height: 4 },
  { x: 12, y: 0, width: 6, height: 6 },
]

test.each([
  [{ widgets: [] }, true],
  [{ widgets: [{}] }, true],
  [{ widgets: [1] }, false],
  [{ widgets: {} }, false],
  [{}, false],
  [[], false],
  [null, false],
  [undefined, false],
  ['x', false],
])('%j can be edited: %s', (json, can) => {
  expect(bodyOf(json) !== undefined).toBe(can)
})

test('who stands where it stood is not written', () => {
  expect(movedTo(body, places, places)).toBe(body)
})

test('a move writes places, and nothing else', () => {
  const after = [{ ...places[0]!, x: 6 }, places[1]!]
  expect(movedTo(body, places, after)).toEqual({
    ...body,
    widgets: [
      { ...body.widgets[0], x: 6 },
      { ...body.widgets[1], x: 12, y: 0, width: 6, height: 6 },
    ],
  })
})

test('widgets come, change and go', () => {
  const more = withWidget(body, { type: 'text', width: 6, height: 2 }, 9)
  expect(more.widgets.at(-1)).toEqual({ type: 'text', width: 6, height: 2, x: 0, y: 9 })
  expect(withWidgetAt(more, 1, { type: 'log' }).widgets[1]).toEqual({ type: 'log' })
  expect(withoutWidget(more, 0).widgets).toEqual(more.widgets.slice(1))
  expect(withoutWidget(more, 0)).toMatchObject({ start: '-PT6H', unknown: 1 })
})

test('a copy stands beside where there is room, else below', () => {
  expect(withCopy(body, 0, places).widgets.at(-1)).toEqual({ ...body.widgets[0], x: 12, y: 0 })
  const wide = [{ ...places[0]!, width: 13 }, places[1]!]
  expect(withCopy(body, 0, wide).widgets.at(-1)).toEqual({ ...body.widgets[0], width: 13, x: 0, y: 4 })
  expect(withCopy(body, 5, places)).toBe(body)
})
