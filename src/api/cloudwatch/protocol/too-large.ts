/** The refusal of a body beyond the bound: a type on which agents drop the batch instead of sending it again for ever. */
import { limits } from '../../../limits.ts'
import { invalidParameter } from './error.ts'

export const bodyTooLarge = invalidParameter(
  `Upload too large: the request body exceeds the limit of ${limits.awsBodyBytes} bytes`,
)
