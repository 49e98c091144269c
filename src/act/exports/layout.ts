/** How files of an export are named: every name that a stranger chose becomes one harmless step of a path. Pure. */
import { hash } from 'node:crypto'
import { err, ok, type Result } from '../../model/index.ts'

/** Most file systems take 255 bytes for a name. */
const mostBytes = 180

/** As AWS does, a slash becomes a hyphen; nothing in it climbs, hides, or ends a line. */
export function stepOf(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[/\\\p{Cc}]/gu, '-')
    .replace(/^\.+/, dots => '-'.repeat(dots.length))
  const step = plain === '' ? '-' : plain
  return Buffer.byteLength(step) <= mostBytes ? step : `${cut(step, mostBytes - 9)}-${digest(name)}`
}

function cut(text: string, bytes: number): string {
  let length = 0
  let kept = ''
  for (const letter of text) {
    length += Buffer.byteLength(letter)
    if (length > bytes) break
    kept += letter
  }
  return kept
}

const digest = (text: string): string => hash('sha256', text, 'hex').slice(0, 8)

/** Gives each stream of a task a step of its own, also when two names come to the same one. */
export class StreamSteps {
  readonly #taken = new Set<string>()

  next(stream: string): string {
    const step = stepOf(stream)
    const own = this.#taken.has(step.toLowerCase()) ? `${cut(step, mostBytes)}-${digest(stream)}` : step
    this.#taken.add(own.toLowerCase())
    return own
  }
}

export const defaultPrefix = 'exportedlogs'

/** The steps of a prefix as somebody wrote it; the error is a sentence. */
export function readPrefix(text: string): Result<readonly string[], string> {
  const steps = text.split('/').filter(step => step !== '')
  if (Buffer.byteLength(text) > 512) return err('The prefix is longer than 512 bytes.')
  const wrong = steps.find(step => step !== stepOf(step))
  return wrong === undefined
    ? ok(steps)
    : err(`"${wrong}" cannot be a part of the prefix: no part begins with a dot, or holds \\ or control characters.`)
}

/** `000000.gz`, `000001.gz`, … */
export const fileName = (number: number, ending: string): string => `${String(number).padStart(6, '0')}${ending}`
