/** The text that Prometheus exporters answer with, line by line: `name{label="value"} 1.5 1768903200000`. What is no sample is passed over. */

export interface ExpositionSample {
  readonly name: string
  /** Pieces of the page: what is kept of them goes through `ownText`. */
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
  /** Milliseconds since 1970, where the line says so. */
  readonly at: number | undefined
}

/**
 * The same text, in memory of its own. A piece of a text keeps the whole text in memory (half a megabyte of a kubelet's page for one pod's name), so this is for
 * whatever is kept of a page.
 */
export const ownText = (piece: string): string => Buffer.from(piece).toString()

/** Calls `take` for each sample whose name is `wanted`; other lines cost a look at their name. Never throws, whatever the text is. */
export function readExposition(
  text: string,
  wanted: ReadonlySet<string>,
  take: (sample: ExpositionSample) => void,
): void {
  let from = 0
  while (from < text.length) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    const sample = readLine(text, from, to, wanted)
    if (sample !== undefined) take(sample)
    from = to + 1
  }
}

const nameEnd = /[{\s]/g

function readLine(text: string, from: number, to: number, wanted: ReadonlySet<string>): ExpositionSample | undefined {
  if (text.charCodeAt(from) === 0x23) return undefined
  nameEnd.lastIndex = from
  const end = nameEnd.exec(text)?.index ?? to
  if (end >= to) return undefined
  const name = text.slice(from, end)
  if (!wanted.has(name)) return undefined
  const labels = new Map<string, string>()
  const rest = text.charCodeAt(end) === 0x7b ? readLabels(text.slice(end + 1, to), labels) : text.slice(end, to)
  if (rest === undefined) return undefined
  const [value, at] = rest.trim().split(/\s+/)
  const number = readNumber(value ?? '')
  if (number === undefined) return undefined
  const time = at === undefined ? Number.NaN : Number(at)
  return { name, labels, value: number, at: Number.isFinite(time) ? time : undefined }
}

const label = /\s*([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"\s*(,|(?=\}))/y

/** What follows the closing brace; undefined when there is none. */
function readLabels(text: string, labels: Map<string, string>): string | undefined {
  let at = 0
  for (;;) {
    label.lastIndex = at
    const found = label.exec(text)
    if (found === null) break
    labels.set(found[1] ?? '', unescaped(found[2] ?? ''))
    at = label.lastIndex
  }
  const close = /\s*\}/y
  close.lastIndex = at
  return close.test(text) ? text.slice(close.lastIndex) : undefined
}

const unescaped = (value: string): string =>
  value.includes('\\') ? value.replace(/\\(.)/g, (_all, sign: string) => (sign === 'n' ? '\n' : sign)) : value

function readNumber(word: string): number | undefined {
  const value = word === '' ? Number.NaN : Number(word)
  return Number.isFinite(value) ? value : undefined
}
