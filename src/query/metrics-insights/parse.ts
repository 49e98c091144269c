/** Text of a Metrics Insights query to tree. No text makes it throw. */
import { limits } from '../../limits.ts'
import type { Result } from '../../model/index.ts'
import { nearest } from '../insights/language/nearest.ts'
import type { Span } from '../insights/tree.ts'
import { compiled, QueryTrouble, type Repair } from '../metric-math/language/mend.ts'
import { type Sentence, said } from '../metric-math/said/index.ts'
import type { CompileError } from '../metric-math/tree.ts'
import { insightsFunctions, keywords, type Token, type TokenKind, tokensOf } from './tokens.ts'
import type { Condition, InsightsFunction, MetricsInsightsQuery } from './tree.ts'

/** An error comes with the one edit that repairs it, if there is one. */
export function parseMetricsInsights(text: string): Result<MetricsInsightsQuery, CompileError> {
  return compiled(text, source => {
    if (source.length > limits.mathExpressionLength) {
      const span = { from: limits.mathExpressionLength, to: source.length }
      throw new QueryTrouble(said('sql-too-long', { most: limits.mathExpressionLength }), span)
    }
    return new Parser(source).query()
  })
}

/** An expression that begins so is Metrics Insights', any other metric math. */
export const isMetricsInsights = (text: string): boolean => /^\s*select\b/i.test(text)

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.#tokens = tokensOf(text)
  }

  query(): MetricsInsightsQuery {
    const start = this.#here
    this.#keyword('SELECT')
    const select = this.#function()
    this.#expect('OpenParen', symbol('('))
    const metric = this.#name('sql-metric-expected')
    this.#expect('CloseParen', symbol(')'), ')')
    this.#keyword('FROM')
    const from = this.#source()
    const where: Condition[] = []
    if (this.#takeKeyword('WHERE')) {
      do where.push(this.#condition())
      while (this.#takeKeyword('AND'))
    }
    const groupBy: string[] = []
    if (this.#takeKeyword('GROUP')) {
      this.#keyword('BY')
      do groupBy.push(this.#name('sql-dimension-expected'))
      while (this.#take('Comma'))
    }
    const orderBy = this.#takeKeyword('ORDER') ? this.#order() : null
    const limit = this.#takeKeyword('LIMIT') ? this.#limit() : null
    if (this.#peek() !== undefined) throw this.#unexpected('sql-ends-here')
    return { select, metric, ...from, where, groupBy, orderBy, limit, span: { from: start.from, to: this.#end } }
  }

  #source(): Pick<MetricsInsightsQuery, 'namespace' | 'dimensions'> {
    if (!this.#takeKeyword('SCHEMA')) return { namespace: this.#name('sql-source-expected'), dimensions: null }
    this.#expect('OpenParen', symbol('('))
    const namespace = this.#name('sql-namespace-expected')
    const dimensions: string[] = []
    while (this.#take('Comma')) dimensions.push(this.#name('sql-dimension-expected'))
    this.#expect('CloseParen', symbol(')'), ')')
    return { namespace, dimensions }
  }

  #condition(): Condition {
    const key = this.#name('sql-dimension-expected')
    const op = this.#expect('CompareOp', 'sql-comparison-expected').text as '=' | '!='
    const token = this.#peek()
    if (token?.kind === 'FunctionName' && token.text.toUpperCase() === 'CURRENT_ACCOUNT_ID') {
      this.#at++
      this.#expect('OpenParen', symbol('('))
      this.#expect('CloseParen', symbol(')'))
      if (key !== accountKey) throw new QueryTrouble(said('sql-account', { key: accountKey }), token)
      return { key, op, value: null }
    }
    if (token?.kind !== 'String') {
      const bare =
        token?.kind === 'Name' || token?.kind === 'Number'
          ? `'${unquoted(token.text).replaceAll("'", "\\'")}'`
          : undefined
      throw this.#unexpected(
        'sql-value-expected',
        bare === undefined ? [] : [{ span: token!, insert: bare, words: said('sql-values-quotes') }],
      )
    }
    this.#at++
    return { key, op, value: unquoted(token.text) }
  }

  #order(): NonNullable<MetricsInsightsQuery['orderBy']> {
    this.#keyword('BY')
    const by = this.#function()
    this.#expect('OpenParen', symbol('('))
    const inner = this.#peek()
    if (inner?.kind === 'Name')
      throw this.#unexpected('sql-order-empty', [
        { span: inner, insert: '', words: said('math-write-this', { insert: `${by}()` }) },
      ])
    this.#expect('CloseParen', symbol(')'))
    const direction = this.#takeKeyword('DESC') ? 'DESC' : 'ASC'
    if (direction === 'ASC') this.#takeKeyword('ASC')
    return { by, direction }
  }

  #limit(): number {
    const token = this.#expect('Number', 'sql-number-expected')
    const value = Number(token.text)
    const most = limits.metricsInsightsSeries
    if (value >= 1 && value <= most) return value
    throw new QueryTrouble(said('sql-limit', { most }), token, {
      repairs: value > most ? [{ span: token, insert: String(most), words: said('sql-write-most', { most }) }] : [],
    })
  }

  #function(): InsightsFunction {
    const token = this.#peek()
    const name = token?.text.toUpperCase()
    if ((token?.kind === 'FunctionName' || token?.kind === 'Name') && isFunction(name)) {
      this.#at++
      return name
    }
    const near = token === undefined ? undefined : nearest(token.text, insightsFunctions)
    const words = said('math-near', { near: near ?? '' })
    throw this.#unexpected('sql-function-expected', near === undefined ? [] : [{ span: token!, insert: near, words }])
  }

  #name(wanted: Sentence): string {
    const token = this.#peek()
    if (token?.kind === 'Name') {
      this.#at++
      const next = this.#peek()
      if (
        token.text[0] !== '"' &&
        next !== undefined &&
        next.from === token.to &&
        next.kind === 'Unknown' &&
        next.text !== ';'
      )
        throw this.#odd(token)
      const name = unquoted(token.text)
      if (name === '') throw new QueryTrouble('sql-name-empty', token)
      return name
    }
    const single = token?.kind === 'String' ? `"${token.text.slice(1, -1).replaceAll('"', '\\"')}"` : undefined
    const word =
      token?.kind === 'Keyword' || token?.kind === 'Number' || token?.kind === 'FunctionName'
        ? `"${token.text}"`
        : undefined
    throw this.#unexpected(wanted, [
      ...(single === undefined ? [] : [{ span: token!, insert: single, words: said('sql-names-quotes') }]),
      ...(word === undefined ? [] : [{ span: token!, insert: word, words: said('sql-word-quotes') }]),
    ])
  }

  /** `AWS/EC2` without quotes. */
  #odd(token: Token): QueryTrouble {
    const rest = /^[^\s(),=!"']*/.exec(this.#text.slice(token.from, token.from + 300))![0]
    const span = { from: token.from, to: token.from + rest.length }
    return new QueryTrouble(said('sql-name-odd', { name: rest }), span, {
      reason: 'sql-name-quotes',
      repairs: [{ span, insert: `"${rest}"`, words: said('sql-quote-name') }],
    })
  }

  #keyword(word: string): void {
    if (this.#takeKeyword(word)) return
    const token = this.#peek()
    const near = token === undefined ? undefined : nearest(token.text, [word])
    const end = this.#tokens[this.#at - 1]?.to ?? 0
    throw this.#unexpected(symbol(word), [
      ...(near === undefined ? [] : [{ span: token!, insert: word, words: said('math-near', { near: word }) }]),
      { span: { from: end, to: end }, insert: ` ${word}`, words: said('math-add', { insert: word }) },
    ])
  }

  #takeKeyword(word: string): boolean {
    const token = this.#peek()
    if (token?.kind !== 'Keyword' || token.text.toUpperCase() !== word) return false
    this.#at++
    return true
  }

  #take(kind: TokenKind): boolean {
    if (this.#peek()?.kind !== kind) return false
    this.#at++
    return true
  }

  #expect(kind: TokenKind, wanted: Sentence, missing?: string): Token {
    const token = this.#peek()
    if (token?.kind === kind) {
      this.#at++
      return token
    }
    const end = this.#tokens[this.#at - 1]?.to ?? 0
    throw this.#unexpected(
      wanted,
      missing === undefined
        ? []
        : [{ span: { from: end, to: end }, insert: missing, words: said('math-add', { insert: missing }) }],
    )
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  get #here(): Span {
    return this.#peek() ?? { from: this.#text.length, to: this.#text.length }
  }

  get #end(): number {
    return this.#tokens[this.#at - 1]?.to ?? this.#text.length
  }

  #unexpected(wanted: Sentence, repairs: readonly Repair[] = []): QueryTrouble {
    const token = this.#peek()
    if (token === undefined) {
      const end = { from: this.#end, to: this.#end }
      return new QueryTrouble('sql-end', end, { reason: wanted, repairs, at: this.#text.length })
    }
    if (token.kind === 'Unclosed') {
      const quote = token.text[0]!
      const end = /[\s)]|$/.exec(token.text.slice(1))!.index + 1 + token.from
      return new QueryTrouble(
        said('math-unexpected', { symbol: quote }),
        { from: token.from, to: token.from + 1 },
        {
          reason: said('math-no-closing', { quote }),
          repairs: [end, token.to].map(at => ({
            span: { from: at, to: at },
            insert: quote,
            words: said('math-add', { insert: quote }),
          })),
        },
      )
    }
    const swap =
      token.text === '<>'
        ? [{ span: token, insert: '!=', words: said('math-write-for', { insert: '!=', symbol: '<>' }) }]
        : []
    const end = token.text === ';' ? [{ span: token, insert: '', words: said('math-leave', { symbol: ';' }) }] : []
    const word = token.kind === 'Name' ? nearest(token.text, keywords) : undefined
    const meant = word === undefined ? [] : [{ span: token, insert: word, words: said('math-near', { near: word }) }]
    const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text
    return new QueryTrouble(said('math-unexpected', { symbol: shown }), token, {
      reason: wanted,
      repairs: [...repairs, ...swap, ...end, ...meant],
    })
  }
}

const symbol = (what: string) => said('math-symbol-expected', { symbol: what })

/** The key that accounts are compared by. */
export const accountKey = 'AWS.AccountId'

const isFunction = (name: string | undefined): name is InsightsFunction =>
  (insightsFunctions as readonly (string | undefined)[]).includes(name)

/** Without its quotes; a quote inside is doubled or has a backslash. */
export function unquoted(text: string): string {
  const quote = text[0]
  if (quote !== '"' && quote !== "'") return text
  return text.slice(1, -1).replace(/\\([\s\S])|""|''/g, (pair, char?: string) => {
    if (char !== undefined) return char === '"' || char === "'" || char === '\\' ? char : pair
    return pair[0] === quote ? quote : pair
  })
}
