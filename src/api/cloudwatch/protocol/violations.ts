/** Collects what is wrong with an input and says it in AWS's words, several at once. */
import { limits } from '../../../limits.ts'
import { type AwsError, invalidParameter, notReadable } from './error.ts'

export class Violations {
  private readonly texts: string[] = []
  private first: AwsError | undefined

  /** Enough is known: whoever walks a long list may stop. */
  get full(): boolean {
    return this.texts.length >= limits.awsValidationErrors || this.first !== undefined
  }

  /** A value of a wrong JSON type: nothing else is said beside it. */
  unreadable(message: string): void {
    if (this.first?.type !== 'SerializationException') this.first = notReadable(message)
  }

  /** An error with words of its own, which stands before the constraint texts. */
  refuse(error: AwsError): void {
    this.first ??= error
  }

  constraint(value: unknown, at: string, constraint: string): void {
    if (this.texts.length >= limits.awsValidationErrors) return
    const shown = value === null || value === undefined ? 'null' : `'${show(value)}'`
    this.texts.push(`Value ${shown} at '${at}' failed to satisfy constraint: ${constraint}`)
  }

  error(): AwsError | undefined {
    if (this.first !== undefined || this.texts.length === 0) return this.first
    const count = this.texts.length
    return invalidParameter(`${count} validation error${count === 1 ? '' : 's'} detected: ${this.texts.join('; ')}`)
  }
}

/** A value as Java would print it, bounded in depth and length. */
function show(value: unknown): string {
  const text = print(value, 3)
  const most = limits.awsValidationValueChars
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}...`
}

function print(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (depth === 0) return '...'
  const parts: string[] = []
  let length = 0
  const entries = Array.isArray(value) ? value : Object.entries(value)
  for (const entry of entries) {
    if (length > limits.awsValidationValueChars) break
    const part = Array.isArray(value)
      ? print(entry, depth - 1)
      : `${(entry as [string, unknown])[0]}=${print((entry as [string, unknown])[1], depth - 1)}`
    parts.push(part)
    length += part.length
  }
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`
}
