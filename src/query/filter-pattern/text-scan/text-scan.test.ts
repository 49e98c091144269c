import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { StringColumn } from '../../../store/engine/native/index.ts'
import { leastNumberTest } from '../least-number.ts'
import { splitFields } from '../split-fields.ts'
import { type ScanText, TextScan } from './index.ts'

test('the module in the repository is what its text says', () => {
  execFileSync(process.execPath, ['bin/wasm.mjs', '--check'])
})

/** As the store writes them. */
function written(messages: readonly string[]): readonly Uint8Array[] {
  const column = new StringColumn('message')
  for (const message of messages) column.push(message)
  return column.since(0)
}

/** Which texts are in each message, told by their bits. */
function found(texts: readonly string[], messages: readonly string[]): unknown {
  return foundOf(
    texts.map(text => ({ text })),
    messages,
  )?.map(bits => bits.map(({ text }) => text))
}

function foundOf(texts: readonly ScanText[], messages: readonly string[]): ScanText[][] | undefined {
  const masks = new TextScan(texts).read(written(messages), messages.length)
  if (masks === undefined) return undefined
  return messages.map((_, index) =>
    texts.filter((_text, at) => ((masks[index * 2 + (at < 32 ? 0 : 1)]! >>> (at & 31)) & 1) === 1),
  )
}

const expected = (texts: readonly string[], messages: readonly string[]) =>
  messages.map(message => texts.filter(text => message.toWellFormed().includes(text)))

test.each<[string, readonly string[], readonly string[]]>([
  ['nothing in no message', ['a'], []],
  ['nothing in an empty message', ['a', 'abc'], ['', '']],
  ['at both ends', ['abc'], ['abcx', 'xabc', 'abc', 'ab', 'bc']],
  ['not across messages', ['abcd', 'cd'], ['ab', 'cd', 'abc', 'd']],
  ['not in what tells a length', ['\u0005', 'A'], ['xxxxx', 'y'.repeat(65)]],
  ['over the edge of sixteen bytes', ['needle in it'], [`${'x'.repeat(10)}needle in it`, 'x'.repeat(30)]],
  [
    'longer than sixteen and than thirty-two',
    ['0123456789abcdef!', 'z'.repeat(33)],
    [`-0123456789abcdef!${'z'.repeat(40)}`],
  ],
  ['one that is the beginning of another', ['error', 'error:', 'err'], ['error: x', 'error x', 'er']],
  ['Korean and signs of four bytes', ['망루', '🗼', '루'], ['여기 망루 🗼', '마루', '🗻']],
  ['NUL and backslash', ['\0', '\\'], ['a\0b', 'a\\b', 'ab']],
])('finds %s', (_story, texts, messages) => {
  expect(found(texts, messages)).toEqual(expected(texts, messages))
})

const letters = fc.constantFrom('a', 'b', '"', 'é', '루', '\0', '\ud800', 'Ab', '1', ' error ')
const text = fc.string({ unit: letters, minLength: 1, maxLength: 40 }).filter(one => one.isWellFormed())
const message = fc.string({ unit: letters, maxLength: 120 })

test('finds what `includes` finds, of as many texts as there may be', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(text, { minLength: 1, maxLength: limits.scannedTexts }),
      fc.array(message, { maxLength: 40 }),
      (texts, some) => {
        // Texts of our own making are found rarely: some messages hold one.
        const messages = some.map((one, at) => (at % 3 === 0 ? `${one}${texts[at % texts.length]}` : one))
        expect(found(texts, messages)).toEqual(expected(texts, messages))
      },
    ),
    { numRuns: 1_000 },
  )
})

test('finds a text of as many bytes as it may have, and none that differs in the last', () => {
  const long = 'ab'.repeat(limits.scannedTextBytes / 2)
  const texts = Array.from(
    { length: limits.scannedTexts },
    (_, at) => `${long.slice(0, -2)}${String(at).padStart(2, '0')}`,
  )
  expect(found(texts, [`x${texts[7]}`, long])).toEqual([[texts[7]], []])
})

test('more messages than one look takes, over several parts', () => {
  const messages = Array.from(
    { length: 40_000 },
    (_, at) => `line ${at} ${at % 7 === 0 ? 'error' : ''}${'.'.repeat(at % 90)}`,
  )
  const parts = written(messages)
  expect(parts.length).toBeGreaterThan(1)
  expect(found(['error', '99 '], messages)).toEqual(expected(['error', '99 '], messages))
})

test('a part that is too large is not looked through', () => {
  const fits = 'x'.repeat(limits.scannedBytes - 10)
  expect(found(['xy', 'xx'], [`${fits.slice(1)}y`])).toEqual([['xy', 'xx']])
  expect(found(['xy'], ['x'.repeat(limits.scannedBytes)])).toBeUndefined()
})

test('scans of different texts do not disturb each other', () => {
  const [one, other] = [new TextScan([{ text: 'a' }]), new TextScan([{ text: 'b' }])]
  const parts = written(['a', 'b'])
  const first = one.read(parts, 2)
  expect([other.read(parts, 2), first, one.read(parts, 2)].map(masks => [...(masks ?? [])])).toEqual([
    [0, 0, 1, 0],
    [1, 0, 0, 0],
    [1, 0, 0, 0],
  ])
})

test.each<[string, boolean]>([
  ['a 5', true],
  ['a\t5xx', true],
  ['a "5 b"', true],
  ['a [5]', true],
  ['5 a', false],
  ['a 45', false],
  ['a -5', false],
  ['a P5', false],
  ['a', false],
])('a field that begins with 5, but the first, in %j: %s', (message, is) => {
  expect(foundOf([{ text: '5', beginsField: true }], ['x 5', message])?.[1]?.length).toBe(is ? 1 : 0)
})

test('whatever field begins with a text is found, but the first', () => {
  const letter = fc.constantFrom(' ', '\t', '"', '[', ']', 'a', '5', 'x')
  const line = fc.string({ unit: letter, maxLength: 40 })
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('5', 'a', 'a5', '"', 'x[5'),
      (lines, text) => {
        const bits = foundOf([{ text: 'unused' }, { text, beginsField: true }], lines)
        for (const [index, one] of lines.entries()) {
          const begins = splitFields(one).slice(1)
          if (begins.some(field => field.startsWith(text))) expect(bits?.[index]?.length).toBe(1)
          if (!one.includes(text)) expect(bits?.[index]).toEqual([])
        }
      },
    ),
    { numRuns: 1_000 },
  )
})

test('a number behind a key is as large as `leastNumberTest` finds it', () => {
  const part = fc.constantFrom(
    '"n"',
    '"n',
    'n"',
    ':',
    ' ',
    '\t',
    '5',
    '49',
    '500',
    '.',
    'e',
    '-',
    '"',
    '{',
    '12345678901234567890',
  )
  const json = fc.array(part, { maxLength: 12 }).map(parts => parts.join(''))
  const key = fc.tuple(json, fc.constantFrom('', ' ', '\n'), json).map(([a, b, c]) => `${a}"n"${b}:${b}${c}`)
  fc.assert(
    fc.property(
      fc.array(fc.oneof(json, key), { maxLength: 12 }),
      fc.constantFrom(1, 49, 50, 500, 1e14),
      (messages, least) => {
        const wanted = { key: '"n"', least }
        const test = leastNumberTest(wanted)
        const bits = foundOf([{ text: wanted.key, least }], messages)
        expect(bits?.map(found => found.length === 1)).toEqual(messages.map(test))
      },
    ),
    { numRuns: 3_000 },
  )
})
