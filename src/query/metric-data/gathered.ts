/**
 * Questions of several askers as one: what they ask of the store in the same moment goes to it together, so that a board of many charts costs
 * few statements. Each gets what it would have got alone, and its own trouble too.
 */
import { type Instant, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'

type Asked = Pick<MetricStore, 'find' | 'list' | 'statisticsOf'>
type Many<Q, A> = (queries: readonly Q[]) => Promise<Result<readonly A[], EngineError>>

/** For askers that begin together and end together: `signal` stops what all of them asked, their own signals are not looked at. */
export function gatheredStore(store: Asked, signal: AbortSignal): Asked {
  const finds = new Map<Instant, Asked['find']>()
  const findOf = (activeSince: Instant): Asked['find'] => {
    const known = finds.get(activeSince) ?? gathered(wanted => store.find(wanted, activeSince, signal))
    finds.set(activeSince, known)
    return known
  }
  return {
    find: (wanted, activeSince) => findOf(activeSince)(wanted, activeSince),
    statisticsOf: gathered(queries => store.statisticsOf(queries, signal)),
    list: query => store.list(query),
  }
}

interface Gathering<Q, A> {
  readonly queries: Q[]
  askers: number
  readonly answer: ReturnType<Many<Q, A>>
}

function gathered<Q, A>(ask: Many<Q, A>): Many<Q, A> {
  let open: Gathering<Q, A> | undefined
  const begin = (): Gathering<Q, A> => {
    const queries: Q[] = []
    const answer = moment().then(() => {
      open = undefined
      return ask(queries)
    })
    return { queries, askers: 0, answer }
  }
  return async queries => {
    open ??= begin()
    const mine = open
    const from = mine.queries.length
    mine.queries.push(...queries)
    mine.askers += 1
    const answer = await mine.answer
    if (answer.ok) return ok(answer.value.slice(from, from + queries.length))
    // What is too much together may be little alone, and what one did wrong is not the others' trouble.
    const isOwn = mine.askers === 1 || answer.error.code === 'cancelled' || answer.error.code === 'unavailable'
    return isOwn ? answer : ask(queries)
  }
}

/** Until all that is ready now has had its turn. */
const moment = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
