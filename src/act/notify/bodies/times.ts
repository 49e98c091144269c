/** Times as AWS's messages write them. */
import type { Instant } from '../../../model/index.ts'

/** `2026-01-20T10:06:00.123+0000` */
export const awsTime = (at: Instant): string => new Date(at).toISOString().replace('Z', '+0000')

/** `2026-01-20T10:06:00Z` */
export const wholeSeconds = (at: Instant): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
