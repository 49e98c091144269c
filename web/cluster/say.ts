/** What the cluster's status and trouble say, in the reader's language. Pure. */
import type { Said } from '../../src/model/index.ts'
import { showMoment } from '../format/index.ts'
import { type Catalogue, filledIn } from '../i18n/index.ts'
import type { Zone } from '../time/index.ts'

/** A code that this page does not know is said by `otherwise`, or by the code itself. */
export function sayCluster({ cluster }: Catalogue, { code, values }: Said, zone: Zone, otherwise?: string): string {
  const sentence = (cluster.said as Readonly<Record<string, string>>)[code]
  if (sentence === undefined) return otherwise ?? code
  const filled = filledIn(sentence, values, (value, name) => {
    if (typeof value === 'number' && (name === 'at' || name === 'since'))
      return value === 0 ? '–' : showMoment(value, zone)
    return String(value)
  })
  return filled.replace(/[:\s]+$/, '')
}
