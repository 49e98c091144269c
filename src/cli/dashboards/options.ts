/** What `mangru dashboards …` can be told. */
import { z } from 'zod'
import { jsonInstead, serverOptions } from '../client-options.ts'
import { anyWord, optionMeta, switchedBy } from '../option.ts'

export const listOptions = z.object({
  prefix: anyWord().optional().register(optionMeta, {
    value: 'TEXT',
    en: 'only dashboards whose names begin like this',
    ko: '이름이 이것으로 시작하는 대시보드만',
  }),
  presets: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'also the boards that come with Mangru', ko: '망루에 딸린 대시보드도' }),
  json: jsonInstead,
  ...serverOptions,
})

export const exportOptions = z.object({
  to: anyWord().optional().register(optionMeta, {
    value: 'FOLDER',
    en: 'write each dashboard into a file NAME.json of this folder; without it one dashboard goes to standard output',
    ko: '각 대시보드를 이 폴더의 NAME.json 파일에 씀. 없으면 대시보드 하나를 표준 출력에',
  }),
  ...serverOptions,
})

export const importOptions = z.object({
  name: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'NAME',
      en: 'the name of the dashboard; for one file',
      ko: '대시보드의 이름. 파일이 하나일 때',
      fallback: { en: 'the name of the file without .json', ko: '.json을 뺀 파일 이름' },
    }),
  dryRun: switchedBy().prefault('false').register(optionMeta, {
    en: 'only check the files, change nothing',
    ko: '파일을 확인만 하고 아무것도 바꾸지 않음',
  }),
  json: jsonInstead,
  ...serverOptions,
})

export type ListValues = z.output<typeof listOptions>
export type ExportValues = z.output<typeof exportOptions>
export type ImportValues = z.output<typeof importOptions>
