/** Whether a search finds a metric: a pure predicate, made once and asked for each. */
import type { MetricSearch, SearchTerm } from './tree.ts'
import { joinedWords, type SearchWord, wordsOf } from './words.ts'

/** One metric as CloudWatch counts them: a namespace, a name and a set of dimensions. */
export interface MetricIdentity {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  /** Twelve digits; absent where nobody asks for it. */
  readonly account?: string
}

type Test = (metric: Subject) => boolean

/** The names and values of one metric. Their tokens are cut when a term first asks for them. */
class Subject {
  readonly metric: MetricIdentity
  /** `Namespace` means a dimension of that name, as Container Insights has it. */
  readonly #namespaceIsDimension: boolean
  readonly #cut = new Map<string, { readonly words: readonly SearchWord[]; readonly joined: string }>()
  #all: readonly string[] | undefined

  constructor(metric: MetricIdentity, namespaceIsDimension: boolean) {
    this.metric = metric
    this.#namespaceIsDimension = namespaceIsDimension
  }

  /** What a term is looked for in. */
  texts(property: string | null): readonly string[] {
    const { namespace, metric, dimensions, account } = this.metric
    if (property === null) {
      this.#all ??= [metric, namespace, ...Object.entries(dimensions).flat()]
      return this.#all
    }
    if (property === 'MetricName') return [metric]
    if (property === 'Namespace' && !this.#namespaceIsDimension) return [namespace]
    if (property === ':aws.AccountId') return account === undefined ? [] : [account]
    return Object.hasOwn(dimensions, property) ? [dimensions[property]!] : []
  }

  wordsOf(text: string): { readonly words: readonly SearchWord[]; readonly joined: string } {
    const known = this.#cut.get(text)
    if (known !== undefined) return known
    const cut = { words: wordsOf(text), joined: joinedWords(text) }
    this.#cut.set(text, cut)
    return cut
  }
}

/**
 * The metrics that a search finds. A search for the own account by `LOCAL` finds what has no account. Namespaces may be ruled out
 * beforehand by `search.schema`; where that names a dimension `Namespace`, the word means the dimension, since the schema says the rest.
 */
export function compileSearch({ schema, term }: MetricSearch): (metric: MetricIdentity) => boolean {
  const names = schema?.dimensions ?? null
  const wanted = names === null ? null : new Set(names)
  const test = term === null ? () => true : compile(term)
  return metric => {
    if (schema !== null && metric.namespace !== schema.namespace) return false
    if (wanted !== null) {
      const own = Object.keys(metric.dimensions)
      if (own.length !== wanted.size || !own.every(name => wanted.has(name))) return false
    }
    return test(new Subject(metric, wanted?.has('Namespace') === true))
  }
}

function compile(term: SearchTerm): Test {
  switch (term.kind) {
    case 'and': {
      const tests = term.parts.map(compile)
      return subject => tests.every(test => test(subject))
    }
    case 'or': {
      const tests = term.parts.map(compile)
      return subject => tests.some(test => test(subject))
    }
    case 'not': {
      const test = compile(term.of)
      return subject => !test(subject)
    }
    case 'exact': {
      const { property, text } = term
      const local = property === ':aws.AccountId' && text === 'LOCAL'
      return subject => local || subject.texts(property).includes(text)
    }
    case 'partial':
      return partial(term.property, term.text)
  }
}

function partial(property: string | null, text: string): Test {
  const joined = joinedWords(text)
  const words = wordsOf(text)
  const local = property === ':aws.AccountId' && text === 'LOCAL'
  const alone = words.length === 1
  return subject =>
    local ||
    subject.texts(property).some(one => {
      const own = subject.wordsOf(one)
      if (own.joined === joined) return true
      if (alone) return own.words.some(word => word.text.toLowerCase() === joined)
      return own.words.some((_, at) => words.every((word, step) => agree(word, own.words[at + step])))
    })
}

function agree(wanted: SearchWord, word: SearchWord | undefined): boolean {
  if (word === undefined) return false
  return wanted.cut ? word.text === wanted.text : word.text.toLowerCase() === wanted.text.toLowerCase()
}
