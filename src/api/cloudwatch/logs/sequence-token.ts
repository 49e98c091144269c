/** Sequence tokens order nothing any more, yet some clients send a batch again when the answer has none. */
import type { Instant } from '../../../model/index.ts'

/** 56 digits, as the real ones have. */
export const sequenceToken = (ingestionTime: Instant): string => `4${String(ingestionTime).padStart(55, '0')}`
