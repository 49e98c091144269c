import { expect, test } from 'vitest'
import { catalogues } from '../../i18n/index.ts'
import { cronWords } from './cron-words.ts'

test.each<[string, string, string]>([
  ['at(2026-11-21T10:00)', 'once, at 2026-11-21 10:00', '2026-11-21 10:00에 한 번'],
  ['cron(0 2 * * *)', 'every day, at 02:00', '매일, 02:00'],
  ['cron(30 2,14 * * 1-5)', 'Monday to Friday, at 02:30 and 14:30', '월요일~금요일, 02:30 및 14:30'],
  ['cron(0 2 * * SAT,SUN)', 'Saturday and Sunday, at 02:00', '토요일 및 일요일, 02:00'],
  ['cron(0 2 * * 0,7)', 'Sunday, at 02:00', '일요일, 02:00'],
  ['cron(0 2 * * 5-7)', 'Friday to Sunday, at 02:00', '금요일~일요일, 02:00'],
  ['cron(0 2 * * 0-6)', 'every day, at 02:00', '매일, 02:00'],
  ['cron(0 2 1,15 * *)', 'on day 1 and 15 of the month, at 02:00', '매월 1 및 15일, 02:00'],
  ['cron(0 2 1 * 1)', 'on day 1 of the month or Monday, at 02:00', '매월 1일 또는 월요일, 02:00'],
  ['cron(0 2 1 JAN,JUL *)', 'in January and July, on day 1 of the month, at 02:00', '1월 및 7월, 매월 1일, 02:00'],
  ['cron(*/15 * * * *)', 'every day, every 15 minutes', '매일, 15분마다'],
  ['cron(0 */6 * * *)', 'every day, every 6 hours at minute 00', '매일, 6시간마다 00분에'],
  ['cron(5 * * * *)', 'every day, every hour at minute 05', '매일, 매시 05분에'],
  ['cron(* * * * *)', 'every day, every minute', '매일, 1분마다'],
])('%s', (expression, english, korean) => {
  expect(cronWords(catalogues.en, 'en', expression)).toBe(english)
  expect(cronWords(catalogues.ko, 'ko', expression)).toBe(korean)
})

test.each([
  'cron(0 2 L * *)',
  'cron(0 2 * * 2#1)',
  'cron(0-59 0-5 * * *)',
  'cron(* 2 * * *)',
  'cron(0 2 * *)',
  'daily',
])('where words fail, %s stands as it is written', expression => {
  expect(cronWords(catalogues.en, 'en', expression)).toBe(expression)
})
