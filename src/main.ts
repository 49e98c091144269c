/**
 * The door: hands the command line over to `cli/`. Only what must come before the first import of our own stands here:
 * the compile cache, which keeps the stripped and compiled modules between starts.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// A folder that cannot be written only means no cache. Children (the engine's process) find it by the environment.
const cache = join(import.meta.dirname, '..', '.cache', 'compile')
if (process.env.NODE_COMPILE_CACHE === undefined && process.env.NODE_DISABLE_COMPILE_CACHE === undefined) {
  enableCompileCache(cache)
  process.env.NODE_COMPILE_CACHE = cache
}

const { runCommandLine } = await import('./cli/index.ts')
await runCommandLine(process.argv.slice(2))
