/** What `mangru alarms …` can be told. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { jsonInstead, moment, serverOptions } from '../client-options.ts'
import { anyWord, choice, count, optionMeta, switchedBy, wordOf } from '../option.ts'
import { readLength } from './length.ts'

export const listOptions = z.object({
  state: choice('ok', 'alarm', 'no-data').optional().register(optionMeta, {
    value: 'ok|alarm|no-data',
    en: 'only alarms in this state',
    ko: '이 상태의 경보만',
  }),
  kind: choice('metric', 'composite').optional().register(optionMeta, {
    value: 'metric|composite',
    en: 'only alarms of this kind',
    ko: '이 종류의 경보만',
  }),
  contains: anyWord().optional().register(optionMeta, {
    value: 'TEXT',
    en: 'only alarms whose names hold this',
    ko: '이름에 이것이 든 경보만',
  }),
  limit: count(1, limits.alarms)
    .prefault('100')
    .register(optionMeta, { value: 'N', en: 'at most so many alarms', ko: '경보의 최대 수' }),
  json: jsonInstead,
  ...serverOptions,
})

export const showOptions = z.object({ json: jsonInstead, ...serverOptions })

export const rehearseOptions = z.object({
  file: anyWord().optional().register(optionMeta, {
    value: 'FILE',
    en: "read the alarm from there: PutMetricAlarm's or PutCompositeAlarm's input as JSON; without it and without NAME from standard input",
    ko: '경보를 읽을 파일: PutMetricAlarm 또는 PutCompositeAlarm의 입력 JSON. 이것도 NAME도 없으면 표준 입력',
  }),
  from: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'from then on: 15m, 2h, 7d ago, or 2026-11-21T03:00:00Z',
      ko: '그때부터: 15m, 2h, 7d 전, 또는 2026-11-21T03:00:00Z',
      fallback: { en: '7d', ko: '7d' },
    }),
  to: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'up to then',
      ko: '그때까지',
      fallback: { en: 'now', ko: '지금' },
    }),
  initialState: choice('ok', 'alarm', 'no-data').prefault('ok').register(optionMeta, {
    value: 'ok|alarm|no-data',
    en: 'the state at the beginning',
    ko: '시작할 때의 상태',
  }),
  pagesPerWeek: wordOf('not-a-page-rate', word => (/^\d{1,5}(\.\d{1,3})?$/.test(word) ? Number(word) : undefined))
    .optional()
    .register(optionMeta, {
      value: 'N',
      en: 'also suggest thresholds that would have paged about so often',
      ko: '이만큼 호출했을 임계값도 제안',
    }),
  json: jsonInstead,
  ...serverOptions,
})

export const muteOptions = z.object({
  list: switchedBy().prefault('false').register(optionMeta, { en: 'list the mute rules', ko: '음소거 규칙을 나열' }),
  remove: anyWord().optional().register(optionMeta, {
    value: 'RULE',
    en: 'remove this mute rule; what it held back is told',
    ko: '이 음소거 규칙을 지움. 미뤄 둔 것을 알림',
  }),
  rule: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'RULE',
      en: 'the name of the rule; one that is there is replaced',
      ko: '규칙의 이름. 있으면 바꿈',
      fallback: { en: 'the first alarm and the time', ko: '첫 경보와 시각' },
    }),
  for: wordOf('not-a-length', readLength)
    .optional()
    .register(optionMeta, { value: 'LENGTH', en: 'how long: 30m, 2h, 2d12h', ko: '얼마 동안: 30m, 2h, 2d12h' }),
  at: wordOf('not-a-time', word => (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(word) ? word : undefined))
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'once, beginning then by the clocks of --timezone: 2026-11-22T02:00',
      ko: '한 번, --timezone의 시계로 그때부터: 2026-11-22T02:00',
      fallback: { en: 'now', ko: '지금' },
    }),
  cron: anyWord().optional().register(optionMeta, {
    value: 'CRON',
    en: 'again and again: minutes hours day month weekday, such as "0 2 * * SUN"',
    ko: '되풀이: 분 시 일 월 요일 (예: "0 2 * * SUN")',
  }),
  timezone: anyWord()
    .prefault('UTC')
    .register(optionMeta, { value: 'ZONE', en: 'whose clocks count: Asia/Seoul', ko: '따를 시계: Asia/Seoul' }),
  description: anyWord().optional().register(optionMeta, { value: 'TEXT', en: 'why', ko: '까닭' }),
  json: jsonInstead,
  ...serverOptions,
})

export const setStateOptions = z.object({
  reason: anyWord()
    .prefault('set by hand')
    .register(optionMeta, { value: 'TEXT', en: 'what the history says', ko: '기록에 남을 이유' }),
  json: jsonInstead,
  ...serverOptions,
})

export const presetsOptions = z.object({
  cluster: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'NAME',
      en: 'of this cluster',
      ko: '이 클러스터의 것',
      fallback: { en: 'the first that is known', ko: '아는 첫 클러스터' },
    }),
  create: switchedBy().prefault('false').register(optionMeta, {
    en: 'make those that are named, or all that are suggested by the word "all"; one that is there stays as it is',
    ko: '이름을 준 것을 만듦. "all"은 권장하는 모두. 이미 있는 것은 그대로 둠',
  }),
  tell: anyWord().optional().register(optionMeta, {
    value: 'ARN',
    en: 'whom new alarms tell: a topic',
    ko: '새 경보가 알릴 토픽',
  }),
  days: count(1, limits.presetDays).prefault('7').register(optionMeta, {
    value: 'N',
    en: 'rehearse each over so many days of what is stored',
    ko: '저장된 데이터 며칠로 시험해 볼지',
  }),
  json: jsonInstead,
  ...serverOptions,
})

export type PresetsValues = z.output<typeof presetsOptions>
export type ListValues = z.output<typeof listOptions>
export type RehearseValues = z.output<typeof rehearseOptions>
export type MuteValues = z.output<typeof muteOptions>
