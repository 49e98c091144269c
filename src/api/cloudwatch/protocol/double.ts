/** A number that the service model calls a double: CBOR clients of some languages refuse a whole number in its place. */
export class Double {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }

  toJSON(): number {
    return this.value
  }

  toString(): string {
    return Number.isInteger(this.value) && Math.abs(this.value) < 1e15 ? this.value.toFixed(1) : String(this.value)
  }
}
