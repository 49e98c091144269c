/** A store filled with the mix, made once and used again: `--data DIR` keeps it, with a note in it of what it holds. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../../e2e/server.ts'
import { untilStill } from '../measure/index.ts'
import { mixPods } from '../mix/index.ts'
import { type Key, logsClient, makeStreams, mixBatches } from '../wire/index.ts'
import { pump } from './pump.ts'

export const openKey: Key = { accessKeyId: 'AKIABENCH', secretAccessKey: 'open' }
export const group = 'bench'

/** PutLogEvents' own bounds. */
export const fullBatch = { maxBytes: 1_048_576, maxEvents: 10_000 }

export interface Filled {
  readonly lines: number
  readonly seed: number
  readonly from: number
  readonly to: number
}

/** The last 24 hours, up to a minute ago: within what PutLogEvents takes. */
export function lastDay(): { readonly from: number; readonly to: number } {
  const to = Date.now() - 60_000
  return { from: to - 86_400_000, to }
}

/** Fills `dataDir` unless it already holds `lines` lines of `seed`; the server is stopped again afterwards, merges done. */
export async function fill(dataDir: string, lines: number, seed: number): Promise<Filled> {
  const note = join(dataDir, 'bench.json')
  if (existsSync(note)) {
    const found = JSON.parse(readFileSync(note, 'utf8')) as Filled
    if (found.lines === lines && found.seed === seed) return found
    throw new Error(`${dataDir} holds ${found.lines} lines of seed ${found.seed}: give another --data`)
  }
  const filled: Filled = { lines, seed, ...lastDay() }
  const server = await startServer({ dataDir })
  const client = logsClient(server.url, openKey)
  await makeStreams(
    client,
    group,
    mixPods(filled).map(pod => pod.name),
  )
  client.close()
  await pump(mixBatches({ ...filled, group, ...fullBatch }), { url: server.url, key: openKey, connections: 8 })
  await untilStill(server.pid, dataDir, 12, 600)
  await server.stop()
  writeFileSync(note, JSON.stringify(filled))
  return filled
}

/** `given`, or a folder in the system's temporary one that `done` removes. */
export async function place(given: string): Promise<{ readonly dataDir: string; done(): Promise<void> }> {
  if (given !== '') return { dataDir: given, done: async () => {} }
  const dataDir = await mkdtemp(join(tmpdir(), 'mangru-bench-'))
  return {
    dataDir,
    async done() {
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
