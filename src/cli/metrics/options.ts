/** What `mangru metrics list` and `mangru metrics get` can be told. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { moment, serverOptions } from '../client-options.ts'
import { anyWord, choice, count, optionMeta, switchedBy, wordOf } from '../option.ts'

const format = {
  format: choice('table', 'json', 'csv')
    .prefault('table')
    .register(optionMeta, { value: 'table|json|csv', en: 'how the answer is printed', ko: '답을 찍는 모양' }),
  json: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'the same as --format json', ko: '--format json과 같음' }),
  csv: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'the same as --format csv', ko: '--format csv와 같음' }),
}

export const listOptions = z.object({
  metric: anyWord().optional().register(optionMeta, { value: 'NAME', en: 'only this metric', ko: '이 지표만' }),
  dimension: anyWord().optional().register(optionMeta, {
    value: 'NAME[=VALUE],…',
    en: 'only metrics with these dimensions',
    ko: '이 차원이 있는 지표만',
  }),
  contains: anyWord().optional().register(optionMeta, {
    value: 'TEXT',
    en: 'only metrics with this text in their name, namespace or dimensions, whatever the case',
    ko: '이름, 네임스페이스, 차원에 이 글자가 든 지표만 (대소문자 무시)',
  }),
  limit: count(1, limits.shownLines)
    .prefault('1000')
    .register(optionMeta, { value: 'N', en: 'at most so many metrics', ko: '지표의 최대 수' }),
  ...format,
  ...serverOptions,
})

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 }
const seconds = (word: string): number | undefined => {
  const [, number = '', unit = ''] = /^(\d{1,6})([smhd]?)$/.exec(word) ?? []
  const length = Number(number) * (units[unit] ?? Number.NaN)
  return number !== '' && length > 0 && length <= limits.mathPeriod ? length : undefined
}

export const getOptions = z.object({
  stat: anyWord().prefault('Average').register(optionMeta, {
    short: 's',
    value: 'STAT,…',
    en: 'what is made of each period: Sum, Average, p99, TM(10%:90%)…; several with commas',
    ko: '주기마다 낼 통계: Sum, Average, p99, TM(10%:90%)… 쉼표로 여럿',
  }),
  period: wordOf('not-a-period', seconds).prefault('5m').register(optionMeta, {
    short: 'p',
    value: 'LENGTH',
    en: 'the length of a period: 60, 30s, 5m, 1h',
    ko: '주기의 길이: 60, 30s, 5m, 1h',
  }),
  expression: anyWord().optional().register(optionMeta, {
    short: 'e',
    value: 'TEXT',
    en: 'metric math, SEARCH or Metrics Insights SQL; the metric that is named is m1 (with several statistics m1, m2…)',
    ko: '지표 수식, SEARCH 또는 Metrics Insights SQL. 이름으로 준 지표가 m1 (통계가 여럿이면 m1, m2…)',
  }),
  label: anyWord().optional().register(optionMeta, {
    value: 'TEXT',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so labels are written
    en: 'what the series is called; may hold ${LAST} and the like',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so labels are written
    ko: '계열의 이름. ${LAST} 따위를 쓸 수 있음',
  }),
  unit: anyWord().optional().register(optionMeta, {
    value: 'UNIT',
    en: 'only samples of this unit, such as Seconds',
    ko: '이 단위의 값만 (예: Seconds)',
  }),
  since: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'from then on: 15m, 2h, 1d ago, or 2026-11-21T03:00:00Z',
      ko: '그때부터: 15m, 2h, 1d 전, 또는 2026-11-21T03:00:00Z',
      fallback: { en: '3h', ko: '3h' },
    }),
  until: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'before then',
      ko: '그때 전까지',
      fallback: { en: 'now', ko: 'now' },
    }),
  ...format,
  ...serverOptions,
})

export type ListValues = z.output<typeof listOptions>
export type GetValues = z.output<typeof getOptions>
