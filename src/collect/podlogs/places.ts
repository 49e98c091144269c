/** So many at the same time and no more: the next goes in when one comes out, in order. */
export interface Places {
  /** Resolves with what gives the place back; when the signal aborts, without waiting for one. */
  enter(signal: AbortSignal): Promise<() => void>
}

export function openPlaces(count: number): Places {
  let free = count
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    enter: signal =>
      new Promise(resolve => {
        const once = onlyOnce(leave)
        if (signal.aborted) return resolve(() => undefined)
        if (free > 0) {
          free -= 1
          return resolve(once)
        }
        const mine = () => {
          signal.removeEventListener('abort', giveUp)
          resolve(once)
        }
        const giveUp = () => {
          waiting.splice(waiting.indexOf(mine), 1)
          resolve(() => undefined)
        }
        waiting.push(mine)
        signal.addEventListener('abort', giveUp, { once: true })
      }),
  }
}

function onlyOnce(deed: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    deed()
  }
}
