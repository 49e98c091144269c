/** What `mangru logs export` and `mangru logs import` can be told. */
import { z } from 'zod'
import { jsonInstead, moment, serverOptions } from '../client-options.ts'
import { anyWord, choice, optionMeta, switchedBy } from '../option.ts'

export const exportOptions = z.object({
  to: anyWord().optional().register(optionMeta, {
    value: 'DESTINATION',
    en: 'file:NAME or s3://BUCKET, as the operator allows with --deliver-to',
    ko: '운영자가 --deliver-to로 허용한 file:이름 또는 s3://버킷',
  }),
  format: choice('parquet', 'ndjson', 'cloudwatch').prefault('parquet').register(optionMeta, {
    value: 'parquet|ndjson|cloudwatch',
    en: 'how the files look; cloudwatch: as CloudWatch writes them, a folder a stream',
    ko: '파일의 모양. cloudwatch는 CloudWatch처럼 스트림마다 폴더 하나',
  }),
  prefix: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'PREFIX',
      en: 'where below the destination',
      ko: '대상 아래의 위치',
      fallback: { en: 'exportedlogs', ko: 'exportedlogs' },
    }),
  streamPrefix: anyWord().optional().register(optionMeta, {
    value: 'PREFIX',
    en: 'only streams whose names start so',
    ko: '이름이 이렇게 시작하는 스트림만',
  }),
  since: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'from then on: 15m, 2h, 1d ago, or 2026-11-21T03:00:00Z',
      ko: '그때부터: 15m, 2h, 1d 전, 또는 2026-11-21T03:00:00Z',
      fallback: { en: 'everything', ko: '전부' },
    }),
  until: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'before then',
      ko: '그때 전까지',
      fallback: { en: 'now', ko: '지금' },
    }),
  unmask: switchedBy().prefault('false').register(optionMeta, {
    en: 'messages as they are, also where a data protection policy masks them',
    ko: '데이터 보호 정책이 가리는 곳도 원래 메시지대로',
  }),
  wait: switchedBy().prefault('true').register(optionMeta, {
    setting: true,
    en: 'wait for its end and tell how it goes',
    ko: '끝날 때까지 기다리며 진행을 알림',
  }),
  json: jsonInstead,
  ...serverOptions,
})

export const importOptions = z.object({
  group: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'GROUP',
      en: 'where the lines go; made when it is not there',
      ko: '줄이 들어갈 그룹. 없으면 만듦',
      fallback: { en: 'the group that the files name', ko: '파일에 적힌 그룹' },
    }),
  json: jsonInstead,
  ...serverOptions,
})

export type ExportValues = z.output<typeof exportOptions>
export type ImportValues = z.output<typeof importOptions>
