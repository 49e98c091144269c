/** Which of its series an item of an alarm's history is about: that stands in its data. */
import { z } from 'zod'
import type { AlarmHistoryItem } from '../../../../store/settings/index.ts'

const shape = z.object({
  alarmContributor: z.object({
    contributorId: z.string(),
    contributorAttributes: z.record(z.string(), z.string()).exactOptional(),
  }),
})

export interface Contributor {
  readonly id: string
  readonly attributes: Readonly<Record<string, string>> | undefined
}

export function contributorOf({ type, data }: Pick<AlarmHistoryItem, 'type' | 'data'>): Contributor | undefined {
  if (!type.startsWith('AlarmContributor')) return undefined
  try {
    const read = shape.safeParse(JSON.parse(data))
    if (!read.success) return undefined
    const { contributorId: id, contributorAttributes: attributes } = read.data.alarmContributor
    return { id, attributes }
  } catch {
    return undefined
  }
}
