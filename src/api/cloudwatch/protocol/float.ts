/** Numbers that the service model calls double: a whole one is written `1.0`, as the real service does and typed clients expect. */

type RawJson = typeof JSON & { rawJSON(text: string): unknown }

/** Goes into an answer in place of the number. Not finite: left out. */
export const float = (value: number): unknown =>
  Number.isFinite(value)
    ? (JSON as RawJson).rawJSON(Number.isInteger(value) ? value.toFixed(1) : String(value))
    : undefined
