import { expect, test } from 'vitest'
import { clusterErrorSaid } from '../../src/model/kubernetes/index.ts'
import { en } from '../i18n/en.ts'
import { ko } from '../i18n/ko.ts'
import { sayCluster } from './say.ts'

test('a sentence is filled, its times as times, its end without what is missing', () => {
  const said = { code: 'node-silent', values: { since: Date.UTC(2026, 0, 20), message: '' } }
  expect(sayCluster(en, said, 'utc')).toMatch(/^Its kubelet has said nothing since 2026-01-20/)
  expect(sayCluster(en, said, 'utc')).not.toMatch(/[:{}]$/)
  expect(sayCluster(ko, { code: 'replicas-missing', values: { ready: 1, desired: 2 } }, 'utc')).toBe(
    '2개 중 1개 준비됨',
  )
})

test('trouble that is new to this page is said in English', () => {
  expect(sayCluster(ko, { code: 'new', values: {} }, 'utc', 'Something')).toBe('Something')
})

test('both languages name the same values', () => {
  const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()
  for (const [code, text] of Object.entries(en.cluster.said))
    expect([code, names(ko.cluster.said[code as keyof typeof ko.cluster.said])]).toEqual([code, names(text)])
})

test('every trouble with a cluster has words', () => {
  const message = 'x'
  const all = ['unknown-caller', 'not-found', 'gone', 'unreachable', 'unreadable'] as const
  for (const code of all) expect(sayCluster(en, clusterErrorSaid({ code, message }), 'utc')).toMatch(/: x$/)
})
