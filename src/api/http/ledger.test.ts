/** The ledger's pages. */
import { afterEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiLedger } from '../../model/index.ts'
import type { LedgerPort } from './ledger-port.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld | undefined
afterEach(() => world?.close())

const canary = { lastOk: 1, lastMs: 2, p99Ms: 3, written: 4, failed: 0, lastFailure: null }

test('a page of one group, or of all; what is asked is handed on', async () => {
  const asked: Parameters<LedgerPort>[0][] = []
  const answer: ApiLedger = { sources: [], next: '200', canary }
  world = await testWorld({
    ledger: async page => {
      asked.push(page)
      return answer
    },
  })
  expect(await world.json('GET', '/api/self/ledger')).toEqual({ status: 200, body: answer })
  await world.json('GET', '/api/self/ledger?group=g&after=200&limit=5')
  expect(asked).toEqual([
    { skip: 0, limit: limits.ledgerPage },
    { group: 'g', skip: 200, limit: 5 },
  ])
})

test.each([
  [`limit=${limits.ledgerPage}`, 200],
  [`limit=${limits.ledgerPage + 1}`, 400],
  ['limit=0', 400],
  [`after=${limits.ledgerSources}`, 200],
  [`after=${limits.ledgerSources + 1}`, 400],
  ['after=x', 400],
])('%s: %i', async (query, status) => {
  world = await testWorld({ ledger: async () => ({ sources: [], canary }) })
  expect((await world.json('GET', `/api/self/ledger?${query}`)).status).toBe(status)
})
