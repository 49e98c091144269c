/**
 * Does kill -9 lose or double anything that was acknowledged, or what metric filters made of it? `node bench/kills.ts --rounds 1000 [--seed N] [--data DIR]` prints one
 * JSON line and exits 1 unless nothing was lost and nothing doubled.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killRounds } from './kill/index.ts'
import { commit } from './measure/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ rounds: 100, seed: 1 })
const dataDir = options.data || (await mkdtemp(join(tmpdir(), 'mangru-kills-')))
const report = await killRounds({
  rounds: options.rounds,
  seed: options.seed,
  dataDir,
  onRound: (round, what) => {
    if (what.startsWith('{') || (round + 1) % 50 === 0) say(`round ${round + 1}: ${what}`)
  },
})
printLine({ bench: 'kills', commit: commit(), seed: options.seed, ...report })
if (options.data === '') await rm(dataDir, { recursive: true, force: true })
const { lost, duplicated, strange, unborn, bornTwice, bornOfNothing, metrics } = report
const wrong = [
  lost,
  duplicated,
  strange,
  unborn,
  bornTwice,
  bornOfNothing,
  metrics.lost,
  metrics.duplicated,
  metrics.strange,
]
process.exitCode = wrong.every(count => count === 0) ? 0 : 1
