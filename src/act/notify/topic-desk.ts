/** Topics: made, changed, deleted, found. */
import { limits } from '../../limits.ts'
import { ok } from '../../model/index.ts'
import type { NotifyDesk } from './desk-port.ts'
import type { NotifyPorts } from './ports.ts'
import { isOdd, noTopic, odd, told, trouble } from './trouble.ts'

type TopicDesk = Pick<NotifyDesk, 'createTopic' | 'changeTopic' | 'deleteTopic' | 'topic' | 'topics'>

export function topicDesk({ settings, clock, language }: NotifyPorts): TopicDesk {
  return {
    createTopic: async wanted => {
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(wanted.name)) {
        return trouble('invalid', 'A topic is named by 1 to 256 letters, digits, _ and -.')
      }
      if (isOdd(wanted)) return odd
      const made = await settings.putTopic({
        name: wanted.name,
        displayName: wanted.displayName ?? '',
        language: wanted.language ?? language,
        attributes: JSON.stringify(wanted.attributes ?? {}),
        tags: wanted.tags ?? {},
        createdAt: clock.now(),
      })
      return made.ok ? made : told(made.error, { tooMany: `There are at most ${limits.topics} topics.` })
    },
    changeTopic: async (name, patch) => {
      if (isOdd(name, patch)) return odd
      const changed = await settings.patchTopic(name, patch)
      return changed.ok ? changed : told(changed.error, { missing: noTopic(name).error.message })
    },
    deleteTopic: async name => {
      const gone = await settings.removeTopic(name, clock.now(), 'the topic was deleted')
      return gone.ok ? gone : told(gone.error, { missing: noTopic(name).error.message })
    },
    topic: async name => {
      const found = await settings.topic(name)
      if (!found.ok) return told(found.error, {})
      return found.value === undefined ? noTopic(name) : ok(found.value)
    },
    topics: async page => {
      const found = await settings.topics(page)
      return found.ok ? found : told(found.error, {})
    },
  }
}
