import { expect, test } from 'vitest'
import { parseSearch, printSearch } from '../search.ts'
import { emptyBoard, readBoard, readBoards, writeBoard, writeBoards } from './view.ts'

test.each([
  ['?name=ops', { name: 'ops' }],
  ['?name=ops&edit=&widget=3&scale=log', { name: 'ops', edit: true, widget: 3, log: true }],
  ['?name=ops&full=&var-cluster=a+b&var-ns=', { name: 'ops', full: true, values: { cluster: 'a b', ns: '' } }],
  ['?widget=x&scale=other', {}],
  ['?name=a&name=b&widget=-1&widget=1234', { name: 'b' }],
])('%s', (address, board) => {
  expect(readBoard(parseSearch(address))).toEqual({ ...emptyBoard, ...board })
})

test('a board’s view survives its address', () => {
  const view = { ...emptyBoard, name: 'x/y', edit: true, widget: 12, log: true, values: { 'a-b': '1 & 2', c: '' } }
  expect(readBoard(parseSearch(printSearch(writeBoard(view))))).toEqual(view)
})

test('the list’s filter survives its address', () => {
  expect(readBoards(parseSearch(printSearch(writeBoards({ text: 'err ors' }))))).toEqual({ text: 'err ors' })
  expect(writeBoards({ text: '' })).toEqual({})
})
