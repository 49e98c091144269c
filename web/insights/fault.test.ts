import { describe, expect, test } from 'vitest'
import { catalogues, saying } from '../i18n/index.ts'
import { checkQuery } from './editor/language.ts'
import { sayFault } from './fault.ts'

const faultOf = (text: string) => {
  const checked = checkQuery(text)
  if (checked.ok) throw new Error(`${text} is a query`)
  return checked.error
}

describe('what is wrong is said in the reader’s language', () => {
  test.each([
    [
      'filter (a = 1',
      'Line 1, position 14: the ( at line 1 and position 8 is not closed. Add the missing ) for the ( at line 1 and position 8.',
      '1행 14번째 자리: 1행 8번째 자리의 ( 괄호가 닫히지 않았습니다. 1행 8번째 자리의 ( 괄호를 닫는 ) 기호를 넣으세요.',
    ],
    [
      'stats cuont(*)',
      'Line 1, position 12: there is no function cuont. Did you mean count(…)?',
      '1행 12번째 자리: cuont 함수는 없습니다. 혹시 count(…) 아닌가요?',
    ],
    [
      'stats count(*) as n | sort m',
      'Line 1, position 28: stats does not give m, so it cannot be used after it. Did you mean n?',
      '1행 28번째 자리: stats의 결과에 m 항목이 없어 그 뒤에서 쓸 수 없습니다. 혹시 n 아닌가요?',
    ],
  ])('%s', (text, english, korean) => {
    const fault = faultOf(text)
    expect(sayFault(catalogues.en, fault)).toBe(english)
    expect(sayFault(catalogues.ko, fault)).toBe(korean)
  })

  test('what AWS would say stands beside it', () => {
    expect(faultOf('stats cuont(*)').said.aws).toBe('unexpected symbol found ( at line 1 and position 12')
  })
})

test('a code that this page does not know is said in English', () => {
  expect(saying(catalogues.ko, { code: 'from-tomorrow', values: {} }, 'As it came.')).toBe('As it came.')
  expect(saying(catalogues.ko, undefined, 'As it came.')).toBe('As it came.')
  const many = { code: 'events-waiting', values: { count: 12345 } }
  expect(saying(catalogues.ko, many, '')).toContain('이벤트 12,345개')
})
