/** Custom resources in words, as controllers that many clusters have write them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AnyObject, isChosenKind, objectWords } from './index.ts'

const made = (status: unknown, metadata: object = {}) =>
  ({
    ...{ apiVersion: 'a.b/v1', kind: 'things.a.b', kindSaid: 'Thing' },
    metadata: { name: 'a', uid: 'u', resourceVersion: '1', ...metadata },
    status,
  }) as AnyObject
const condition = (type: string, status: string, reason = '', message = '') => ({ type, status, reason, message })

test.each<[string, AnyObject, string, string, readonly string[]]>([
  ['nothing said', made(undefined), '', 'good', []],
  ['going', made({}, { deletionTimestamp: '2026-01-20T10:00:00Z' }), 'Terminating', 'waiting', []],
  ['ready', made({ conditions: [condition('Ready', 'True')] }), 'Ready', 'good', []],
  ['done', made({ conditions: [condition('Succeeded', 'True')] }), 'Succeeded', 'done', []],
  [
    'not ready',
    made({ conditions: [condition('Ready', 'False', 'Expired', 'it ended')] }),
    'NotReady',
    'bad',
    ['Expired: it ended'],
  ],
  ['about to be', made({ conditions: [condition('Ready', 'False', 'Issuing')] }), 'NotReady', 'waiting', ['Issuing']],
  ['not known', made({ conditions: [condition('Available', 'Unknown', 'X')] }), 'NotAvailable', 'waiting', ['X']],
  [
    'reconciled right now',
    made({ conditions: [condition('Reconciling', 'True'), condition('Ready', 'False', 'X')] }),
    ...(['NotReady', 'waiting', ['X']] as const),
  ],
  [
    'stalled, whatever else it says',
    made({ conditions: [condition('Ready', 'True'), condition('Stalled', 'True', 'NoRight')] }),
    ...(['Stalled', 'bad', ['NoRight']] as const),
  ],
  [
    'degraded',
    made({ health: { status: 'Degraded', message: 'no pods' }, phase: 'Ready' }),
    'Degraded',
    'bad',
    ['no pods'],
  ],
  ['healthy', made({ health: { status: 'Healthy', message: 'all' } }), 'Healthy', 'good', []],
  ['a phase', made({ phase: 'Running' }), 'Running', 'good', []],
  [
    'a phase that failed',
    made({ phase: 'ProvisionFailed', message: 'no room' }),
    'ProvisionFailed',
    'bad',
    ['no room'],
  ],
  ['a state', made({ state: 'Warming' }), 'Warming', 'waiting', []],
  ['seen', made({ observedGeneration: 3, phase: 'Ready' }, { generation: 3 }), 'Ready', 'good', []],
  [
    'not seen yet',
    made({ observedGeneration: 2, phase: 'Ready' }, { generation: 3 }),
    'Behind',
    'waiting',
    [undefined as never],
  ],
])('%s', (_name, object, status, tone, why) => {
  const words = objectWords(object)
  expect([words.status, words.tone, words.why.map(({ values }) => values.message)]).toEqual([status, tone, why])
})

test('a status of any shape is no trouble', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (any, conditions) => {
      expect(['good', 'waiting', 'bad', 'done']).toContain(objectWords(made(any)).tone)
      expect(typeof objectWords(made({ conditions, health: any, phase: any })).status).toBe('string')
    }),
    { seed: 7, numRuns: 200 },
  )
})

test.each([
  ['certificates.cert-manager.io', true],
  ['stages.kwok.x-k8s.io', true],
  [`${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`, true],
  [`${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(62)}`, false],
  ['pods', false],
  ['deployments.apps', false],
  ['Certificates.cert-manager.io', false],
  ['a..b.c', false],
  ['a.b.c/d', false],
  ['-a.b.c', false],
])('%s as a kind: %s', (word, is) => {
  expect(isChosenKind(word)).toBe(is)
})
