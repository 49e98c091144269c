/** What `mangru query` can be told. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { moment, serverOptions } from '../client-options.ts'
import { anyWord, choice, count, optionMeta, switchedBy } from '../option.ts'

export const queryOptions = z.object({
  group: anyWord().optional().register(optionMeta, {
    short: 'g',
    value: 'GROUP,…',
    en: 'the log groups to ask; none when the query begins with SOURCE',
    ko: '물어볼 로그 그룹. 쿼리가 SOURCE로 시작하면 없음',
  }),
  since: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'from then on: 15m, 2h, 1d ago, or 2026-11-21T03:00:00Z',
      ko: '그때부터: 15m, 2h, 1d 전, 또는 2026-11-21T03:00:00Z',
      fallback: { en: '1h', ko: '1h' },
    }),
  from: moment().optional().register(optionMeta, { value: 'TIME', en: 'the same as --since', ko: '--since와 같음' }),
  to: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'up to then, itself included',
      ko: '그때까지, 그때도 포함',
      fallback: { en: 'now', ko: 'now' },
    }),
  limit: count(1, limits.insightsLimitRows)
    .optional()
    .register(optionMeta, {
      value: 'N',
      en: 'at most so many rows; the query may say less',
      ko: '행의 최대 수. 쿼리가 더 적게 말할 수 있음',
      fallback: { en: 'what the query says, or 10000', ko: '쿼리가 말한 수 또는 10000' },
    }),
  file: anyWord().optional().register(optionMeta, {
    value: 'FILE',
    en: 'read the query from there; without it and without TEXT it is read from standard input',
    ko: '쿼리를 읽을 파일. 이것도 TEXT도 없으면 표준 입력에서 읽음',
  }),
  format: choice('table', 'json', 'csv').prefault('table').register(optionMeta, {
    value: 'table|json|csv',
    en: 'how the rows are printed; json: one object a line',
    ko: '행을 찍는 모양. json은 한 줄에 객체 하나',
  }),
  json: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'the same as --format json', ko: '--format json과 같음' }),
  mend: switchedBy().prefault('false').register(optionMeta, {
    en: 'when the query has a fault that can be mended, mend it and go on',
    ko: '쿼리에 고칠 수 있는 잘못이 있으면 고쳐서 계속함',
  }),
  ...serverOptions,
})

export type QueryValues = z.output<typeof queryOptions>
