/** What expressions and commands end in: numbers, periods, regular expressions, names. */
import { type Sentence, said } from '../said/index.ts'
import type { Expression, FieldName, Period, PeriodUnit, Regex, Span } from '../tree.ts'
import type { Cursor } from './cursor.ts'
import { readName } from './names.ts'
import { readRegexLiteral } from './regex.ts'
import { numberText, periodText, type Token } from './tokens.ts'
import { noticeOf, QueryTrouble, unexpectedSymbol } from './trouble.ts'
import { reservedWords } from './words.ts'

export class Leaves {
  protected readonly cursor: Cursor

  constructor(cursor: Cursor) {
    this.cursor = cursor
  }

  number(): Expression & { kind: 'number' } {
    const token = this.cursor.expect('Number', 'number-expected')
    const value = Number(token.text)
    if (!(numberText.test(token.text) || /^\.\d+$/.test(token.text)) || !Number.isFinite(value)) {
      throw new QueryTrouble(unexpectedSymbol(token.text), token, {
        reason: 'not-a-number',
        repairs: [{ span: token, insert: `"${token.text}"`, words: said('quote-number') }],
      })
    }
    return { kind: 'number', value, span: spanOf(token) }
  }

  /** A whole number from `least` to `most`. */
  count(wanted: Sentence, least = 1, most = 999_999_999): number {
    const token = this.cursor.expect('Number', wanted)
    const value = Number(token.text)
    if (!/^\d+$/.test(token.text) || value < least || value > most) {
      throw new QueryTrouble(unexpectedSymbol(token.text), token, {
        reason: said('whole-number-expected', { least: String(least), most: String(most) }),
      })
    }
    return value
  }

  period(): Period {
    const token = this.cursor.expect('Period', 'period-expected')
    const [, amount = '', unit = ''] = periodText.exec(token.text)!
    if (amount.length > 9 || Number(amount) === 0)
      throw new QueryTrouble(unexpectedSymbol(token.text), token, {
        reason: 'period-range',
      })
    return { amount: Number(amount), unit: unitOf(unit.toLowerCase()) }
  }

  regex(token: Token): Regex {
    const { source, groups, joined } = readRegexLiteral(token.text, token)
    if (joined) {
      this.cursor.notices.push(noticeOf('regex-line-break', spanOf(token)))
    }
    return { source, groups }
  }

  /** A name that may be a keyword elsewhere. */
  field(wanted: Sentence = 'field-expected'): FieldName {
    const { cursor } = this
    const token = cursor.peek()
    if (token?.kind === 'Field' || (token?.kind === 'Keyword' && !reservedWords.has(token.text.toLowerCase()))) {
      cursor.next()
      return readName(token.text, token)
    }
    if (token?.kind === 'Keyword') {
      throw cursor.unexpected(wanted, [{ span: token, insert: `\`${token.text}\``, words: said('field-in-backticks') }])
    }
    throw cursor.unexpected(wanted)
  }

  /** The name after `as`. */
  alias(): string {
    const token = this.cursor.peek()
    if (token?.kind === 'String') {
      const inner = token.text.slice(1, -1)
      throw this.cursor.unexpected(
        'name-in-backticks',
        inner.includes('`') ? [] : [{ span: token, insert: `\`${inner}\``, words: said('odd-name-in-backticks') }],
      )
    }
    return this.field('name-expected').text
  }

  aliasIfAny(): string | null {
    return this.cursor.takeKeyword('as') === undefined ? null : this.alias()
  }

  names(): string[] {
    const names = [this.alias()]
    while (this.cursor.take('Comma') !== undefined) names.push(this.alias())
    return names
  }
}

export const spanOf = ({ from, to }: Span): Span => ({ from, to })

function unitOf(unit: string): PeriodUnit {
  if (unit.startsWith('ms') || unit.startsWith('milli')) return 'ms'
  if (unit.startsWith('mo')) return 'mo'
  return unit[0] as PeriodUnit
}
