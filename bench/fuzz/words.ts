/** What an operator writes: sizes, times, addresses, `mangru.yaml`, whole command lines. Each is a value within its bounds, or a problem in words. */
import { upOptions } from '../../src/cli/config.ts'
import { messagesIn } from '../../src/cli/messages/index.ts'
import { optionsOf, type Problem } from '../../src/cli/option.ts'
import { readOptions, splitWords } from '../../src/cli/read-options.ts'
import { settingsIn } from '../../src/cli/settings-file.ts'
import { readAddress, readSize, readTime, showAddress } from '../../src/cli/words.ts'
import { instant } from '../../src/model/index.ts'
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { explained, must, numbers, pick, spoilt, textOf } from './noise.ts'

const now = instant(Date.UTC(2026, 10, 21))
const pieces = [
  '1',
  '15',
  '0.5',
  '999999',
  'k',
  'M',
  'Gi',
  'B',
  'iB',
  's',
  'm',
  'h',
  'd',
  'w',
  'now',
  '-',
  'T',
  'Z',
  ':',
  '2026-11-21',
  'T03:00:00Z',
  '+09:00',
  '127.0.0.1',
  'localhost',
  '[::1]',
  ':7070',
  ':65536',
  '%eth0',
]
const good = [
  '1GiB',
  '600MiB',
  '1.5G',
  '1073741824',
  '15m',
  '2026-11-21T03:00:00Z',
  '1790000000000',
  '127.0.0.1:7070',
  '[::1]:0',
  'localhost:0',
]

export const wordFuzz: FuzzTarget = {
  name: 'words',
  run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left--) {
      const word = next() % 2 ? spoilt(next, pick(next, good), pieces) : textOf(next, pieces, 5)
      explained(word, () => {
        const size = readSize(word)
        if (size !== undefined) must(Number.isSafeInteger(size) && size > 0, `size ${size}`)
        const time = readTime(word, now)
        if (time !== undefined) must(Number.isSafeInteger(time), `time ${time}`)
        const address = readAddress(word)
        if (address === undefined) return
        must(Number.isInteger(address.port) && address.port >= 0 && address.port <= 65_535, `port ${address.port}`)
        const again = readAddress(showAddress(address))
        must(again?.host === address.host && again.port === address.port, `shown as ${showAddress(address)}`)
      })
    }
  },
}

const options = optionsOf(upOptions)
const flags = options.map(option => option.flag)
const lines = [
  'listen: 127.0.0.1:7070\n',
  'memory: 1GiB\n',
  'account: "000000000000"\n',
  'demo: true\n',
  'auth: open\n',
  'data: ./x\n',
  'engine: chdb\n',
]
const yamlPieces = [
  ...lines,
  ...flags,
  ': ',
  '- ',
  '&a ',
  '*a',
  '<<: *a',
  '!!binary ',
  '---\n',
  '...\n',
  '|\n',
  '>\n',
  '  ',
  '{',
  '}',
  '[',
  ']',
  '#',
  '"',
  "'",
  '? ',
  '%YAML 1.2\n',
  '\t',
  '!!js/function ',
  '__proto__: x\n',
]
const argPieces = [
  ...flags.map(flag => `--${flag}`),
  '--no-',
  '--',
  '-',
  '=',
  'true',
  'none',
  '127.0.0.1:0',
  '1GiB',
  'open',
  'required',
  'constructor',
]

export const settingsFuzz: FuzzTarget = {
  name: 'settings-and-options',
  run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left--) {
      const text = next() % 2 ? spoilt(next, lines.join(''), yamlPieces) : textOf(next, yamlPieces, 8)
      const words = Array.from({ length: next() % 4 }, () =>
        next() % 2 ? textOf(next, argPieces, 3) : pick(next, argPieces),
      )
      explained([text, words], () => {
        const file = settingsIn(text, 'mangru.yaml', flags)
        if (!file.ok) return spoken(file.error)
        for (const [name, value] of file.value.values)
          must(flags.includes(name) && typeof value === 'string', `${name}: ${value}`)
        const split = splitWords(words, options)
        if (!split.ok) return spoken(split.error)
        const read = readOptions(upOptions, split.value.flags, {}, file.value)
        if (!read.ok) return spoken(read.error)
        must(read.value.memory >= 536_870_912, 'too little memory')
      })
    }
  },
}

function spoken(problems: readonly Problem[]): void {
  must(problems.length > 0, 'no problem')
  for (const problem of problems)
    for (const lang of ['en', 'ko'] as const) must(/\S+ \S+/.test(problem(messagesIn(lang))), 'no words')
}
