/**
 * Text to tree. The Lezer grammar reads the shape; here it gets its meaning and the rules that a grammar cannot say (one wildcard
 * in a selector, at most two regular expressions, a condition about its own field). No text makes it throw.
 */
import type { SyntaxNode } from '@lezer/common'
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { parser } from './filter-pattern.grammar.js'
import { syntaxError } from './syntax-error.ts'
import {
  branch,
  type Comparison,
  type Field,
  type FieldTest,
  type FilterPattern,
  type JsonCondition,
  type Term,
} from './tree.ts'
import { PatternTrouble } from './trouble.ts'
import { comparisonOf, regexOf, selectorOf, stringOf } from './values.ts'

/** Why a text is no filter pattern, in plain words; `from` and `to` count UTF-16 units of the text given. */
export interface FilterPatternError {
  readonly message: string
  readonly from: number
  readonly to: number
}

/** What AWS answers for any of them. */
export const invalidFilterPattern = 'Invalid filter pattern'

/** Reads a filter pattern; lone surrogates in it are taken as U+FFFD, as everywhere at the border of the store. */
export function parseFilterPattern(text: string): Result<FilterPattern, FilterPatternError> {
  if (text.length > limits.filterPatternLength) {
    return err({
      message: `a pattern may have ${limits.filterPatternLength} characters`,
      from: limits.filterPatternLength,
      to: text.length,
    })
  }
  try {
    return ok(new Builder(text.toWellFormed()).pattern())
  } catch (error) {
    if (error instanceof PatternTrouble) return err({ message: error.message, from: error.from, to: error.to })
    throw error
  }
}

class Builder {
  readonly #text: string
  #depth = 0
  #regexes = 0
  #wildcards = new Set<string>()

  constructor(text: string) {
    this.#text = text
  }

  pattern(): FilterPattern {
    const tree = parser.parse(this.#text)
    syntaxError(this.#text, tree)
    const top = tree.topNode
    const first = top.firstChild
    if (first?.name === 'JsonPattern') {
      return {
        kind: 'json',
        condition: this.#condition(first.getChild('JsonOr')!, node => this.#jsonTest(node)) as JsonCondition,
      }
    }
    if (first?.name === 'FieldPattern') return { kind: 'fields', fields: this.#fields(first) }
    return { kind: 'terms', terms: children(top).map((node, at, all) => this.#term(node, all[at - 1])) }
  }

  #term(node: SyntaxNode, before: SyntaxNode | undefined): Term {
    if (before !== undefined && before.to === node.from && before.lastChild!.name === 'Word') {
      throw new PatternTrouble(
        'a word may have letters, digits and _ only; put anything else in double quotes',
        before.from,
        node.to,
      )
    }
    const sign = node.firstChild!.name
    const what = node.lastChild!
    if (sign === 'Optional' && what.from > node.firstChild!.to) {
      throw new PatternTrouble('the ? stands directly before its term', node.from, what.from)
    }
    return {
      sign: sign === 'Minus' ? 'not' : sign === 'Optional' ? 'optional' : 'must',
      what:
        what.name === 'Regex'
          ? this.#regex(what)
          : { kind: 'substring', text: what.name === 'String' ? stringOf(this.#written(what)) : this.#written(what) },
    }
  }

  /** JsonOr, JsonAnd, JsonGroup and their sisters for fields have one shape. */
  #condition<T extends { readonly kind: string }>(node: SyntaxNode, test: (node: SyntaxNode) => T): T {
    const parts = children(node).filter(
      child => child.name !== 'Or' && child.name !== 'And' && child.name !== '(' && child.name !== ')',
    )
    if (node.name.endsWith('Test')) return test(node)
    if (node.name.endsWith('Group')) {
      if (++this.#depth > limits.filterPatternDepth) {
        throw new PatternTrouble(`parentheses may stand ${limits.filterPatternDepth} deep`, node.from, node.to)
      }
      const inner = this.#condition(parts[0]!, test)
      this.#depth--
      return inner
    }
    return branch(
      node.name.endsWith('Or') ? 'or' : 'and',
      parts.map(part => this.#condition(part, test)),
    ) as T
  }

  #jsonTest(node: SyntaxNode): JsonCondition {
    const [way, what, last] = children(node)
    const selector = selectorOf(this.#written(way!), way!.from)
    if (selector.steps.some(step => step.kind.startsWith('any'))) {
      this.#wildcards.add(selector.text)
      if (this.#wildcards.size > limits.filterWildcardSelectors) {
        throw new PatternTrouble(
          `a pattern may have ${limits.filterWildcardSelectors} selectors with a wildcard`,
          way!.from,
          way!.to,
        )
      }
    }
    if (what!.name === 'NotExists') return { kind: 'not-exists', selector }
    if (what!.name === 'Is') return { kind: 'is', selector, what: this.#written(last!) as 'NULL' | 'TRUE' | 'FALSE' }
    return { kind: 'compare', selector, comparison: this.#comparison(what!, last!) }
  }

  #fields(node: SyntaxNode): Field[] {
    const fields: Field[] = []
    let current: Field = { kind: 'field', name: null, test: null }
    for (const child of children(node)) {
      if (child.name === 'Comma' || child.name === ']') {
        fields.push(current)
        current = { kind: 'field', name: null, test: null }
      } else if (child.name === 'Ellipsis') {
        if (fields.some(field => field.kind === 'rest'))
          throw new PatternTrouble('... may stand once', child.from, child.to)
        current = { kind: 'rest' }
      } else if (child.name !== '[') current = this.#field(child)
    }
    return fields
  }

  #field(node: SyntaxNode): Field {
    if (node.name === 'FieldName') return { kind: 'field', name: this.#written(node), test: null }
    let name: string | null = null
    const test = this.#condition<FieldTest>(node, one => {
      const [own, op, value] = children(one)
      name ??= this.#written(own!)
      if (this.#written(own!) !== name) {
        throw new PatternTrouble(`a condition is about its own field: ${name} was expected here`, own!.from, own!.to)
      }
      return { kind: 'compare', comparison: this.#comparison(op!, value!) }
    })
    return { kind: 'field', name, test }
  }

  #comparison(op: SyntaxNode, value: SyntaxNode): Comparison {
    if (value.name === 'Regex') return comparisonOf(this.#written(op), this.#regex(value), op.from, value.to)
    return comparisonOf(this.#written(op), { node: value.name, written: this.#written(value) }, value.from, value.to)
  }

  #regex(node: SyntaxNode) {
    if (++this.#regexes > limits.filterRegexes) {
      throw new PatternTrouble(`a pattern may have ${limits.filterRegexes} regular expressions`, node.from, node.to)
    }
    return regexOf(this.#written(node), node.from)
  }

  #written(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to)
  }
}

function children(node: SyntaxNode): SyntaxNode[] {
  const all: SyntaxNode[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) all.push(child)
  return all
}
