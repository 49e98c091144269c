/** Help as a person reads it on a terminal: of all commands, and of one. */
import { z } from 'zod'
import type { Language } from '../server/config.ts'
import type { Command } from './command.ts'
import { globalOptions } from './global-options.ts'
import type { Messages } from './messages/index.ts'
import type { Option, OptionSchemas } from './option.ts'
import { optionsOf } from './option.ts'

export function helpForAll(commands: readonly Command[], say: Messages, language: Language): string {
  const width = Math.max(...commands.map(one => one.name.length))
  return [
    say.tagline(),
    '',
    `${say.usage()}: mangru COMMAND [--help]`,
    '',
    `${say.commands()}:`,
    ...commands.map(one => `  ${one.name.padEnd(width)}  ${one[language]}`),
    '',
    `${say.everywhere()}:`,
    ...optionLines(globalOptions, say, language),
    '',
  ].join('\n')
}

export function helpFor(command: Command, say: Messages, language: Language): string {
  const own = optionLines(command.options, say, language)
  return [
    `mangru ${command.name}: ${command[language]}`,
    '',
    `${say.usage()}: ${usageOf(command)}`,
    '',
    ...(own.length > 0 ? [`${say.options()}:`, ...own, ''] : []),
    `${say.everywhere()}:`,
    ...optionLines(globalOptions, say, language),
    '',
  ].join('\n')
}

export const usageOf = (command: Command): string =>
  [
    'mangru',
    command.name,
    command.usage,
    ...(optionsOf(z.object(command.options.shape)).length > 0 ? ['[options]'] : []),
  ]
    .filter(part => part !== '')
    .join(' ')

/** `-f, --follow`, `--listen HOST:PORT`, `--[no-]demo`. */
export function signatureOf({ flag, meta }: Option): string {
  const long = meta.value === undefined ? `--${meta.setting ? '[no-]' : ''}${flag}` : `--${flag} ${meta.value}`
  return meta.short === undefined ? long : `-${meta.short}, ${long}`
}

function optionLines(schemas: OptionSchemas, say: Messages, language: Language): string[] {
  return optionsOf(schemas).map(option => {
    const fallback = option.meta.fallback?.[language] ?? (option.meta.value === undefined ? undefined : option.default)
    const rest = fallback === undefined ? '' : ` (${say.default()}: ${fallback})`
    return `  ${signatureOf(option)}\n      ${option.meta[language]}${rest}`
  })
}
