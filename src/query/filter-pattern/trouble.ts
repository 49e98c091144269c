/** Carries a pattern's trouble out of the parser's depths to `parseFilterPattern`, which alone catches it. */
export class PatternTrouble extends Error {
  readonly from: number
  readonly to: number
  constructor(message: string, from: number, to: number) {
    super(message)
    this.from = from
    this.to = to
  }
}
