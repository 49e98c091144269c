// @ts-check
/**
 * Lets merges step back: their threads get a higher nice than those that take lines in and answer, since on two cores merges of large
 * parts otherwise take as much as both together. They still have what nobody else wants, and a tenth of a core that all want, so
 * that parts do not pile up for ever. On Linux each thread has a nice of its own, and a new one begins with that of the thread that
 * started it: what merges have started of the pool that all share is put back where that is allowed (CAP_SYS_NICE), and otherwise
 * is no worse off than merges are. Elsewhere nothing happens.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** As the engine calls its threads of merges and mutations; the kernel keeps 15 letters. */
const mergeThread = 'MergeMutate'
/** The highest nice there is. */
const mostNice = 19

/**
 * A thread by its line in `/proc/PID/task/TID/stat`; undefined when it cannot be read, as of one that has just ended.
 *
 * @param {string} stat
 * @returns {{ tid: number, name: string, nice: number } | undefined}
 */
export function threadOf(stat) {
  // The name may hold brackets and spaces.
  const [from, to] = [stat.indexOf('('), stat.lastIndexOf(')')]
  if (from < 0 || to < from) return undefined
  const nice = Number(stat.slice(to + 2).split(' ')[16])
  return Number.isInteger(nice) ? { tid: Number.parseInt(stat, 10), name: stat.slice(from + 1, to), nice } : undefined
}

/**
 * What is to be set: merges to `nice` above `base`, the nice of the process, and those who have that without being merges to `base`.
 * What somebody else has set stays.
 *
 * @param {readonly string[]} stats
 * @param {number} base
 * @param {number} nice
 * @returns {{ tid: number, nice: number }[]}
 */
export function toSet(stats, base, nice) {
  const merges = Math.min(mostNice, base + nice)
  if (merges === base) return []
  return stats.flatMap(stat => {
    const thread = threadOf(stat)
    if (thread === undefined) return []
    const [has, gets] = thread.name === mergeThread ? [base, merges] : [merges, base]
    return thread.nice === has ? [{ tid: thread.tid, nice: gets }] : []
  })
}

/** @typedef {{ readonly stats: () => string[], readonly base: () => number, readonly set: (tid: number, nice: number) => void }} Threads */

/** @type {Threads} */
const own = {
  stats: () =>
    readdirSync('/proc/self/task').flatMap(tid => {
      try {
        return [readFileSync(`/proc/self/task/${tid}/stat`, 'latin1')]
      } catch {
        return []
      }
    }),
  base: () => getPriority(),
  set: (tid, nice) => setPriority(tid, nice),
}

/**
 * A look to be taken every so often, since threads come and go. Never throws.
 *
 * @param {number} nice
 * @param {Threads} [threads]
 * @returns {(() => void) | undefined}
 */
export function stepBack(nice, threads = own) {
  if (process.platform !== 'linux') return undefined
  return () => {
    try {
      for (const one of toSet(threads.stats(), threads.base(), nice)) set(threads, one)
    } catch {
      // The next look may see more.
    }
  }
}

/**
 * @param {Threads} threads
 * @param {{ tid: number, nice: number }} one
 */
function set(threads, { tid, nice }) {
  try {
    threads.set(tid, nice)
  } catch {
    // Not allowed, or it has just ended.
  }
}
