/** A board out of what people have in files: the body itself, or `aws cloudwatch get-dashboard`'s answer with the body as a text in it. Pure. */

export interface Unwrapped {
  readonly json: unknown
  /** The answer names its board; undefined: the file's name has to do. */
  readonly name: string | undefined
}

export function unwrapped(json: unknown): Unwrapped {
  const { DashboardBody: body, DashboardName: name } = (
    typeof json === 'object' && json !== null ? json : {}
  ) as Readonly<Record<string, unknown>>
  if (typeof body !== 'string') return { json, name: undefined }
  try {
    return { json: JSON.parse(body) as unknown, name: typeof name === 'string' ? name : undefined }
  } catch {
    return { json, name: undefined }
  }
}
