/**
 * Loads our TypeScript without its types from a cache, so that the server does not carry the program that strips them (24 MB for
 * life, and most of the time of a start). A file that is not in the cache is stripped here and put there; what it is kept under is
 * the hash of its text, so nothing in the cache is ever stale. Given to Node 24 by `--import`.
 */
import { hash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { registerHooks, stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.cache', 'stripped', process.versions.node)

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context)
    return { format: 'module', source: stripped(readFileSync(fileURLToPath(url), 'utf8')), shortCircuit: true }
  },
})

function stripped(text) {
  const file = join(cache, `${hash('sha1', text)}.js`)
  try {
    return readFileSync(file, 'utf8')
  } catch {
    const plain = stripTypeScriptTypes(text)
    keep(file, plain)
    return plain
  }
}

/** Whole or not at all: two that start at once write the same text. A folder that may not be written costs the next start, no more. */
function keep(file, text) {
  try {
    mkdirSync(cache, { recursive: true })
    writeFileSync(`${file}.${process.pid}`, text)
    renameSync(`${file}.${process.pid}`, file)
  } catch {}
}
