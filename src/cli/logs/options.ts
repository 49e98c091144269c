/** What `mangru logs` can be told. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { moment, serverOptions } from '../client-options.ts'
import { anyWord, choice, count, optionMeta, switchedBy, wordOf } from '../option.ts'
import { readNames } from '../words.ts'

export const logsOptions = z.object({
  selector: anyWord().optional().register(optionMeta, {
    short: 'l',
    value: 'LABELS',
    en: 'the pods with these labels, as kubectl takes them: app=web,tier in (a,b),!canary',
    ko: '이 레이블을 가진 파드. kubectl처럼: app=web,tier in (a,b),!canary',
  }),
  namespace: anyWord()
    .optional()
    .register(optionMeta, {
      short: 'n',
      value: 'NAMESPACE',
      en: 'only pods in this namespace; alone, all of its pods',
      ko: '이 네임스페이스의 파드만. 이것만 주면 그 안의 모든 파드',
      fallback: { en: 'all', ko: '모두' },
    }),
  container: wordOf('empty-word', readNames)
    .optional()
    .register(optionMeta, {
      short: 'c',
      value: 'NAME,…',
      en: 'only these containers of the pods',
      ko: '파드의 이 컨테이너만',
      fallback: { en: 'all', ko: '모두' },
    }),
  allContainers: switchedBy().prefault('true').register(optionMeta, {
    en: 'all containers of the pods, as it is without --container',
    ko: '파드의 모든 컨테이너. --container가 없으면 원래 그러함',
  }),
  previous: switchedBy().prefault('false').register(optionMeta, {
    short: 'p',
    en: 'of each container the instance that ended last, before the one that runs; with --follow the new lines of all after it',
    ko: '각 컨테이너에서 지금 도는 것 바로 앞에 끝난 인스턴스. --follow면 그 뒤에 모든 새 줄',
  }),
  cluster: anyWord()
    .optional()
    .register(optionMeta, {
      value: 'NAME',
      en: 'the cluster of the pods',
      ko: '파드가 있는 클러스터',
      fallback: { en: 'the first', ko: '첫째' },
    }),
  tail: count(0, limits.tailLines)
    .optional()
    .register(optionMeta, {
      value: 'N',
      en: 'of pods, so many of the newest lines',
      ko: '파드 로그에서 가장 새로운 줄 N개',
      fallback: {
        en: 'what --limit says (10 with --follow), unless --since is given',
        ko: '--since가 없으면 --limit만큼 (--follow면 10)',
      },
    }),
  timestamps: switchedBy()
    .optional()
    .register(optionMeta, {
      en: 'show when each line was written',
      ko: '줄마다 쓰인 때를 보임',
      fallback: { en: 'for groups, not for pods', ko: '그룹이면 보이고 파드면 안 보임' },
    }),
  prefix: switchedBy()
    .optional()
    .register(optionMeta, {
      en: 'show which pod and container each line is from',
      ko: '줄마다 어느 파드와 컨테이너의 것인지 보임',
      fallback: { en: 'where there may be several', ko: '여럿일 수 있으면 보임' },
    }),
  stream: anyWord().optional().register(optionMeta, { value: 'NAME', en: 'only this stream', ko: '이 스트림만' }),
  streamPrefix: anyWord().optional().register(optionMeta, {
    value: 'PREFIX',
    en: 'only streams whose names start so',
    ko: '이름이 이렇게 시작하는 스트림만',
  }),
  pattern: anyWord().optional().register(optionMeta, {
    value: 'PATTERN',
    en: 'a CloudWatch filter pattern, such as ERROR or { $.status >= 500 }',
    ko: 'CloudWatch 필터 패턴 (예: ERROR, { $.status >= 500 })',
  }),
  word: anyWord().optional().register(optionMeta, {
    value: 'WORD',
    en: 'only lines with this whole word; the fastest search',
    ko: '이 낱말이 온전히 있는 줄만. 가장 빠른 검색',
  }),
  since: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'from then on: 15m, 2h, 1d ago, or 2026-11-21T03:00:00Z',
      ko: '그때부터: 15m, 2h, 1d 전, 또는 2026-11-21T03:00:00Z',
      fallback: { en: '1h; now with --follow', ko: '1h. --follow면 now' },
    }),
  until: moment()
    .optional()
    .register(optionMeta, {
      value: 'TIME',
      en: 'before then',
      ko: '그때 전까지',
      fallback: { en: 'no end', ko: '끝없음' },
    }),
  follow: switchedBy().prefault('false').register(optionMeta, {
    short: 'f',
    en: 'then go on with new lines as they come, until Ctrl+C',
    ko: '이어서 새 줄을 오는 대로 보임 (Ctrl+C까지)',
  }),
  limit: count(1, limits.shownLines)
    .prefault('1000')
    .register(optionMeta, { value: 'N', en: 'at most so many lines (or groups)', ko: '줄(또는 그룹)의 최대 수' }),
  order: choice('oldest', 'newest')
    .prefault('oldest')
    .register(optionMeta, { value: 'oldest|newest', en: 'which lines come first', ko: '먼저 나올 줄' }),
  json: switchedBy().prefault('false').register(optionMeta, {
    en: 'one JSON object a line (the groups: one array)',
    ko: '한 줄에 JSON 객체 하나 (그룹은 배열 하나)',
  }),
  ...serverOptions,
})

export type LogsValues = z.output<typeof logsOptions>
