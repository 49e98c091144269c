import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type CaseText, caseTexts } from './index.ts'

async function* cut(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}
async function all(text: string, size = 65_536): Promise<CaseText[]> {
  const found: CaseText[] = []
  for await (const one of caseTexts(cut(text, size))) found.push(one)
  return found
}
const texts = async (text: string, size?: number) =>
  (await all(text, size)).map(one => (one.kind === 'text' ? one.text.trim() : one.message))

describe('cases come', () => {
  test.each<[string, string, string[]]>([
    ['one a line', '{"a":1}\n\n {"b":2} \r\n{"c":3}', ['{"a":1}', '{"b":2}', '{"c":3}']],
    ['as one array', ' [{"a":"],"}, {"b":[1,{"c":2}]}\n, 3 ]\n', ['{"a":"],"}', '{"b":[1,{"c":2}]}', '3']],
    ['from an empty array', '[ ]', []],
    ['from nothing', ' \n', []],
    ['with quotes in texts', '["\\"]", "\\\\"]', ['"\\"]"', '"\\\\"']],
    ['behind a mark of byte order', '\ufeff{"a":1}', ['{"a":1}']],
    ['from a broken line too', '{"a":\n{"b":2}', ['{"a":', '{"b":2}']],
    ['from an array that does not end', '[{"a":1},{"b"', ['{"a":1}', '{"b"', 'the array does not end']],
    ['from an array with a hole', '[1,,2,]', ['1', 'there is nothing here', '2', 'there is nothing here']],
    ['from an array with more behind it', '[1] [2] [3]', ['1', 'there is more behind the array']],
  ])('%s', async (_name, text, wanted) => {
    for (const size of [1, 2, 3, 1_000]) expect(await texts(text, size)).toEqual(wanted)
  })
})

test('each says where it was', async () => {
  expect((await all('\n{}\n\n{}')).map(({ at }) => at)).toEqual(['line 1', 'line 3'])
  expect((await all('[{}, {}]')).map(({ at }) => at)).toEqual(['element 1', 'element 2'])
})

test('any values come out as they went in, in lines and in an array', async () => {
  const values = fc.array(fc.jsonValue(), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(values, fc.integer({ min: 1, max: 40 }), async (list, size) => {
      const read = async (text: string) => (await texts(text, size)).map(one => JSON.stringify(JSON.parse(one)))
      const wanted = list.map(one => JSON.stringify(one))
      expect(await read(JSON.stringify(list))).toEqual(wanted)
      expect(await read(JSON.stringify(list, null, 2))).toEqual(wanted)
      expect(await read(list.map(one => `{"a":${JSON.stringify(one)}}\n`).join(''))).toEqual(
        wanted.map(one => `{"a":${one}}`),
      )
    }),
    { numRuns: 50 },
  )
})

test.each(['lines', 'array'])('a case past decideCaseLength is passed over, in %s', async kind => {
  const fits = `"${'x'.repeat(limits.decideCaseLength - 2)}"`
  const long = `"${'x'.repeat(limits.decideCaseLength - 1)}"`
  const text = kind === 'lines' ? `1\n${fits}\n${long}\n2` : `[1,${fits},${long},2]`
  const found = await all(text, 1_048_576)
  expect(found.map(one => (one.kind === 'text' ? one.text.length : one.message))).toEqual([
    1,
    limits.decideCaseLength,
    `a case may have ${limits.decideCaseLength} characters`,
    1,
  ])
})
