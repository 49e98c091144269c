import { expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import type { BatchId } from './batch-id.ts'
import { LogBlock } from './block.ts'
import { fieldsOf, placeOfStream } from './fields.ts'
import { logTableColumns } from './schema.ts'

const day = 86_400_000
const id: BatchId = { high: 1, low: 1, ingestionTime: instant(0) }

function blockOf(...batches: readonly (readonly number[])[]): LogBlock {
  const block = new LogBlock()
  for (const timestamps of batches) {
    const place = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's' }
    block.add({ ...place, timestamps, messages: timestamps.map(() => 'x') }, id, message =>
      fieldsOf(message, placeOfStream('s')),
    )
  }
  return block
}

test.each<[string, readonly (readonly number[])[], number]>([
  ['none in an empty block', [], 0],
  ['one to its last millisecond', [[0, day - 1]], 1],
  ['two from there on', [[day - 1, day]], 2],
  ['a day that several batches share counts once', [[0, day], [1], [day + 1, 2 * day]], 3],
  ['and so does one that comes again in a batch', [[0, day, 1]], 2],
])('days: %s', (_story, batches, days) => {
  expect(blockOf(...batches).days).toBe(days)
})

test('its columns are those of the table, in its order', () => {
  const text = Buffer.concat(blockOf([0]).chunks()).toString('latin1')
  const places = logTableColumns.map(name => text.indexOf(String.fromCharCode(name.length) + name))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})
