/** Calls: is there such a function, and does it take these arguments? */
import { said } from '../said/index.ts'
import type { Expression, Span } from '../tree.ts'
import {
  aggregateFunction,
  aggregateFunctions,
  type FunctionEntry,
  scalarFunction,
  scalarFunctions,
} from './catalogue.ts'
import { nearest } from './nearest.ts'
import { checkRegex } from './regex.ts'
import type { Parameter } from './signature.ts'
import type { Token } from './tokens.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'

/** The function that a token names. `paren` is where its parenthesis opens: what AWS calls the unexpected symbol. */
export function functionNamed(token: Token, paren: number): FunctionEntry {
  const entry = scalarFunction(token.text) ?? aggregateFunction(token.text)
  if (entry !== undefined) return entry
  const near = nearest(
    token.text,
    [...scalarFunctions, ...aggregateFunctions].flatMap(({ name, aliases }) => [name, ...aliases]),
  )
  const words = said('did-you-mean', { near: `${near}(…)` })
  throw new QueryTrouble(unexpectedSymbol('('), token, {
    reason: said('no-such-function', { name: token.text }),
    at: paren,
    suggestion: near === undefined ? null : words,
    repairs: near === undefined ? [] : [{ span: token, insert: near, words }],
  })
}

/** `starred`: the one argument is `*`. */
export function checkArguments(entry: FunctionEntry, args: readonly Expression[], starred: boolean, name: Span): void {
  const { least, most, parameters } = entry.signature
  if (starred && entry.name !== 'count') {
    throw new QueryTrouble(said('takes-no-star', { name: entry.name }), name, {
      suggestion: said('only-count-star', { shown: entry.shown }),
    })
  }
  if (args.length < least || (most !== null && args.length > most)) {
    const values = { name: entry.name, count: args.length }
    const words =
      most === least
        ? said('argument-count', { ...values, takes: least })
        : most === null
          ? said('argument-count-from', { ...values, least })
          : said('argument-count-range', { ...values, least, most })
    throw new QueryTrouble(words, name, { suggestion: said('is-written', { shown: entry.shown }) })
  }
  if (entry.name === 'case' && args.length > 21) throw new QueryTrouble('case-branches', name)
  for (const [at, arg] of args.entries()) checkArgument(entry, parameters[Math.min(at, parameters.length - 1)]!, arg)
}

function checkArgument(entry: FunctionEntry, parameter: Parameter, arg: Expression): void {
  if (parameter.kind === 'period') {
    if (arg.kind === 'period') return
    const meant = arg.kind === 'number' && Number.isInteger(arg.value) && arg.value > 0 ? `${arg.value}s` : null
    throw new QueryTrouble(said('takes-period', { name: entry.name }), arg.span, {
      suggestion: 'period-form',
      repairs: meant === null ? [] : [{ span: arg.span, insert: meant, words: said('give-unit', { period: meant }) }],
    })
  }
  if (parameter.kind === 'regex') {
    if (arg.kind === 'regex') return
    if (arg.kind !== 'text')
      throw new QueryTrouble(said('takes-regex', { name: entry.name }), arg.span, {
        suggestion: 'regex-form',
      })
    checkRegex(arg.value, arg.span)
    return
  }
  if (arg.kind === 'regex') {
    throw new QueryTrouble(said('takes-no-regex', { name: entry.name }), arg.span, {
      suggestion: entry.name === 'replace' ? 'use-regex-replace' : 'text-in-quotes',
    })
  }
  if (arg.kind === 'period')
    throw new QueryTrouble(said('takes-no-period', { name: entry.name }), arg.span, {
      suggestion: 'periods-where',
    })
  if (parameter.constant && arg.kind !== 'number')
    throw new QueryTrouble(said('takes-number', { name: entry.name }), arg.span, {
      suggestion: said('is-written-number', { shown: entry.shown, parameter: parameter.name }),
    })
}
