/** Keeps what the page shows of a cluster up with it: the server tells what changed, and only that is asked for again. Asking now and then stays, for when nobody tells. */
import { type Query, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { KindName } from '../../src/model/kubernetes/index.ts'
import { followCluster } from '../api/index.ts'
import { isConcerned } from './concerns.ts'
import { type Pace, paced } from './pace.ts'

/** Between two looks at large lists (ms): when nobody tells what changed, and when somebody does. */
const unTold = 5_000
const told = 30_000
/** The shortest time between two looks at the same that changes tell of (ms). */
const least = 500
/** When the server has no room for one more to be told (ms). */
const tryAgain = 30_000

const LookAgain = createContext(unTold)

/** How often a list of the present is asked for without a word from the server (ms). */
export const useLookAgain = (): number => useContext(LookAgain)

export function Signalled({
  cluster,
  children,
}: {
  /** Undefined: the first. */
  readonly cluster: string | undefined
  readonly children: ReactNode
}) {
  const isTold = useSignals(cluster)
  return <LookAgain value={isTold ? told : unTold}>{children}</LookAgain>
}

function useSignals(cluster: string | undefined): boolean {
  const queries = useQueryClient()
  const [isTold, setTold] = useState(false)
  useEffect(() => {
    const paces = new Map<string, Pace>()
    const paceOf = (query: Query): Pace => {
      const known = paces.get(query.queryHash)
      if (known !== undefined) return known
      const again = () => queries.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active' })
      const ask = async () => {
        // A first answer that is on its way may be older than the change.
        if (query.state.data === undefined && query.state.fetchStatus === 'fetching') await again()
        await again()
      }
      // Why an answer did not come is said where it is shown.
      const pace = paced(over => void ask().then(over, over), { now: () => performance.now(), after, least })
      paces.set(query.queryHash, pace)
      return pace
    }
    const look = (kinds?: ReadonlySet<KindName>) => {
      const shown = queries.getQueryCache().findAll({ type: 'active' })
      const hashes = new Set(shown.map(query => query.queryHash))
      for (const [hash, pace] of paces) {
        if (hashes.has(hash)) continue
        pace.stop()
        paces.delete(hash)
      }
      for (const query of shown)
        if (isConcerned(query.queryKey, cluster, kinds) && (kinds !== undefined || query.state.data !== undefined))
          paceOf(query).want()
    }
    let stop: (() => void) | undefined
    let callOff = () => {}
    const close = () => {
      callOff()
      stop?.()
      stop = undefined
      setTold(false)
    }
    const open = () => {
      if (stop !== undefined || document.visibilityState === 'hidden') return
      stop = followCluster(cluster, {
        onOpen: () => {
          setTold(true)
          // Nobody told what changed until now.
          look()
        },
        onChanged: kinds => look(new Set(kinds)),
        onTrouble: final => {
          setTold(false)
          if (!final) return
          close()
          callOff = after(tryAgain, open)
        },
      })
    }
    // A browser has few connections to one server: pages that nobody sees hold none.
    const onVisible = () => (document.visibilityState === 'hidden' ? close() : open())
    document.addEventListener('visibilitychange', onVisible)
    open()
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      close()
      for (const pace of paces.values()) pace.stop()
    }
  }, [cluster, queries])
  return isTold
}

function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms)
  return () => clearTimeout(timer)
}
