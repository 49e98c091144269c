import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { killRounds } from '../bench/kill/index.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mangru-kills-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

// The seed is new each time: the suite looks at other moments on each run, and a failure prints the seed that aims again.
test('20 rounds of kill -9 under load lose nothing and double nothing, nor what metric filters made of it', async () => {
  const seed = Date.now() % 1_000_000
  const report = await killRounds({ rounds: 20, seed, dataDir })
  expect({ seed, ...report }).toMatchObject({
    ...{ lost: 0, duplicated: 0, strange: 0, unborn: 0, bornTwice: 0, bornOfNothing: 0 },
  })
  expect({ seed, ...report.metrics }).toMatchObject({ lost: 0, duplicated: 0, strange: 0 })
  expect(report.metrics.acknowledged).toBeGreaterThan(20)
  expect(report.births).toBe(report.events * 2)
  expect(report.acknowledged).toBeGreaterThan(20)
  expect(report.serverKills + report.engineKills).toBe(20)
}, 180_000)
