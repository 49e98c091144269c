/**
 * Reads the rule of a composite alarm. NOT binds tighter than AND, AND tighter than OR; keywords in any case. Errors have a place and
 * plain words; no text makes it throw.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { StateValue } from '../definition.ts'
import { type AtLeast, childrenOf, type RuleTree } from './tree.ts'
import { type Word, wordsOf } from './words.ts'

export interface RuleError {
  readonly code: 'syntax' | 'too-long' | 'too-deep' | 'too-many-children' | 'too-many-elements'
  readonly message: string
  /** Where in the text, end exclusive. */
  readonly from: number
  readonly to: number
}

export function parseRule(text: string): Result<RuleTree, RuleError> {
  const whole = { from: 0, to: text.length }
  if (text.length > limits.alarmRuleChars)
    return err({ code: 'too-long', message: `A rule may have ${limits.alarmRuleChars} characters.`, ...whole })
  const words = wordsOf(text)
  if ('unclosed' in words)
    return err({ code: 'syntax', message: 'This quote is not closed.', from: words.unclosed, to: text.length })
  const reader = new Reader(words)
  try {
    const rule = reader.rule()
    if (childrenOf(rule).length > limits.alarmRuleChildren)
      return err({
        code: 'too-many-children',
        message: `A rule may name ${limits.alarmRuleChildren} alarms.`,
        ...whole,
      })
    return ok(rule)
  } catch (trouble) {
    if (trouble instanceof Misread) return err(trouble.error)
    throw trouble
  }
}

/** Carries an error out of the recursion; never leaves this file. */
class Misread extends Error {
  readonly error: RuleError
  constructor(error: RuleError) {
    super(error.message)
    this.error = error
  }
}

const states: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies StateValue[]

class Reader {
  #at = 0
  #depth = 0
  #elements = 0
  readonly #words: readonly Word[]

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  rule(): RuleTree {
    const rule = this.#or()
    if (this.#next.kind !== 'end') this.#wrong('AND, OR or the end of the rule')
    return rule
  }

  get #next(): Word {
    const word = this.#words[Math.min(this.#at, this.#words.length - 1)]
    if (word === undefined) throw new Error('a rule has at least its end')
    return word
  }

  #or(): RuleTree {
    return this.#chain('or', 'OR', () => this.#chain('and', 'AND', () => this.#not()))
  }

  #chain(kind: 'and' | 'or', keyword: string, one: () => RuleTree): RuleTree {
    const first = one()
    if (!this.#is(keyword)) return first
    const all = [first]
    while (this.#is(keyword)) {
      this.#at++
      all.push(one())
    }
    return { kind, of: all }
  }

  #not(): RuleTree {
    if (!this.#is('NOT')) return this.#primary()
    this.#deeper()
    this.#at++
    const of = this.#not()
    this.#depth--
    return { kind: 'not', of }
  }

  #primary(): RuleTree {
    const word = this.#next
    if (word.kind === '(') {
      this.#deeper()
      this.#at++
      const inside = this.#or()
      this.#take(')')
      this.#depth--
      return inside
    }
    const keyword = this.#keyword()
    if (keyword === 'TRUE' || keyword === 'FALSE') {
      this.#element()
      this.#at++
      return { kind: 'constant', value: keyword === 'TRUE' }
    }
    if (keyword === 'AT_LEAST') return this.#atLeast()
    if (!states.includes(keyword))
      this.#wrong('ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), TRUE, FALSE, NOT or (')
    this.#element()
    this.#at++
    this.#take('(')
    const alarm = this.#name()
    this.#take(')')
    return { kind: 'state', state: keyword as StateValue, alarm }
  }

  #atLeast(): AtLeast {
    this.#at++
    this.#take('(')
    const amount = this.#next
    const found = /^(\d{1,5})(%?)$/.exec(amount.kind === 'word' ? amount.text : '')
    const number = Number(found?.[1])
    if (!found || number < 1 || (found[2] === '%' && number > 100))
      this.#wrong('how many, from 1, or a percentage up to 100%')
    this.#at++
    this.#take(',')
    const negated = this.#is('NOT')
    if (negated) this.#at++
    const state = this.#keyword()
    if (!states.includes(state)) this.#wrong('ALARM, OK or INSUFFICIENT_DATA')
    this.#at++
    this.#take(',')
    this.#take('(')
    const alarms = [this.#counted()]
    while (this.#next.kind === ',') {
      this.#at++
      alarms.push(this.#counted())
    }
    this.#take(')')
    this.#take(')')
    const least = found?.[2] === '%' ? { percent: number } : { count: number }
    return { kind: 'at-least', least, state: state as StateValue, negated, alarms }
  }

  #counted(): string {
    this.#element()
    return this.#name()
  }

  #name(): string {
    const word = this.#next
    if ((word.kind !== 'word' && word.kind !== 'quoted') || word.text === '') this.#wrong('the name or ARN of an alarm')
    this.#at++
    return word.text
  }

  #keyword(): string {
    return this.#next.kind === 'word' ? this.#next.text.toUpperCase() : ''
  }

  #is(keyword: string): boolean {
    return this.#keyword() === keyword
  }

  #take(kind: '(' | ')' | ','): void {
    if (this.#next.kind !== kind) this.#wrong(kind)
    this.#at++
  }

  #element(): void {
    if (++this.#elements > limits.alarmRuleElements)
      this.#fail('too-many-elements', `A rule may have ${limits.alarmRuleElements} elements.`)
  }

  #deeper(): void {
    if (++this.#depth > limits.alarmRuleDepth)
      this.#fail('too-deep', `Brackets and NOT may be nested ${limits.alarmRuleDepth} deep.`)
  }

  #wrong(expected: string): never {
    const { kind, text } = this.#next
    const found = kind === 'end' ? 'the rule ends' : `“${text}” stands`
    return this.#fail('syntax', `Here ${found} where ${expected} is expected.`)
  }

  #fail(code: RuleError['code'], message: string): never {
    const { from, to } = this.#next
    throw new Misread({ code, message, from, to })
  }
}
