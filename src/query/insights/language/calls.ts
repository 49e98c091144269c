/** Calls: is there such a function, and does it take these arguments? */
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
import { QueryTrouble } from './trouble.ts'

/** The function that a token names. `paren` is where its parenthesis opens: what AWS calls the unexpected symbol. */
export function functionNamed(token: Token, paren: number): FunctionEntry {
  const entry = scalarFunction(token.text) ?? aggregateFunction(token.text)
  if (entry !== undefined) return entry
  const near = nearest(
    token.text,
    [...scalarFunctions, ...aggregateFunctions].flatMap(({ name, aliases }) => [name, ...aliases]),
  )
  const words = `Did you mean ${near}(…)?`
  throw new QueryTrouble('unexpected symbol found (', token, {
    reason: `there is no function ${token.text}`,
    at: paren,
    suggestion: near === undefined ? null : words,
    repairs: near === undefined ? [] : [{ span: token, insert: near, words }],
  })
}

/** `starred`: the one argument is `*`. */
export function checkArguments(entry: FunctionEntry, args: readonly Expression[], starred: boolean, name: Span): void {
  const { least, most, parameters } = entry.signature
  if (starred && entry.name !== 'count') {
    throw new QueryTrouble(`${entry.name} takes no *`, name, { suggestion: `Only count takes a *: ${entry.shown}.` })
  }
  if (args.length < least || (most !== null && args.length > most)) {
    const takes = most === least ? `${least}` : most === null ? `${least} or more` : `${least} to ${most}`
    throw new QueryTrouble(
      `${entry.name} takes ${takes} argument${takes === '1' ? '' : 's'}, and ${args.length} stand${args.length === 1 ? 's' : ''} here`,
      name,
      {
        suggestion: `It is written ${entry.shown}.`,
      },
    )
  }
  if (entry.name === 'case' && args.length > 21)
    throw new QueryTrouble('case takes at most 10 branches and a default', name)
  for (const [at, arg] of args.entries()) checkArgument(entry, parameters[Math.min(at, parameters.length - 1)]!, arg)
}

function checkArgument(entry: FunctionEntry, parameter: Parameter, arg: Expression): void {
  if (parameter.kind === 'period') {
    if (arg.kind === 'period') return
    const meant = arg.kind === 'number' && Number.isInteger(arg.value) && arg.value > 0 ? `${arg.value}s` : null
    throw new QueryTrouble(`${entry.name} takes a period here`, arg.span, {
      suggestion: 'A period is a number with a unit: 30s, 5m, 1h, 1d.',
      repairs: meant === null ? [] : [{ span: arg.span, insert: meant, words: `Give it a unit, as in ${meant}.` }],
    })
  }
  if (parameter.kind === 'regex') {
    if (arg.kind === 'regex') return
    if (arg.kind !== 'text')
      throw new QueryTrouble(`${entry.name} takes a regular expression here`, arg.span, {
        suggestion: 'It stands between slashes: /^a+$/.',
      })
    checkRegex(arg.value, arg.span)
    return
  }
  if (arg.kind === 'regex') {
    throw new QueryTrouble(`${entry.name} takes no regular expression`, arg.span, {
      suggestion:
        entry.name === 'replace'
          ? 'regexReplace takes one.'
          : 'Put text in quotes; like, =~, parse and regexReplace take regular expressions.',
    })
  }
  if (arg.kind === 'period')
    throw new QueryTrouble(`${entry.name} takes no period`, arg.span, {
      suggestion: 'bin, datefloor and dateceil take periods.',
    })
  if (parameter.constant && arg.kind !== 'number')
    throw new QueryTrouble(`${entry.name} takes a number here`, arg.span, {
      suggestion: `It is written ${entry.shown}, with a number in place of ${parameter.name}.`,
    })
}
