/** Gathers what a request breaks, and says it as CloudWatch's front door does: `2 validation errors detected: Value …; Value …`. */
export class Constraints {
  readonly #broken: string[] = []

  required(path: string, value: unknown): void {
    if (value === undefined) this.#add('null', path, 'Member must not be null')
  }

  length(path: string, value: string | undefined, least: number, most: number): void {
    if (value === undefined) return
    if (value.length < least)
      this.#add(quoted(value), path, `Member must have length greater than or equal to ${least}`)
    if (value.length > most) this.#add(quoted(value), path, `Member must have length less than or equal to ${most}`)
  }

  /** `said`: the pattern as AWS prints it. */
  matches(path: string, value: string | undefined, pattern: RegExp, said: string): void {
    if (value !== undefined && !pattern.test(value))
      this.#add(quoted(value), path, `Member must satisfy regular expression pattern: ${said}`)
  }

  /** Of a list. */
  count(path: string, list: readonly unknown[] | undefined, most: number): void {
    if (list !== undefined && list.length > most)
      this.#add(quoted(JSON.stringify(list)), path, `Member must have length less than or equal to ${most}`)
  }

  most(path: string, value: number | undefined, most: number): void {
    if (value !== undefined && !(value <= most))
      this.#add(quoted(String(value)), path, `Member must have value less than or equal to ${most}`)
  }

  least(path: string, value: number | undefined, least: number): void {
    if (value !== undefined && !(value >= least))
      this.#add(quoted(String(value)), path, `Member must have value greater than or equal to ${least}`)
  }

  oneOf(path: string, value: string | undefined, allowed: readonly string[]): void {
    if (value !== undefined && !allowed.includes(value))
      this.#add(quoted(value), path, `Member must satisfy enum value set: [${allowed.join(', ')}]`)
  }

  /** Undefined: nothing is broken. */
  message(): string | undefined {
    const { length } = this.#broken
    if (length === 0) return undefined
    return `${length} validation error${length === 1 ? '' : 's'} detected: ${this.#broken.join('; ')}`
  }

  #add(value: string, path: string, constraint: string): void {
    this.#broken.push(`Value ${value} at '${path}' failed to satisfy constraint: ${constraint}`)
  }
}

const quoted = (value: string): string => `'${value}'`
