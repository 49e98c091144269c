/**
 * From the words of a command line, the environment and `mangru.yaml` to checked values. The flag wins over the variable, the
 * variable over the file, the file over the default; every problem names the source that it came from.
 */
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import type { Result } from '../model/index.ts'
import { err, nearestNames, ok } from '../model/index.ts'
import type { MessageKey } from './messages/index.ts'
import type { Option, OptionSchemas, Problem } from './option.ts'
import { optionsOf, variableOf } from './option.ts'

/** What a flag was given, by option key, and the words that are no flags. */
export interface SplitWords {
  readonly flags: ReadonlyMap<string, string>
  readonly positionals: readonly string[]
}

/** Lines of `mangru.yaml` by flag name, with the file's name for the problems. */
export interface FileSettings {
  readonly file: string
  readonly values: ReadonlyMap<string, string>
}

export function splitWords(
  words: readonly string[],
  options: readonly Option[],
): Result<SplitWords, readonly Problem[]> {
  const byFlag = new Map(options.map(option => [option.flag, option]))
  const { tokens } = parseArgs({
    args: [...words],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      options.map(({ flag, meta }) => [
        flag,
        {
          type: meta.value === undefined ? ('boolean' as const) : ('string' as const),
          ...(meta.short ? { short: meta.short } : {}),
        },
      ]),
    ),
  })
  const flags = new Map<string, string>()
  const positionals: string[] = []
  const problems: Problem[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const option = byFlag.get(token.name)
    const negated = option === undefined && token.name.startsWith('no-') ? byFlag.get(token.name.slice(3)) : undefined
    if (negated !== undefined && negated.meta.value === undefined && token.value === undefined) {
      flags.set(negated.key, 'false')
    } else if (option === undefined) {
      const [near] = nearestNames(token.name, byFlag.keys(), 1)
      problems.push(say => say['unknown-option'](token.rawName, near === undefined ? '' : `--${near}`))
    } else if (option.meta.value === undefined) {
      if (token.value === undefined) flags.set(option.key, 'true')
      else flags.set(option.key, token.value)
    } else if (token.value === undefined || (!token.inlineValue && /^-[^\d]/.test(token.value))) {
      problems.push(say => say['missing-value'](token.rawName))
    } else {
      flags.set(option.key, token.value)
    }
  }
  return problems.length > 0 ? err(problems) : ok({ flags, positionals })
}

/** An empty variable counts as not set, as shells and manifests often leave them. */
export function readOptions<Schemas extends OptionSchemas>(
  schemas: Schemas,
  flags: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
  file?: FileSettings,
): Result<z.output<Schemas>, readonly Problem[]> {
  const values: Record<string, unknown> = {}
  const problems: Problem[] = []
  for (const option of optionsOf(schemas)) {
    const { word, source } = wordFor(option, flags, env, file)
    if (option.meta.secret && flags.has(option.key) && /:\/\/[^/@]*:[^/@]*@/.test(word ?? '')) {
      problems.push(say => say['secret-on-the-line'](source, variableOf(option.key)))
      continue
    }
    const read = option.schema.safeParse(word)
    if (read.success) values[option.key] = read.data
    else problems.push(...read.error.issues.map(issue => problemOf(issue, source)))
  }
  return problems.length > 0 ? err(problems) : ok(values as z.output<Schemas>)
}

function wordFor(option: Option, flags: ReadonlyMap<string, string>, env: NodeJS.ProcessEnv, file?: FileSettings) {
  const flag = flags.get(option.key)
  if (flag !== undefined) return { word: flag, source: `--${option.flag}` }
  if (option.meta.setting) {
    const variable = variableOf(option.key)
    if (env[variable] !== undefined && env[variable] !== '') return { word: env[variable], source: variable }
    const line = file?.values.get(option.flag)
    if (file !== undefined && line !== undefined) return { word: line, source: `${file.file}: ${option.flag}` }
  }
  return { word: undefined, source: `--${option.flag}` }
}

function problemOf(issue: z.core.$ZodIssue, source: string): Problem {
  if (issue.code !== 'custom') return say => say['missing-value'](source)
  const words = (issue.params?.words ?? []) as readonly (string | number)[]
  return say => {
    const sentence = say[issue.message as MessageKey] as (...words: readonly (string | number)[]) => string
    return `${source}: ${sentence(...words)}`
  }
}
