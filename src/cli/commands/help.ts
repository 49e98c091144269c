/** `mangru help [COMMAND]`. */
import { z } from 'zod'
import { nearestNames } from '../../model/index.ts'
import type { Command } from '../command.ts'
import { command, fine, misused } from '../command.ts'
import { helpFor, helpForAll } from '../help.ts'

/** `all` is asked late, because help is itself one of them. */
export const helpCommand = (all: () => readonly Command[]): Command =>
  command({
    name: 'help',
    usage: '[COMMAND]',
    en: 'say what can be given',
    ko: '쓸 수 있는 것을 말함',
    options: z.object({}),
    async run({ words, say, language, terminal }) {
      const inner = all().some(one => one.name === words.slice(0, 2).join(' ') && words.length > 1)
      const [name, extra] = inner ? [words.slice(0, 2).join(' '), words[2]] : words
      if (extra !== undefined) return misused(messages => messages['unexpected-word'](extra))
      if (name === undefined) {
        await terminal.out(helpForAll(all(), say, language))
        return fine
      }
      const found = all().find(one => one.name === name)
      if (found === undefined) {
        const names = all().map(one => one.name)
        const [near = ''] = nearestNames(name, names, 1)
        return misused(messages => messages['unknown-command'](name, near))
      }
      await terminal.out(helpFor(found, say, language))
      return fine
    },
  })
