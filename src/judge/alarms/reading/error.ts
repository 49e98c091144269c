/** Why an alarm is refused. */
import type { z } from 'zod'
import { err, ok, type Result } from '../../../model/index.ts'

/** `code` as AWS's Query protocol names it. */
export interface AlarmInputError {
  readonly code: 'ValidationError' | 'InvalidParameterValue' | 'InvalidParameterCombination' | 'MissingParameter'
  readonly message: string
}

export const refused = (message: string): { readonly ok: false; readonly error: AlarmInputError } =>
  err({ code: 'ValidationError', message })

/** JSON of the wrong shape is refused with the place of the first fault. */
export function shaped<T>(schema: z.ZodType<T>, input: unknown): Result<T, AlarmInputError> {
  const read = schema.safeParse(input)
  if (read.success) return ok(read.data)
  const [first] = read.error.issues
  return refused(`${first?.path.join('.') || 'The alarm'}: ${first?.message ?? 'cannot be read'}`)
}
