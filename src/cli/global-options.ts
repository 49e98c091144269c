/** The options that every command takes. */
import { z } from 'zod'
import { anyWord, choice, optionMeta, switchedBy } from './option.ts'

export const globalOptions = z.object({
  config: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'FILE',
      en: 'the file of settings (also MANGRU_CONFIG)',
      ko: '설정 파일 (MANGRU_CONFIG로도)',
      fallback: { en: 'mangru.yaml, if there is one', ko: 'mangru.yaml이 있으면 그것' },
    }),
  lang: choice('en', 'ko')
    .optional()
    .register(optionMeta, {
      setting: true,
      value: 'en|ko',
      en: 'the language of messages',
      ko: '메시지의 언어',
      fallback: { en: 'as LC_ALL or LANG says', ko: 'LC_ALL 또는 LANG에 따름' },
    }),
  verbose: switchedBy().prefault('false').register(optionMeta, {
    en: 'after an error, the rest of what is known',
    ko: '오류 뒤에 알려진 나머지까지',
  }),
  help: switchedBy()
    .prefault('false')
    .register(optionMeta, { short: 'h', en: 'what can be given', ko: '쓸 수 있는 것' }),
})
