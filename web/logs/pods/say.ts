/** What the server has to say of pods' logs, in the reader's language. Pure. */
import type { Said } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { type Catalogue, filledIn } from '../../i18n/index.ts'

/** Undefined: it is none of ours. */
export function sayOfPods({ podLogs }: Catalogue, { code, values }: Said): string | undefined {
  const sentence = (podLogs.said as Readonly<Record<string, string>>)[code]
  return sentence && filledIn(sentence, values, value => (typeof value === 'number' ? showCount(value) : value))
}

/** Something is in the way, and not only to be known. */
export const isTrouble = ({ code }: Said): boolean => code === 'pod-logs-trouble' || code === 'pod-logs-off'
