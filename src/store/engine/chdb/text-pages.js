// @ts-check
/**
 * Gives back pages of program text that a process maps and hardly needs: starting the engine touches some 140 MB of its library and
 * every kind of statement some more, while a stream of inserts runs in a third of that. The kernel keeps the pages in its cache, so
 * what is wanted again comes back by soft faults, sixteen pages each: a few milliseconds for all of it, also in the middle of work.
 * Only where the native package is and the kernel tells its maps (Linux); elsewhere nothing happens.
 */
import { readFileSync } from 'node:fs'

/** madvise(2): these pages of mine are not needed; a mapping of a file reads them from the file again. */
const MADV_DONTNEED = 4
/** Smaller mappings are not worth a call (kB). */
const leastKilobytes = 1_024

/**
 * The mappings that may be given back, of the text of `/proc/self/smaps`: of a file, private, never to be written, and
 * without one page of their own (`Anonymous`, `Swap`), so that each page is the file's.
 *
 * @param {string} smaps
 * @returns {{ from: number, bytes: number }[]}
 */
export function textMappings(smaps) {
  return smaps.split(/\n(?=[0-9a-f]+-[0-9a-f]+ )/).flatMap(part => {
    const head = /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p [0-9a-f]+ \S+ \d+ +\//.exec(part)
    if (head === null || kilobytes(part, 'Rss') < leastKilobytes) return []
    // What the kernel does not tell is not known to be none.
    if (kilobytes(part, 'Anonymous') !== 0 || kilobytes(part, 'Swap') !== 0) return []
    const from = Number.parseInt(head[1] ?? '', 16)
    return [{ from, bytes: Number.parseInt(head[2] ?? '', 16) - from }]
  })
}

/**
 * @param {string} text
 * @param {string} name
 */
const kilobytes = (text, name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN)

/** @typedef {(name: 'smaps' | 'status') => string} Proc */

/**
 * A look to be taken every so often: gives back what may be given when more than `mostKilobytes` of files are mapped. Undefined
 * where nothing can be given back. A look never throws: where the kernel tells nothing just now, as when no more files can be
 * opened, nothing is given back.
 *
 * @param {number} mostKilobytes
 * @param {Proc} [proc]
 * @returns {Promise<(() => void) | undefined>}
 */
export async function giver(mostKilobytes, proc = name => readFileSync(`/proc/self/${name}`, 'utf8')) {
  const advise = await adviser()
  if (advise === undefined) return undefined
  return () => {
    try {
      if (!mapsMore(proc('status'), mostKilobytes)) return
      for (const { from, bytes } of textMappings(proc('smaps'))) advise(from, bytes)
    } catch {
      // The next look may see more.
    }
  }
}

/**
 * Whether a process maps more of files than that, by the text of its `/proc/self/status`.
 *
 * @param {string} status
 * @param {number} mostKilobytes
 */
export const mapsMore = (status, mostKilobytes) => kilobytes(status, 'RssFile') > mostKilobytes

/** @returns {Promise<((from: number, bytes: number) => void) | undefined>} */
async function adviser() {
  try {
    readFileSync('/proc/self/smaps_rollup')
    const { default: native } = await import(`@koromix/koffi-${process.platform}-${process.arch}`)
    const madvise = native.load('libc.so.6').func('int madvise(uintptr_t, size_t, int)')
    return (from, bytes) => madvise(from, bytes, MADV_DONTNEED)
  } catch {
    return undefined
  }
}
