/** Waiting for what a machine under load does sooner or later: asked again and again up to a generous deadline, never slept for. */

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

export interface Patience {
  /** Milliseconds; 60,000 unless told. */
  readonly within?: number
  /** Milliseconds between two looks; 100 unless told. */
  readonly every?: number
}

/** What is not there yet. */
type Nothing = undefined | null | false | 0 | ''

/** The first answer that is something: not undefined, null, false, 0 or empty. Rejects at the deadline with what was waited for and the last trouble. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | Nothing> | T | Nothing,
  { within = 60_000, every = 100 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + within
  let trouble: unknown
  for (;;) {
    try {
      const found = await look()
      if (found) return found
      trouble = undefined
    } catch (error) {
      trouble = error
    }
    if (performance.now() > deadline) {
      const because = trouble instanceof Error ? `: ${trouble.message}` : ''
      throw new Error(`waited ${within} ms for ${what}${because}`, { cause: trouble })
    }
    await pause(every)
  }
}
