import { expect, test } from 'vitest'
import type { ApiAlarm, ApiEvaluatedPeriod } from '../../../src/model/index.ts'
import { catalogues } from '../../i18n/index.ts'
import { decidingOf, type WhyDetail, whySentences } from './why.ts'

const minute = 60_000
const end = Date.parse('2026-11-21T03:10:00Z')

/** `X0-`: breaching, not breaching, nothing; newest first. */
const periods = (marks: string, width: number): readonly ApiEvaluatedPeriod[] =>
  [...marks].map((mark, at) => ({
    start: end - (at + 1) * width,
    end: end - at * width,
    value: mark === 'X' ? 12 : mark === '0' ? 0 : null,
    breaching: mark === 'X' ? true : mark === '0' ? false : null,
  }))

const input = {
  MetricName: 'ErrorCount',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
}
const threeOfFive = { ...input, Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 3, TreatMissingData: 'missing' }

const detail = (
  state: ApiAlarm['state'],
  of: Readonly<Record<string, unknown>>,
  marks: string,
  part: Partial<WhyDetail> = {},
  reason = state === 'INSUFFICIENT_DATA' ? 'Insufficient Data: 1 datapoint was unknown.' : 'Threshold Crossed: …',
): WhyDetail => ({
  alarm: {
    name: 'a',
    arn: 'arn',
    kind: 'AlarmRule' in of ? 'composite' : 'metric',
    description: '',
    state,
    reason,
    since: 0,
    updatedAt: 0,
    evaluatedAt: 0,
    actionsEnabled: true,
    mutedBy: [],
    suppressedBy: null,
    evaluationState: null,
    input: of,
    value: null,
    recent: [],
  },
  evaluated: periods(marks, Number(of.Period ?? 60) * 1_000),
  contributors: [],
  children: [],
  ...part,
})

const child = (name: string, state: ApiAlarm['state'] | null) => ({ name, state })
const series = (name: string, state: ApiAlarm['state']) => ({
  id: name,
  attributes: { PodName: name },
  state,
  reason: '',
  since: 0,
})
const rule = { AlarmRule: 'ALARM(a) AND ALARM(b)' }

test.each<[string, WhyDetail, string, string]>([
  [
    'one breach is enough',
    detail('ALARM', input, 'X00'),
    'The newest period with data (11-21 03:05:00 – 03:10:00) had 12, which is at least 1.',
    '데이터가 있는 최근 기간(11-21 03:05:00 – 03:10:00)의 값 12은(는) 경보 조건(1 이상)에 맞습니다.',
  ],
  [
    'a period that holds',
    detail('OK', input, '-0X'),
    'The newest period with data (11-21 03:00:00 – 03:05:00) had 0, which is not at least 1.',
    '데이터가 있는 최근 기간(11-21 03:00:00 – 03:05:00)의 값 0은(는) 경보 조건(1 이상)에 맞지 않습니다.',
  ],
  [
    'nothing came, which is good',
    detail('OK', input, '---'),
    'Nothing came in the last 15 min, which counts as good here.',
    '최근 15분 동안 온 것이 없고, 여기서는 좋은 것으로 셉니다.',
  ],
  [
    'nothing came, which is bad',
    detail('ALARM', { ...input, TreatMissingData: 'breaching' }, '---'),
    'Nothing came in the last 15 min, which counts as bad here.',
    '최근 15분 동안 온 것이 없고, 여기서는 나쁜 것으로 셉니다.',
  ],
  [
    'nothing came, so nothing is known',
    detail('INSUFFICIENT_DATA', { ...input, TreatMissingData: 'missing' }, '---'),
    'Nothing came in the last 15 min, so there is nothing to judge.',
    '최근 15분 동안 온 것이 없어 판단할 것이 없습니다.',
  ],
  [
    'nothing came, and the state is kept',
    detail('ALARM', { ...input, TreatMissingData: 'ignore' }, '---', {}, 'Threshold Crossed: …'),
    'Nothing came in the last 15 min, which keeps the state as it was.',
    '최근 15분 동안 온 것이 없어 상태를 그대로 둡니다.',
  ],
  [
    'three of five',
    detail('ALARM', threeOfFive, 'X0XX000'),
    '3 of the 5 newest periods with data were at least 1. 3 of 5 make an alarm.',
    '데이터가 있는 최근 기간 5개 중 3개가 경보 조건(1 이상)에 맞습니다. 5개 중 3개면 경보입니다.',
  ],
  [
    'one of five, two missing',
    detail('OK', threeOfFive, 'X-0-0--'),
    '1 of the 3 newest periods with data was at least 1. 3 of 5 make an alarm. 2 more periods had no data.',
    '데이터가 있는 최근 기간 3개 중 1개가 경보 조건(1 이상)에 맞습니다. 5개 중 3개면 경보입니다. 그 밖의 기간 2개에는 데이터가 없습니다.',
  ],
  [
    'missing ones count as bad',
    detail('ALARM', { ...threeOfFive, TreatMissingData: 'breaching' }, 'X--0---'),
    '1 of the 2 newest periods with data was at least 1. 3 of 5 make an alarm. 3 more periods had no data, which counts as bad here.',
    '데이터가 있는 최근 기간 2개 중 1개가 경보 조건(1 이상)에 맞습니다. 5개 중 3개면 경보입니다. 그 밖의 기간 3개에는 데이터가 없고, 여기서는 나쁜 것으로 셉니다.',
  ],
  [
    'a lone breach that is too young keeps the state',
    detail('OK', threeOfFive, 'X------'),
    '1 of the 1 newest periods with data was at least 1. 3 of 5 make an alarm. 4 more periods had no data. That is too little to judge by, so the state is kept.',
    '데이터가 있는 최근 기간 1개 중 1개가 경보 조건(1 이상)에 맞습니다. 5개 중 3개면 경보입니다. 그 밖의 기간 4개에는 데이터가 없습니다. 판단하기에는 모자라 상태를 그대로 둡니다.',
  ],
  [
    'new',
    detail('INSUFFICIENT_DATA', input, '', {}, 'Unchecked: Initial alarm creation'),
    'It has not been evaluated yet.',
    '아직 평가하지 않았습니다.',
  ],
  [
    'set by hand, whatever was seen before',
    detail('ALARM', input, '000', {}, 'trying the pager'),
    'The state was set by hand; the next evaluation may change it.',
    '사람이 정한 상태입니다. 다음 평가에서 바뀔 수 있습니다.',
  ],
  [
    'a rule that is true',
    detail('ALARM', rule, '', { children: [child('a', 'ALARM'), child('b', 'ALARM')] }, 'arn:… transitioned to ALARM'),
    'Its rule is true: 2 of the 2 alarms in it are in alarm.',
    '규칙이 참입니다. 규칙에 있는 경보 2개 중 2개가 울리고 있습니다.',
  ],
  [
    'a rule that is not, and names what is gone',
    detail('OK', rule, '', { children: [child('a', 'ALARM'), child('b', null)] }, 'arn:… transitioned to OK'),
    'Its rule is not true: 1 of the 2 alarms in it is in alarm. No longer there: b.',
    '규칙이 참이 아닙니다. 규칙에 있는 경보 2개 중 1개가 울리고 있습니다. 이제 없는 경보: b.',
  ],
  [
    'many series',
    detail('ALARM', { ...input, MetricName: undefined }, '', {
      contributors: ['p1', 'p2', 'p3', 'p4'].map(name => series(name, 'ALARM')).concat(series('p5', 'OK')),
    }),
    '4 of 5 series are in alarm. In alarm: p1, p2, p3 ….',
    '계열 5개 중 4개가 경보입니다. 경보인 계열: p1, p2, p3 ….',
  ],
])('%s', (_story, given, english, korean) => {
  expect(whySentences(catalogues.en, given, 'utc').join(' ')).toBe(english)
  expect(whySentences(catalogues.ko, given, 'utc').join(' ')).toBe(korean)
})

test.each<[string, number, number, number, number]>([
  ['X0X', 1, 1, 1, 0],
  ['-0X', 1, 1, 0, 0],
  ['--X0X', 3, 3, 2, 0],
  ['-----', 3, 0, 0, 3],
  ['', 3, 0, 0, 3],
])('of %j the newest %i decide', (marks, n, real, breaching, missing) => {
  const deciding = decidingOf(periods(marks, minute), n)
  expect([deciding.real.length, deciding.breaching, deciding.missing]).toEqual([real, breaching, missing])
  expect(deciding.width).toBe(marks.length * minute)
})
