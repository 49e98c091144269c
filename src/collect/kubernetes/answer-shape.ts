/** What an API server answered, held against the shape that it should have. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'

/** `unreadable` where the text is no JSON, or JSON of another shape: `message` says to people what that is. */
export function shaped<T>(
  schema: z.ZodType<T>,
  text: Result<string, ClusterError>,
  message: string,
): Result<T, ClusterError> {
  if (!text.ok) return text
  try {
    const read = schema.safeParse(JSON.parse(text.value))
    if (read.success) return ok(read.data)
  } catch {
    // No JSON: the same as JSON of another shape.
  }
  return err({ code: 'unreadable', message })
}
