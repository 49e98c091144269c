import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { anyCaseLiterals, heldLiteral } from './regex-literals.ts'

test.each([
  ['(?i)timeout (waiting|after)', 'timeout '],
  ['(?i)error', 'error'],
  ['(?is)error', 'error'],
  ['(?i)(Exception|error|fail|5dd)', 'Exception error fail 5dd'],
  ['(?i)error|warn', 'error warn'],
  ['(?i)error|no', ''],
  ['(?i)err?or', ''],
  ['(?i)erro?r or no', 'r or no'],
  ['(?i)(error)?', ''],
  ['(?i)(error)+', 'error'],
  ['(?i)(error){0,2} never', ' never'],
  ['(?i)x{2}yyyy', 'yyyy'],
  ['(?i)ab\\.cd', 'ab.cd'],
  ['(?i)abc\\d+defg', 'defg'],
  ['(?i)abc[|(]defg', 'defg'],
  ['(?i)task failed', ' failed'],
  ['(?i)kiosk', ''],
  ['(?i)(?:a|b)cdef', 'cdef'],
  ['(?i)(?P<n>abcd)', 'abcd'],
  ['(?i)(?-i)abcd', ''],
  ['(?i)abcé', 'abc'],
  ['(?i)\\x41bcdef', ''],
  ['(?i)\\Qabc(\\E', ''],
  ['(?i)\\pLabcd', ''],
  ['(?i)[[:alpha:]]abcd', ''],
  ['(?i)(abcd', ''],
  ['(?i)abcd)', ''],
  ['error', ''],
])('%s needs %s', (source, wanted) => {
  expect((anyCaseLiterals(source) ?? []).join(' ')).toBe(wanted)
})

test.each([
  ['timeout (waiting|after)', 'timeout '],
  ['task kiosk', 'task kiosk'],
  ['(waiting|after) a timeout', ' a timeout'],
  ['(?s)error', 'error'],
  ['(?s-i)error', ''],
  ['erro?r or no', 'r or no'],
  ['error|warn', ''],
  ['(error)+', 'error'],
  ['(error)?', ''],
  ['(?i)error', ''],
  ['(?i:error) no', ' no'],
  ['(?i:(error)) no', ' no'],
  ['(?s:error) no', 'error'],
  ['(?-i:error)', 'error'],
  ['error(?i) warning', ''],
  ['x{2}yyyy', 'yyyy'],
  ['ab\\.cd', 'ab.cd'],
  ['카드 declined', ' declined'],
  ['\\Qabc(\\E', ''],
  ['[[:alpha:]]abcd', ''],
  ['(abcd', ''],
])('%s holds %j', (source, wanted) => {
  expect(heldLiteral(source) ?? '').toBe(wanted)
})

/** As the engine looks: bytes, and ASCII letters in both cases. */
const lower = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase())

describe('whatever matches holds one of them', () => {
  const words = ['abc', 'Cab', 'abcab', 'skab', 'b.a', ' ca']
  const anyPiece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    fc.string({ unit: fc.constantFrom(...'abckSs. é'), minLength: 1, maxLength: 4 }),
    fc.constantFrom(
      '\\d',
      '\\.',
      '.',
      '^',
      '$',
      '[ab]',
      '[^c]',
      '(?:ab|cab)',
      '(abca)',
      '\\b',
      '|',
      '(?-i)',
      '(?i:ab)',
      '(?i:(cab))',
    ),
  )
  const anyRepeat = fc.constantFrom('', '', '', '?', '*', '+', '{2}', '{0,1}', '+?')
  const anyRegex = fc
    .array(fc.tuple(anyPiece, anyRepeat), { minLength: 1, maxLength: 4 })
    .map(parts => parts.map(part => part.join('')).join(''))
  const anyText = fc
    .array(fc.constantFrom(...words, 'ABC', 'cAB', 'a', 'K', '\u212a', '\u017f', '.', ' ', '1', 'é', ''), {
      maxLength: 6,
    })
    .map(parts => parts.join(''))

  const caseIsMinded = (source: string) => {
    const literal = heldLiteral(source)
    return literal === undefined ? undefined : (text: string) => text.includes(literal)
  }
  const caseIsNot = (source: string) => {
    const literals = anyCaseLiterals(source)
    return literals && ((text: string) => literals.some(literal => lower(text).includes(lower(literal))))
  }

  test.each([
    ['any case', '(?i)', caseIsNot],
    ['minded case', '', caseIsMinded],
  ])('of generated ones, %s', (_, flags, reader) => {
    let asked = 0
    fc.assert(
      fc.property(anyRegex, fc.array(anyText, { minLength: 20, maxLength: 20 }), (rest, texts) => {
        const source = `${flags}${rest}`
        const holds = reader(source)
        if (holds === undefined) return
        let regex: RE2JS
        try {
          regex = RE2JS.compile(source)
        } catch {
          return
        }
        for (const text of texts) {
          if (!regex.test(text)) continue
          asked += 1
          expect(holds(text)).toBe(true)
        }
      }),
      { seed: 20261121, numRuns: 5_000 },
    )
    expect(asked).toBeGreaterThan(1_000)
  })

  test.each([
    ['(?i)task', 'TASK'],
    ['(?i)misses', 'mi\u017fSes'],
    ['(?i)kelvin', '\u212aELVIN'],
  ])('%s of %s', (source, text) => {
    expect(RE2JS.compile(source).test(text)).toBe(true)
    const literals = anyCaseLiterals(source)
    expect(literals === undefined || literals.some(one => lower(text).includes(lower(one)))).toBe(true)
  })
})
