import { expect, test } from 'vitest'
import { en } from '../../i18n/en.ts'
import { ko } from '../../i18n/ko.ts'
import { sayOfPods } from './say.ts'

test('values are filled in, and parts without a value go', () => {
  const values = { workload: 'Deployment/wev', namespace: '', near: 'web', elsewhere: '' }
  expect(sayOfPods(en, { code: 'no-such-workload', values })).toBe(
    'There is no Deployment/wev, nor was there one in this time. Near: web.',
  )
  expect(sayOfPods(ko, { code: 'pod-logs-in-turns', values: { containers: 1_300, atOnce: 256 } })).toContain('1,300')
  expect(sayOfPods(en, { code: 'nonsense', values: {} })).toBeUndefined()
})
