/**
 * The door: hands the command line over to `cli/`. Only what must come before the first import of our own stands here: the compile cache,
 * which keeps compiled modules between starts. A server does without: what it saves is once, what it keeps resident is for life.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// A folder that cannot be written only means no cache.
const cache = join(import.meta.dirname, '..', '.cache', 'compile')
const isServer = process.argv.slice(2).includes('up')
if (!isServer && process.env.NODE_COMPILE_CACHE === undefined && process.env.NODE_DISABLE_COMPILE_CACHE === undefined) {
  enableCompileCache(cache)
}

const { runCommandLine } = await import('./cli/index.ts')
await runCommandLine(process.argv.slice(2))
