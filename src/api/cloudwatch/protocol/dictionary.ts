/** A map of an answer, which AWS Query writes unlike a structure: `<entry><key/><value/></entry>`. */
export class Dictionary {
  readonly entries: readonly (readonly [string, unknown])[]

  constructor(entries: readonly (readonly [string, unknown])[]) {
    this.entries = entries
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.entries)
  }
}
