/** Reads `mangru.yaml`: a flat map of flag names to values. An unknown name is an error, so that a typing slip is not a silent default. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { Result } from '../model/index.ts'
import { err, nearestNames, ok } from '../model/index.ts'
import type { Problem } from './option.ts'
import type { FileSettings } from './read-options.ts'

const usualName = 'mangru.yaml'

/**
 * `named` is what `--config` or `MANGRU_CONFIG` says; without it `mangru.yaml` in `cwd` is read when it is there.
 * `known` are the flags of all commands that may stand in the file.
 */
export function readSettingsFile(
  named: { readonly file: string; readonly source: string } | undefined,
  cwd: string,
  known: readonly string[],
): Result<FileSettings | undefined, readonly Problem[]> {
  const file = named?.file ?? usualName
  const source = named?.source ?? usualName
  let text: string
  try {
    text = readFileSync(resolve(cwd, file), 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return named === undefined ? ok(undefined) : err([say => say['file-missing'](source, file)])
    return err([say => say['file-unreadable'](source, file, message)])
  }
  return settingsIn(text, file, known)
}

export function settingsIn(
  text: string,
  file: string,
  known: readonly string[],
): Result<FileSettings, readonly Problem[]> {
  // Loaded only when there is a file: most have none, and would pay its memory.
  const { parseDocument } = createRequire(import.meta.url)('yaml') as typeof import('yaml')
  let lines: unknown
  try {
    // Numbers and dates stay the words that were written: an account id keeps its leading zeros.
    const document = parseDocument(text, { schema: 'failsafe', logLevel: 'error' })
    // What YAML only warns of (an unknown tag, an alias with a colon in it) is a slip here as well.
    const trouble = document.errors[0] ?? document.warnings[0]
    if (trouble !== undefined) throw trouble
    lines = document.toJS() ?? {}
  } catch (error) {
    const why = (error as Error).message.split('\n')[0] ?? ''
    return err([say => say['yaml-broken'](file, why)])
  }
  if (typeof lines !== 'object' || lines === null || Array.isArray(lines)) {
    // An empty document is '' under the failsafe schema.
    if (lines === '') return ok({ file, values: new Map() })
    return err([say => say['yaml-not-a-map'](file)])
  }
  const problems: Problem[] = []
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(lines)) {
    if (!known.includes(name)) {
      const [near = ''] = nearestNames(name, known, 1)
      problems.push(say => say['unknown-option'](`${file}: ${name}`, near))
    } else if (typeof value !== 'string' || value === '') {
      problems.push(say => say['missing-value'](`${file}: ${name}`))
    } else {
      values.set(name, value)
    }
  }
  return problems.length > 0 ? err(problems) : ok({ file, values })
}
