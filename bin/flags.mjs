/**
 * Node's own flags for a command line of ours. They can only be given before the process exists, so the launcher peeks at
 * `--memory` (and `MANGRU_MEMORY`); `src/cli/config.ts` is what checks the value and explains what is wrong with it.
 */

/** Young objects live for one request: more room only delays their collection and shows as resident memory. */
const semiSpaceMib = { usual: 8, small: 2 }
/**
 * An old heap up to this, with the young one's room, is not worth a whole collection: left to itself the collector begins one when the old heap has grown by
 * 4 MiB, which at full ingest is eight times a second for no more than that, and each marks all that lives.
 */
const unmarkedMib = 112
/** The JavaScript heap's share of `--memory`; the rest is the engine's, and buffers outside the heap. */
const heapShare = 0.25
const heapMib = { least: 96, most: 4096 }
/** Below this the collector has to work harder: three times the young space stay resident, and garbage until it is looked for. */
const smallMib = 768
const smallHeapShare = 0.16

export function serverFlags(args, env) {
  const up = args.includes('up')
  const memory = up ? (sizeInMib(memoryWord(args) ?? env.MANGRU_MEMORY ?? '1GiB') ?? 1024) : smallMib
  const small = memory < smallMib
  const flags = [
    '--disable-warning=ExperimentalWarning',
    // So that memory can be given back when there is nothing to do.
    ...(up ? ['--expose-gc'] : []),
    `--max-semi-space-size=${small ? semiSpaceMib.small : semiSpaceMib.usual}`,
  ]
  if (up && !/--max[-_]old[-_]space[-_]size/.test(env.NODE_OPTIONS ?? '')) {
    const share = memory * (small ? smallHeapShare : heapShare)
    flags.push(`--max-old-space-size=${Math.round(Math.min(heapMib.most, Math.max(heapMib.least, share)))}`)
    if (!small) flags.push(`--initial-old-space-size=${unmarkedMib}`)
  }
  return flags
}

function memoryWord(args) {
  const at = args.findLastIndex(word => word === '--memory' || word.startsWith('--memory='))
  if (at < 0) return undefined
  return args[at] === '--memory' ? args[at + 1] : args[at].slice('--memory='.length)
}

function sizeInMib(word) {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/i.exec(word)
  if (!match) return undefined
  const base = match[3] === '' && match[2] !== '' ? 1000 : 1024
  return (Number(match[1]) * base ** ' kmgt'.indexOf(match[2].toLowerCase() || ' ')) / 1_048_576
}
