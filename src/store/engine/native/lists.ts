/** Columns of lists: the values of all rows one after the other, and where each row's end. */
import type { NativeColumn } from './column.ts'
import { Float64Column, UInt64Column } from './numbers.ts'
import type { Sink } from './sink.ts'
import { StringColumn } from './strings.ts'

abstract class ListColumn<T, Values extends NativeColumn & { push(value: T): void }> implements NativeColumn {
  readonly name: string
  readonly type: string
  readonly #ends = new UInt64Column('')
  readonly #values: Values

  constructor(name: string, values: Values) {
    this.name = name
    this.type = `Array(${values.type})`
    this.#values = values
  }

  get rows(): number {
    return this.#ends.rows
  }

  get bytes(): number {
    return this.#ends.bytes + this.#values.bytes
  }

  push(values: readonly T[]): void {
    for (const value of values) this.#values.push(value)
    this.#ends.push(this.#values.rows)
  }

  writeTo(sink: Sink): void {
    this.#ends.writeTo(sink)
    this.#values.writeTo(sink)
  }

  release(): void {
    this.#ends.release()
    this.#values.release()
  }
}

export class FloatListColumn extends ListColumn<number, Float64Column> {
  constructor(name: string) {
    super(name, new Float64Column(''))
  }
}

export class StringListColumn extends ListColumn<string, StringColumn> {
  constructor(name: string) {
    super(name, new StringColumn(''))
  }
}
