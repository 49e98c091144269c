/** Runs one command line: finds the command, reads its options, and turns its outcome into an exit code. */
import { z } from 'zod'
import { nearestNames } from '../model/index.ts'
import type { Command, Surroundings } from './command.ts'
import { globalOptions } from './global-options.ts'
import { helpFor } from './help.ts'
import type { Messages } from './messages/index.ts'
import { languageOf, messagesIn } from './messages/index.ts'
import type { Problem } from './option.ts'
import { optionsOf } from './option.ts'
import { readOptions, splitWords } from './read-options.ts'
import { readSettingsFile } from './settings-file.ts'

export async function run(
  words: readonly string[],
  commands: readonly Command[],
  world: Surroundings,
): Promise<0 | 1 | 2> {
  const language = languageOf(words, world.env)
  const say = messagesIn(language)
  const { terminal } = world
  const [first = 'help', second = ''] = words
  const name = first === '--help' || first === '-h' ? 'help' : first === '--version' ? 'version' : first
  // A name of two words goes before one of its first word.
  const inner = commands.find(one => one.name === `${name} ${second}`)
  const command = inner ?? commands.find(one => one.name === name)
  const rest = words.slice(inner === undefined ? 1 : 2)
  if (command === undefined) {
    const names = commands.map(one => one.name)
    const [near = ''] = nearestNames(name, names, 1)
    terminal.err(`${say['unknown-command'](name, near)}\n`)
    return 2
  }

  const schemas = z.object({ ...command.options.shape, ...globalOptions.shape })
  const split = splitWords(rest, optionsOf(schemas))
  if (!split.ok) return misuse(split.error, say, world)
  if (split.value.flags.get('help') === 'true') {
    await terminal.out(helpFor(command, say, language))
    return 0
  }
  const known = new Set(commands.flatMap(one => settingFlags(one)))
  const file = readSettingsFile(namedFile(split.value.flags, world.env), world.cwd, [...known])
  if (!file.ok) return misuse(file.error, say, world)
  const values = readOptions(schemas, split.value.flags, world.env, file.value)
  if (!values.ok) return misuse(values.error, say, world)

  const outcome = await command.run({ ...world, values: values.value, words: split.value.positionals, say, language })
  if (outcome.code === 2) return misuse(outcome.problems, say, world)
  if (outcome.code === 1 && outcome.detail !== undefined && values.value.verbose) terminal.err(`${outcome.detail}\n`)
  return outcome.code
}

function misuse(problems: readonly Problem[], say: Messages, { terminal }: Surroundings): 2 {
  for (const problem of problems) terminal.err(`${problem(say)}\n`)
  return 2
}

const settingFlags = (command: Command): string[] =>
  optionsOf(z.object({ ...command.options.shape, ...globalOptions.shape }))
    .filter(option => option.meta.setting)
    .map(option => option.flag)

function namedFile(flags: ReadonlyMap<string, string>, env: NodeJS.ProcessEnv) {
  const flag = flags.get('config')
  if (flag !== undefined) return { file: flag, source: '--config' }
  return env.MANGRU_CONFIG ? { file: env.MANGRU_CONFIG, source: 'MANGRU_CONFIG' } : undefined
}
