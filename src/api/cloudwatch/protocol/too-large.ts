/** The refusal of a body beyond the bound: a type on which agents drop the batch instead of sending it again for ever. */
import { type AwsError, invalidParameter } from './error.ts'

export const bodyTooLarge = (most: number): AwsError =>
  invalidParameter(`Upload too large: the request body exceeds the limit of ${most} bytes`)
