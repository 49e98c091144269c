/** docs/cli.md and docs/cli.ko.md, made from the commands themselves; a test keeps the files current. */
import type { Language } from '../server/config.ts'
import type { Command } from './command.ts'
import { globalOptions } from './global-options.ts'
import { signatureOf, usageOf } from './help.ts'
import { messagesIn } from './messages/index.ts'
import type { OptionSchemas } from './option.ts'
import { optionsOf, variableOf } from './option.ts'

export function referenceIn(language: Language, commands: readonly Command[]): string {
  const say = messagesIn(language)
  const sections = commands.map(command =>
    [
      `## mangru ${command.name}`,
      '',
      `${command[language]}.`,
      '',
      '```',
      usageOf(command),
      '```',
      '',
      ...table(command.options, language),
    ]
      .join('\n')
      .trimEnd(),
  )
  return [
    `# ${say['reference-title']()}`,
    '',
    say['reference-intro'](),
    '',
    say['reference-exit'](),
    '',
    `## ${say.everywhere()}`,
    '',
    ...table(globalOptions, language),
    '',
    sections.join('\n\n'),
    '',
  ].join('\n')
}

function table(schemas: OptionSchemas, language: Language): string[] {
  const options = optionsOf(schemas)
  if (options.length === 0) return []
  const say = messagesIn(language)
  const headings = [say['column-option'](), say['column-variable'](), say['column-default'](), say['column-meaning']()]
  return [
    row(headings),
    row(headings.map(() => '---')),
    ...options.map(option =>
      row([
        `\`${signatureOf(option)}\``,
        option.meta.setting ? `\`${variableOf(option.key)}\`` : '',
        option.meta.fallback?.[language] ?? (option.default === undefined ? '' : `\`${option.default}\``),
        option.meta[language],
      ]),
    ),
  ]
}

const row = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
