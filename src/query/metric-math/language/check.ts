/** Which type an expression has, and whether each function gets what it takes. The last word before anything is computed. */
import { limits } from '../../../limits.ts'
import { ok, type Result } from '../../../model/index.ts'
import { nearest } from '../../insights/language/nearest.ts'
import { type Sentence, said, sentence } from '../said/index.ts'
import { readSearch } from '../search/index.ts'
import type { CompileError, Link, MathArgument, MathExpression, MathType, Span } from '../tree.ts'
import { mathFunction } from './catalogue.ts'
import { compiled, QueryTrouble, type Repair } from './mend.ts'
import { readMath } from './parse.ts'
import { printMath } from './print.ts'
import type { Parameter } from './signature.ts'
import { isStatistic } from './statistic.ts'

/** What an expression may refer to. */
export interface MathScope {
  /** The type behind an id; undefined where there is none. */
  readonly typeOf: (id: string) => MathType | undefined
  readonly isMetric: (id: string) => boolean
  /** All ids, for suggestions. */
  readonly ids: readonly string[]
  /** An alarm may not search. */
  readonly alarm?: boolean
  /** The result is handed out, so it may not be a number. */
  readonly returned?: boolean
}

export interface CheckedMath {
  readonly tree: MathExpression
  readonly type: MathType
}

/** Text to tree and type. An error comes with the one edit that repairs it, if there is one. */
export function checkMath(text: string, scope: MathScope): Result<CheckedMath, CompileError> {
  return compiled(text, source => typed(readMath(source), scope))
}

/** For an editor that knows nothing of the request: every id is a metric. */
export const anyScope: MathScope = { typeOf: () => 'TS', isMetric: () => true, ids: [] }

function typed(tree: MathExpression, scope: MathScope): CheckedMath {
  const type = new Checker(scope).type(tree)
  if (type === 'S' && scope.returned === true) {
    const { from, to } = tree.span
    throw new QueryTrouble('math-result-number', tree.span, {
      repairs: [{ span: { from, to }, insert: `TIME_SERIES(${printMath(tree)})`, words: said('math-make-series') }],
    })
  }
  return { tree, type }
}

/** The same for a tree that was read before; never with a `mend`. */
export const checkTree = (tree: MathExpression, scope: MathScope): Result<CheckedMath, CompileError> => {
  const checked = compiled('', () => typed(tree, scope))
  return checked.ok ? ok(checked.value) : checked
}

class Checker {
  readonly #scope: MathScope

  constructor(scope: MathScope) {
    this.#scope = scope
  }

  type(node: MathExpression): MathType {
    switch (node.kind) {
      case 'number':
        return 'S'
      case 'reference':
        return this.#reference(node.id, node.span)
      case 'negate':
        return this.type(node.of)
      case 'power':
        return joined(this.type(node.base), this.type(node.exponent), '^', node.span)
      case 'chain':
        return node.rest.reduce(
          (left: MathType, { op, operand, at }: Link) => joined(left, this.type(operand), op, at),
          this.type(node.first),
        )
      case 'array':
        for (const item of node.items) this.#item(item)
        return 'TS[]'
      case 'call':
        return this.#call(node.name, node.args, node.span)
    }
  }

  #reference(id: string, span: Span): MathType {
    const type = this.#scope.typeOf(id)
    if (type !== undefined) return type
    const meant = nearest(id, this.#scope.ids)
    const words = said('math-near', { near: meant ?? '' })
    throw new QueryTrouble(said('math-no-id', { id }), span, {
      suggestion: meant === undefined ? null : words,
      repairs: meant === undefined ? [] : [{ span, insert: meant, words }],
    })
  }

  #item(item: MathExpression): void {
    if (this.type(item) !== 'S') return
    throw new QueryTrouble('math-list-item', item.span, {
      repairs: [seriesOf(item)],
    })
  }

  #call(name: string, args: readonly MathArgument[], span: Span): MathType {
    const { signature, shown } = mathFunction(name)!
    const { parameters, least, gives } = signature
    if (args.length < least || args.length > parameters.length) {
      const most = parameters.length
      const given = args.length
      const what =
        least === most
          ? said('math-arguments', { name, count: least, given })
          : said('math-arguments-range', { name, least, most, given })
      throw new QueryTrouble(what, span, { reason: said('math-write', { shown }) })
    }
    const types = args.map((arg, at) => this.#argument(name, parameters[at]!, arg))
    if (name === 'SEARCH') this.#search(args)
    if (name === 'METRICS' && args[0]?.kind === 'text' && args[0].value === '')
      throw new QueryTrouble('math-metrics-empty', args[0].span)
    if (gives === 'same') return types[0]!
    if (gives === 'fold') return types[0] === 'TS' ? 'S' : 'TS'
    if (gives === 'branch') return types.every(type => type === 'S') ? 'S' : 'TS'
    return gives
  }

  /** The type of an argument; of text and words, which have none, S. */
  #argument(name: string, parameter: Parameter, arg: MathArgument): MathType {
    const { special, words, types } = parameter
    if (arg.kind === 'word') {
      if (words.includes(arg.word)) return 'S'
      const meant = nearest(arg.word, words)
      throw this.#unfit(
        name,
        parameter,
        arg,
        { shown: arg.word, mark: arg.word },
        meant === undefined ? [] : [{ span: arg.span, insert: meant, words: said('math-near', { near: meant }) }],
      )
    }
    if (arg.kind === 'text') {
      if (special === 'text') return 'S'
      const bare = /^[A-Z]+$|^[a-z]\w*$/.test(arg.value)
      throw this.#unfit(
        name,
        parameter,
        arg,
        { shown: 'a text', mark: "'…'" },
        bare ? [{ span: arg.span, insert: arg.value, words: said('math-no-quotes') }] : [],
      )
    }
    if (special === 'metric') {
      if (arg.kind === 'reference' && this.#reference(arg.id, arg.span) && this.#scope.isMetric(arg.id)) return 'TS'
      throw this.#unfit(name, parameter, arg, { shown: 'the result of an expression', mark: 'f(…)' }, [])
    }
    if (special === 'number') {
      if (arg.kind === 'number' && arg.value > 0) return 'S'
      throw this.#unfit(name, parameter, arg, { shown: 'something else', mark: '…' }, [])
    }
    if (special === 'text' || types.length === 0) {
      const quoted =
        arg.kind === 'reference' && special === 'text'
          ? [{ span: arg.span, insert: `"${arg.id}"`, words: said('math-quotes') }]
          : []
      const upper = arg.kind === 'reference' ? words.find(word => word === arg.id.toUpperCase()) : undefined
      const capital =
        upper === undefined
          ? []
          : [{ span: arg.span, insert: upper, words: said('math-write-word-capitals', { insert: upper }) }]
      throw this.#unfit(name, parameter, arg, { shown: 'an expression', mark: 'f(…)' }, [...quoted, ...capital])
    }
    const type = this.type(arg)
    if (types.includes(type)) return type
    throw this.#unfit(name, parameter, arg, { shown: typeWords[type], mark: type }, fitting(type, types, arg))
  }

  #unfit(
    name: string,
    parameter: Parameter,
    arg: MathArgument,
    got: { readonly shown: string; readonly mark: string },
    repairs: readonly Repair[],
  ): QueryTrouble {
    const { types, words, special } = parameter
    const wanted = [
      ...types.map(type => typeWords[type]),
      ...words,
      ...(special === null ? [] : [specialWords[special]]),
    ]
    const what = said('math-takes', {
      ...{ name, wanted: listed(wanted), parameter: parameter.name, got: got.shown },
      takes: [...types, ...words, ...(special === null ? [] : [specialMarks[special]])].join(', '),
      gave: got.mark,
    })
    return new QueryTrouble(what, arg.span, { repairs })
  }

  #search(args: readonly MathArgument[]): void {
    const [what, statistic, period] = args
    if (this.#scope.alarm === true)
      throw new QueryTrouble('math-search-alarm', { from: what!.span.from, to: what!.span.to })
    if (what?.kind === 'text') {
      const found = readSearch(what.value)
      if (!found.ok)
        throw new QueryTrouble(said('math-search-wrong', { why: found.error.message }), what.span, {
          within: found.error.said,
        })
    }
    if (statistic?.kind === 'text' && !isStatistic(statistic.value)) {
      throw new QueryTrouble(said('math-statistic', { name: statistic.value }), statistic.span, {
        reason: 'math-statistics',
      })
    }
    if (period?.kind === 'number' && !isPeriod(period.value)) throw new QueryTrouble('math-period', period.span)
  }
}

/** Seconds that a period may have. */
export const isPeriod = (seconds: number): boolean =>
  Number.isInteger(seconds) &&
  seconds > 0 &&
  seconds <= limits.mathPeriod &&
  (seconds % 60 === 0 || [1, 5, 10, 20, 30].includes(seconds))

const typeWords: Readonly<Record<MathType, string>> = {
  S: 'a number',
  TS: 'a time series',
  'TS[]': 'a list of time series',
}
const specialWords = {
  text: 'a text in quotes',
  number: 'a number written in place',
  metric: 'the id of a metric',
} as const
/** The same for every language. */
const specialMarks = { text: "'…'", number: '1, 2, …', metric: 'm1' } as const

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

function joined(left: MathType, right: MathType, op: string, at: Span): MathType {
  if (left === 'TS[]' && right === 'TS[]') {
    throw new QueryTrouble(said('math-two-lists', { op }), at, {
      reason: 'math-one-list',
    })
  }
  if (left === 'TS[]' || right === 'TS[]') return 'TS[]'
  return left === 'TS' || right === 'TS' ? 'TS' : 'S'
}

const seriesOf = (arg: MathExpression): Repair => ({
  span: arg.span,
  insert: `TIME_SERIES(${printMath(arg)})`,
  words: said('math-make-series-of-number'),
})

/** What makes the wanted type of the one that is there. */
function fitting(type: MathType, wanted: readonly MathType[], arg: MathExpression): Repair[] {
  const wrap = (before: string, after: string, words: Sentence): Repair => ({
    span: arg.span,
    insert: before + printMath(arg) + after,
    words: sentence(words),
  })
  if (type === 'S' && wanted.includes('TS')) return [seriesOf(arg)]
  if (type === 'TS' && wanted.includes('TS[]')) return [wrap('[', ']', 'math-make-list')]
  if (type === 'TS[]' && wanted.includes('TS')) return [wrap('SUM(', ')', 'math-make-one')]
  return []
}
