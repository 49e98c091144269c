/** What commands that ask a running Mangru are told alike. */
import { type Instant, instant } from '../model/index.ts'
import { anyWord, optionMeta, switchedBy, wordOf } from './option.ts'
import { readTime } from './words.ts'

/** Where a server is and how to be let in; every command that asks a running Mangru takes these. */
export const serverOptions = {
  url: wordOf('not-a-url', word => (/^https?:\/\/[^\s/]+\/?$/.test(word) ? word : undefined))
    .prefault('http://127.0.0.1:7070')
    .register(optionMeta, { setting: true, value: 'URL', en: 'the running Mangru to ask', ko: '물어볼 망루의 주소' }),
  token: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'TOKEN',
    en: 'a token of "mangru keys create"; better as the variable, where other users cannot see it',
    ko: '"mangru keys create"의 토큰. 다른 사용자가 볼 수 없도록 변수로 주는 편이 나음',
  }),
}

/** A point in time that is told relative to when it is asked: the clock comes later. */
export type Moment = (now: Instant) => Instant

/** A time as a person writes it. */
export const moment = () =>
  wordOf('not-a-time', (word): Moment | undefined => {
    if (readTime(word, instant(0)) === undefined) return undefined
    return now => readTime(word, now) ?? now
  })

/** Of commands that answer with a table or say what they did. */
export const jsonInstead = switchedBy()
  .prefault('false')
  .register(optionMeta, { en: 'JSON instead of a table or a sentence', ko: '표나 문장 대신 JSON' })
