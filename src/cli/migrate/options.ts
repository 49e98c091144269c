/** What `mangru import cloudwatch` can be told. */
import { z } from 'zod'
import { serverOptions } from '../client-options.ts'
import { anyWord, optionMeta, switchedBy, wordOf } from '../option.ts'
import { type ImportKind, importKinds } from './gathered.ts'

function kindsOf(word: string): readonly ImportKind[] | undefined {
  const wanted = word.split(',').map(one => one.trim())
  const kinds = importKinds.filter(kind => wanted.includes(kind))
  return kinds.length === new Set(wanted).size ? kinds : undefined
}

export const importOptions = z.object({
  only: wordOf('not-a-choice', kindsOf, importKinds.join(', '))
    .optional()
    .register(optionMeta, {
      value: 'KINDS',
      en: `only these, with commas: ${importKinds.join(', ')}`,
      ko: `쉼표로 나눈 이것들만: ${importKinds.join(', ')}`,
    }),
  region: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'REGION',
      en: 'the region of the AWS account',
      ko: 'AWS 계정의 리전',
      fallback: { en: 'AWS_REGION', ko: 'AWS_REGION' },
    }),
  endpoint: wordOf('not-a-url', word => (/^https?:\/\/[^\s/]+\/?$/.test(word) ? word : undefined))
    .optional()
    .register(optionMeta, {
      value: 'URL',
      en: 'where the services of AWS are asked for',
      ko: 'AWS 서비스를 물어볼 주소',
      fallback: { en: "AWS's own", ko: 'AWS의 것' },
    }),
  dryRun: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'only say what would be taken over', ko: '무엇을 가져올지 말하기만 함' }),
  json: switchedBy().prefault('false').register(optionMeta, { en: 'JSON instead of sentences', ko: '문장 대신 JSON' }),
  ...serverOptions,
})

export type ImportValues = z.output<typeof importOptions>
