import { expect, test } from 'vitest'
import { ledger } from './ledger.ts'

const nothing = { lost: 0, duplicated: 0, strange: 0, unacknowledgedKept: 0 }

test('everything once is fine, in any order', () => {
  const book = ledger('a')
  const { batch, messages } = book.send(3)
  book.acknowledge(batch)
  expect(book.judge([...messages].reverse())).toEqual(nothing)
  expect(book.acknowledged()).toBe(3)
})

test('a missing event of an acknowledged batch is lost', () => {
  const book = ledger('a')
  const { batch, messages } = book.send(3)
  book.acknowledge(batch)
  expect(book.judge(messages.slice(1))).toEqual({ ...nothing, lost: 1 })
  expect(book.judge([])).toEqual({ ...nothing, lost: 3 })
})

test('a batch that was never acknowledged may be there once', () => {
  const book = ledger('a')
  const { messages } = book.send(2)
  expect(book.judge([])).toEqual(nothing)
  expect(book.judge(messages)).toEqual({ ...nothing, unacknowledgedKept: 2 })
  expect(book.judge([...messages, ...messages])).toEqual({ ...nothing, unacknowledgedKept: 2, duplicated: 2 })
})

test('what nobody sent is strange', () => {
  const book = ledger('a')
  const { messages } = book.send(1)
  expect(book.judge([...messages, 'b 0 0 of 1', 'a 1 0 of 1', 'a 0 1 of 1', 'x']).strange).toBe(4)
})
