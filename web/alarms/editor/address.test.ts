import { expect, test } from 'vitest'
import { parseSearch, printSearch } from '../../search.ts'
import { changesOf, longestDraft, readEdit, writeEdit } from './address.ts'
import { type AlarmDraft, newDraft, onceInFiveMinutes } from './draft.ts'

const usual = { name: undefined, copyOf: undefined, days: 3 }
const round = (draft: Partial<AlarmDraft>) => readEdit(parseSearch(printSearch(writeEdit({ draft }))))

test.each<[string, Partial<AlarmDraft>]>([
  ['nothing', {}],
  ['the notes’ alarm', onceInFiveMinutes({ namespace: 'Logs', metric: 'ErrorCount', name: 'errors' })],
  [
    'lists, objects and switches',
    {
      dimensions: [{ name: 'Path', value: '/a&b=c' }],
      alarmActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
      actionsEnabled: false,
      rest: { Unit: 'Seconds' },
      operator: 'LessThanLowerThreshold',
      kind: 'queries',
      queries: '[\n  {"Id": "a"}\n]',
    },
  ],
])('a draft comes back out of the address: %s', (_story, draft) => {
  expect(round(draft)).toEqual({ ...usual, draft })
})

test('what is as usual is not written', () => {
  expect(writeEdit({ draft: changesOf(newDraft, newDraft) })).toEqual({})
  expect(writeEdit({ name: 'a', draft: { threshold: '5' } })).toEqual({ name: 'a', draft: '{"threshold":"5"}' })
  expect(changesOf({ ...newDraft, threshold: '5', alarmActions: [] }, newDraft)).toEqual({ threshold: '5' })
  // Back to what is usual is a change of what was stored.
  expect(changesOf(newDraft, { ...newDraft, missing: 'ignore' })).toEqual({ missing: 'missing' })
})

test(`a draft of more than ${longestDraft} characters stays out of the address`, () => {
  const empty = '{"rule":""}'.length
  expect(writeEdit({ draft: { rule: 'x'.repeat(longestDraft - empty) } }).draft).toHaveLength(longestDraft)
  expect(writeEdit({ draft: { rule: 'x'.repeat(longestDraft - empty + 1) } })).toEqual({})
})

test.each([
  ['no JSON', '{'],
  ['no object', '[1]'],
  ['unknown fields', '{"colour":"red"}'],
  ['wrong kinds', '{"threshold":5,"actionsEnabled":"yes","kind":"magic","operator":"x","missing":"x"}'],
])('an address written by hand does no harm: %s', (_story, draft) => {
  expect(readEdit({ draft })).toEqual({ ...usual, draft: {} })
})

test.each([
  ['7', 7],
  ['5', 3],
  ['x', 3],
])('%s days', (days, read) => {
  expect(readEdit({ days }).days).toBe(read)
})

test('lists of the wrong things become sound ones', () => {
  expect(readEdit({ draft: '{"dimensions":[1,{"name":5}],"alarmActions":"x"}' }).draft).toEqual({
    dimensions: [{ name: '', value: '' }],
    alarmActions: [],
  })
})
