/** Long lists of an answer whose members are all doubles or all times: without an object for each member, which cost more than the reading. */
import { type Instant, instant } from '../../../model/index.ts'
import { Double } from './double.ts'
import { Timestamp } from './timestamp.ts'

/** As a list of `Double` is written. */
export class Doubles {
  readonly values: readonly number[]

  constructor(values: readonly number[]) {
    this.values = values
  }

  /** In the unit of the wire. */
  get numbers(): readonly number[] {
    return this.values
  }

  texts(): readonly string[] {
    return this.values.map(value => new Double(value).toString())
  }

  toJSON(): readonly number[] {
    return this.values
  }
}

/** As a list of `Timestamp` is written. */
export class Timestamps {
  readonly at: readonly Instant[]

  constructor(at: readonly Instant[]) {
    this.at = at
  }

  /** In the unit of the wire: seconds. */
  get numbers(): readonly number[] {
    return this.at.map(at => at / 1_000)
  }

  texts(): readonly string[] {
    return this.at.map(at => new Timestamp(instant(at)).iso)
  }

  toJSON(): readonly number[] {
    return this.numbers
  }
}
