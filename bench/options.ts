/** The few options that benches share: `--lines N --seed N --data DIR …`, with a default for each. */
import { parseArgs } from 'node:util'

/** Reads `--name N` for each name given; ends the program in plain words when one is unknown or no number. */
export function readNumbers<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> & { data: string } {
  const options = Object.fromEntries(
    [...Object.keys(defaults), 'data'].map(name => [name, { type: 'string' as const }]),
  )
  try {
    const { values } = parseArgs({ options })
    const read: Record<string, number | string> = { ...defaults, data: '' }
    for (const [name, word] of Object.entries(values)) {
      if (name === 'data') read.data = String(word)
      else if (Number.isFinite(Number(word))) read[name] = Number(word)
      else throw new Error(`--${name} wants a number, not ${word}`)
    }
    return read as never
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(2)
  }
}

/** One JSON line on standard output: all that a bench says there. */
export function printLine(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** What happens meanwhile, on standard error. */
export function say(words: string): void {
  process.stderr.write(`${words}\n`)
}
