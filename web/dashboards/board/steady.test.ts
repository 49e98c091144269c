import { expect, test } from 'vitest'
import type { Widget } from '../../../src/model/dashboard/index.ts'
import { steadied } from './steady.ts'

const text = (markdown: string, x = 0): Widget => ({
  type: 'text',
  x,
  y: 0,
  width: 6,
  height: 6,
  markdown,
  background: 'solid',
})

test('who says the same is the same, wherever it stands', () => {
  const first = steadied(undefined, [text('a'), text('b')])
  const next = steadied(first, [text('b', 6), text('c'), text('a', 12)])
  expect(next.widgets[0]).toBe(first.widgets[1])
  expect(next.widgets[1]).toEqual(text('c'))
  expect(next.widgets[2]).toBe(first.widgets[0])
})
