/** Our own source as data: which files there are, what they import, what they say once comments are gone. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

export interface Import {
  /** From the root, with `/`: `src/model/index.ts`. */
  readonly to: string
  /** `import type`, or only `type` names: nothing is left of it at run time. */
  readonly typeOnly: boolean
}

export interface Source {
  readonly path: string
  readonly text: string
  /** Without comments. */
  readonly code: string
  readonly imports: readonly Import[]
  readonly isTest: boolean
}

const skipped = new Set([
  'node_modules',
  'dist',
  '.git',
  '.cache',
  '.mangru',
  'coverage',
  'test-results',
  '__snapshots__',
])

export function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesUnder(path)
    return [path]
  })
}

/** Each folder with what lies directly in it. */
export function foldersUnder(folder: string): { readonly path: string; readonly entries: readonly string[] }[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  const deeper = entries
    .filter(entry => entry.isDirectory() && !skipped.has(entry.name))
    .flatMap(entry => foldersUnder(posix.join(folder, entry.name)))
  return [{ path: folder, entries: entries.map(entry => entry.name) }, ...deeper]
}

export function readSource(path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  const code = withoutComments(text)
  return { path, text, code, imports: importsIn(path, code), isTest: /\.test\.tsx?$/.test(path) }
}

export const sourcesUnder = (...folders: readonly string[]): Source[] =>
  folders
    .flatMap(folder => (statSync(join(root, folder)).isDirectory() ? filesUnder(folder) : [folder]))
    .filter(path => /\.(tsx?|m?js)$/.test(path) && !/\.d\.ts$|\.grammar(\.terms)?\.js$|\.terms\.js$/.test(path))
    .map(readSource)

/** Strings are kept whole: they may hold `//`. Our code is formatted, so a regular expression with a quote or `//` inside is rare. */
export function withoutComments(text: string): string {
  const token =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[dgimsuvy]*(?=[\s.,;)\]}:?]|$)/gm
  return text.replace(token, found => (found.startsWith('//') || found.startsWith('/*') ? ' ' : found))
}

function importsIn(path: string, code: string): Import[] {
  const found: Import[] = []
  const statement =
    /^\s*(?:import|export)\s+(type\s+)?([^'"`;]*?)\bfrom\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|new URL\(\s*'([^']+\.(?:ts|js|mjs))',\s*import\.meta\.url/gm
  for (const match of code.matchAll(statement)) {
    const [, type, names = '', from, bare, dynamic, url] = match
    const specifier = from ?? bare ?? dynamic ?? url ?? ''
    if (!specifier.startsWith('.')) continue
    const to = relative(root, resolve(root, dirname(path), specifier.replace(/\?.*$/, '')))
      .split(sep)
      .join('/')
    const inner = /^\{([\s\S]*)\}\s*$/.exec(names.trim())?.[1]
    const onlyTypes = inner?.split(',').every(name => name.trim() === '' || name.trim().startsWith('type ')) === true
    found.push({ to, typeOnly: type !== undefined || onlyTypes })
  }
  return found
}
