/** Which of its series an item of an alarm's history is about: that stands in its data. */
import { z } from 'zod'
import type { AlarmHistoryItem } from '../../../../store/settings/index.ts'

const shape = z.object({
  contributorId: z.string(),
  contributorAttributes: z.record(z.string(), z.string()).exactOptional(),
})

export interface Contributor {
  readonly id: string
  readonly attributes: Readonly<Record<string, string>> | undefined
}

export function contributorOf({ type, data }: Pick<AlarmHistoryItem, 'type' | 'data'>): Contributor | undefined {
  if (!type.startsWith('AlarmContributor')) return undefined
  try {
    const read = shape.safeParse(JSON.parse(data))
    return read.success ? { id: read.data.contributorId, attributes: read.data.contributorAttributes } : undefined
  } catch {
    return undefined
  }
}
