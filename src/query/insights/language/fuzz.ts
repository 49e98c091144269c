/** What is fuzzed here: texts that look like queries must not make parser, checker, printer or the editor's grammar throw. */
import { numbers } from '../../filter-pattern/noise.ts'
import { completionsAt, insightsParser } from './editor/index.ts'
import { expandSaved } from './expand-saved.ts'
import { checkInsights, parseInsights, printQuery } from './index.ts'

/** Runs `n` cases from `seed`; throws at the first case that goes wrong, with its input in the message. */
export interface FuzzTarget {
  readonly name: string
  readonly run: (seed: number, n: number) => void | Promise<void>
}

export const insightsLanguageFuzz: readonly FuzzTarget[] = [
  { name: 'insights-language', run: fuzzLanguage },
  { name: 'insights-editor', run: fuzzEditor },
  { name: 'insights-saved', run: fuzzSaved },
]

const pieces = [
  'fields ', 'display ', 'filter ', 'stats ', 'sort ', 'limit ', 'parse ', 'dedup ', 'pattern ', 'join ', 'appendcols ', 'SOURCE ', 'lookup ', 'unnest ', 'fillmissing ', 'diff', 'where ', 'search ',
  'tail 5', 'head 3', 'outlier ', 'filldown ', 'json ', 'autoregress ', ' | ', ' | ', ' | ', '|', '@message', '@timestamp', 'level', 'a', 'b.c', 'x.0', '`a b`', '@`x`', '@@y', 'count(*)', 'count(', 'bin(5m)',
  'bin(300s)', 'avg(', 'sum(a)', 'jsonParse(@message)', 'substr(', ' as ', ' by ', ' desc', ' asc', ' and ', ' or ', ' not ', ' in ', ' like ', ' into ', 'multi', 'csv', 'logfmt', '=', '!=', '>=', '<', '=~',
  '+', '-', '*', '/', '%', '^', '(', ')', '[', ']', '{', '}', ',', ':', '.', '"x"', "'y'", '"', "'", '`', '/re/', '/(?<u>a)/', '/(?=a)/', '/a\n  b/', '/', '\\', '\\"', '5', '1.5', '1e3', '5m', '10.0.0.1',
  '{{p}}', '{{', '$Saved(p="v")', '$x', '#', '# c\n', '\n', ' ', ' ', '\t', '\0', '\ud800', '😀', 'é', '\u2028', '\ufeff', '“', '&&', '||', '==', '!', 'type=inner', 'left=a', 'right=b', 'p=1-4', 'START=1',
] // biome-ignore format: a list of pieces

/** Up to 23 pieces, now and then any UTF-16 unit among them, often begun as a query is. */
export function queryNoise(next: () => number): string {
  let text =
    next() % 3 === 0 ? '' : ['filter ', 'stats count(*) ', 'fields a', 'parse @message "* *" as a, b | '][next() % 4]!
  for (let left = next() % 24; left > 0; left--) {
    const pick = next()
    text += pick % 41 === 0 ? String.fromCharCode((pick >>> 8) & 0xffff) : pieces[(pick >>> 8) % pieces.length]!
  }
  return text
}

function fuzzLanguage(seed: number, n: number): void {
  const next = numbers(seed)
  for (let left = n; left > 0; left--) {
    const text = queryNoise(next)
    explained(text, () => {
      const parsed = parseInsights(text)
      for (const mode of ['strict', 'compatible'] as const) {
        const checked = checkInsights(text, { mode })
        if (checked.ok) {
          const again = parseInsights(printQuery(checked.value.query))
          if (!again.ok) throw new Error(`prints as ${printQuery(checked.value.query)}: ${again.error.message}`)
          continue
        }
        const { span, mend } = checked.error
        for (const { from, to } of mend === null ? [span] : [span, mend.span]) {
          if (!(0 <= from && from <= to && to <= text.length)) throw new Error(`${from}..${to} is not within the text`)
        }
        if (mend === null) continue
        const mended = text.slice(0, mend.span.from) + mend.insert + text.slice(mend.span.to)
        if (!checkInsights(mended, { mode }).ok) throw new Error(`mended as ${mended}, and still wrong`)
      }
      if (parsed.ok && !parseInsights(printQuery(parsed.value)).ok)
        throw new Error(`prints as ${printQuery(parsed.value)}`)
    })
  }
}

function fuzzEditor(seed: number, n: number): void {
  const next = numbers(seed)
  for (let left = n; left > 0; left--) {
    const text = queryNoise(next)
    explained(text, () => {
      const tree = insightsParser.parse(text)
      if (tree.length !== text.length) throw new Error(`the tree ends at ${tree.length}`)
      let broken = false
      tree.iterate({
        enter: node => {
          broken ||= node.type.isError
        },
      })
      if (broken && parseInsights(text).ok) throw new Error('the parser takes what the grammar refuses')
      const at = next() % (text.length + 1)
      const { from, to } = completionsAt(text, at, {
        fields: ['level', 'foo-bar'],
        saved: ['Saved'],
        valuesOf: () => ['"', 'x'],
      })
      if (!(0 <= from && from <= at && at <= to && to <= text.length))
        throw new Error(`${from}..${to} does not hold ${at}`)
    })
  }
}

/** A saved query with a hostile value has the commands that it has with a tame one. */
function fuzzSaved(seed: number, n: number): void {
  const next = numbers(seed)
  const text = 'fields a | filter level = {{p}} and m like "<{{p}}>" and x like /^{{p}}$/ and y in [1, {{p}}] | limit 5'
  const saved = new Map([['Saved', { text, parameters: [{ name: 'p', defaultValue: null }] }]])
  for (let left = n; left > 0; left--) {
    const value = queryNoise(next).replaceAll('\n', ' ').slice(0, 200)
    explained(value, () => {
      const whole = expandSaved(`$Saved(p={{v}})`, saved, new Map([['v', value]]))
      if (!whole.ok) throw new Error(whole.error.message)
      const read = parseInsights(whole.value)
      if (!read.ok) throw new Error(`${whole.value}: ${read.error.message}`)
      const kinds = read.value.commands.map(({ kind }) => kind).join()
      if (kinds !== 'fields,filter,limit') throw new Error(`${whole.value} has ${kinds}`)
    })
  }
}

function explained(input: string, run: () => void): void {
  try {
    run()
  } catch (error) {
    throw new Error(`${JSON.stringify(input)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
