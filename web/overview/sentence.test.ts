import { expect, test } from 'vitest'
import type { ApiAlarm, ApiAlarms } from '../../src/model/index.ts'
import { catalogues } from '../i18n/index.ts'
import { shortTime, standingOf } from './sentence.ts'

const now = Date.parse('2026-11-21T04:00:00Z')
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)
const alarm = (name: string, since: string, mutedBy: readonly string[] = []): ApiAlarm => ({
  name,
  arn: `arn:${name}`,
  kind: 'metric',
  description: '',
  state: 'ALARM',
  reason: '',
  since: at(since),
  updatedAt: at(since),
  evaluatedAt: null,
  actionsEnabled: true,
  mutedBy,
  suppressedBy: null,
  evaluationState: null,
  input: {},
  value: null,
  recent: [],
})
const alarms = (list: readonly ApiAlarm[], part: Partial<ApiAlarms['counts']> = {}, next?: string): ApiAlarms => {
  const counts = { OK: 3, ALARM: list.length, INSUFFICIENT_DATA: 0, ...part }
  return {
    alarms: list,
    counts,
    total: counts.OK + counts.ALARM + counts.INSUFFICIENT_DATA,
    ...(next === undefined ? {} : { next }),
  }
}

test.each<[string, ApiAlarms, string, string, string]>([
  [
    'no alarms at all',
    alarms([], { OK: 0 }),
    'warn',
    'No alarm is defined yet, so nothing watches.',
    '아직 경보가 없어 지켜보는 것이 없습니다.',
  ],
  ['all quiet', alarms([]), 'ok', 'Nothing is wrong: 3 alarms are quiet.', '이상 없음: 경보 3개가 모두 조용합니다.'],
  [
    'one alarm, quiet',
    alarms([], { OK: 1 }),
    'ok',
    'Nothing is wrong: 1 alarm is quiet.',
    '이상 없음: 경보 1개가 모두 조용합니다.',
  ],
  [
    'some without data',
    alarms([], { INSUFFICIENT_DATA: 2 }),
    'warn',
    'Nothing fires, but 2 alarms have no data.',
    '울리는 경보는 없지만 2개에 데이터가 없습니다.',
  ],
  [
    'one fires',
    alarms([alarm('errors', '2026-11-21 03:08')]),
    'bad',
    '1 alarm since 03:08: errors.',
    '03:08부터 경보 1개: errors.',
  ],
  [
    'three fire, since the first of them; the newest are named',
    alarms([alarm('a', '2026-11-21 03:08'), alarm('b', '2026-11-21 03:20'), alarm('c', '2026-11-20 23:59')]),
    'bad',
    '3 alarms since 11-20 23:59: b, a and 1 more.',
    '11-20 23:59부터 경보 3개: b, a 외 1개.',
  ],
  [
    'one is muted, others have no data',
    alarms([alarm('a', '2026-11-21 03:08', ['night']), alarm('b', '2026-11-21 03:20')], { INSUFFICIENT_DATA: 1_200 }),
    'bad',
    '2 alarms since 03:08: b, a; 1 of them muted; 1,200 without data.',
    '03:08부터 경보 2개: b, a; 그중 1개는 음소거; 1,200개는 데이터 없음.',
  ],
  [
    'more than are at hand: since when is not claimed',
    alarms([alarm('a', '2026-11-21 03:08')], { ALARM: 2_113 }, 'a'),
    'bad',
    '2,113 alarms: a and 2,111 more.',
    '경보 2,113개: a 외 2,111개.',
  ],
])('%s', (_story, firing, verdict, english, korean) => {
  expect(standingOf(catalogues.en, firing, now, 'utc')).toEqual({ verdict, sentence: english })
  expect(standingOf(catalogues.ko, firing, now, 'utc').sentence).toBe(korean)
})

test.each([
  ['2026-11-21 00:00', '00:00'],
  ['2026-11-20 23:59', '11-20 23:59'],
  ['2025-11-21 03:00', '2025-11-21 03:00'],
])('%s is told as %s', (time, shown) => {
  expect(shortTime(at(time), now, 'utc')).toBe(shown)
})
