/** A draft that an earlier visit of this browser left. Pure. */

export interface Kept {
  readonly json: unknown
  /** Of the board that it was made from: where another is stored by now, saving it tells so. */
  readonly version: number
}

/** Undefined: there is none. */
export function readKept(text: string | null): Kept | undefined {
  if (text === null) return undefined
  try {
    const kept = JSON.parse(text) as { version?: unknown; json?: unknown } | null
    return typeof kept?.version === 'number' && typeof kept.json === 'object' && kept.json !== null
      ? { json: kept.json, version: kept.version }
      : undefined
  } catch {
    return undefined
  }
}
