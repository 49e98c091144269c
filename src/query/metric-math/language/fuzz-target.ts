/** The shape of what is fuzzed, as `bench/fuzz` takes it; for tests and that bench. */

/** Runs `n` cases from `seed`; throws at the first case that goes wrong, with its input in the message. */
export interface FuzzTarget {
  readonly name: string
  readonly run: (seed: number, n: number) => void | Promise<void>
}

export function explained(input: string, run: () => void): void {
  try {
    run()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`${JSON.stringify(input)}: ${message}`, { cause: error })
  }
}
