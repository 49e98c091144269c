/**
 * What does the log store take without HTTP, and where do its bytes on disk go? CPU of this process (field extraction, Native blocks)
 * and of the engine's, until disk and CPU are still. `node bench/store.ts [--lines 2000000] [--seed 1] [--writers 8] [--data DIR]`
 */
import { join } from 'node:path'
import { bytes, mib } from '../src/model/index.ts'
import { systemClock } from '../src/server/clock.ts'
import { migrate, openChdb, sql } from '../src/store/engine/index.ts'
import { type LogBatch, openLogStore } from '../src/store/logs/index.ts'
import { storeMigrations } from '../src/store/schema/index.ts'
import { lastDay, place } from './load/index.ts'
import { commit, cpuSeconds, diskBytes, familyOf, residentBytes, round, untilStill } from './measure/index.ts'
import { mixChunks, mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ lines: 2_000_000, seed: 1, writers: 16 })
const { dataDir, done } = await place(options.data)
const mixed = { seed: options.seed, lines: options.lines, ...lastDay() }
say('making the batches')
const batches = batchesOf()
const messageBytes = batches.reduce((sum, batch) => sum + batch.messages.reduce((all, text) => all + text.length, 0), 0)

const engine = must(await openChdb({ dir: join(dataDir, 'engine'), memory: mib(600), clock: systemClock }))
must(await migrate(engine, storeMigrations))
const store = must(await openLogStore({ engine, clock: systemClock, queueBytes: bytes(134_217_728) }))
const before = cpuSeconds(familyOf(process.pid))
const own = process.cpuUsage()
const began = performance.now()
say(`appending ${batches.length} batches`)
const queue = batches.values()
await Promise.all(
  Array.from({ length: options.writers }, async () => {
    for (const batch of queue) must(await store.append(batch))
  }),
)
const seconds = (performance.now() - began) / 1000
const mine = process.cpuUsage(own)
say('waiting until all is still')
await untilStill(process.pid, dataDir)
const cpu = cpuSeconds(familyOf(process.pid)) - before
const columns = must(
  await engine.query(
    sql`SELECT column, sum(column_data_compressed_bytes) AS b FROM system.parts_columns WHERE active AND database = 'mangru' AND table = 'logs' GROUP BY column ORDER BY b DESC`,
  ),
)
const parts = must(
  await engine.query(
    sql`SELECT count(), sum(rows) FROM system.parts WHERE active AND database = 'mangru' AND table = 'logs'`,
  ),
)
printLine({
  bench: 'store',
  commit: commit(),
  lines: options.lines,
  mb: round(messageBytes / 1e6),
  mbPerCoreSecond: round(messageBytes / 1e6 / cpu),
  linesPerSecond: Math.round(options.lines / seconds),
  cpuSeconds: round(cpu, 2),
  cpuSecondsOfWriter: round((mine.user + mine.system) / 1e6, 2),
  bytesPerLineOnDisk: round(diskBytes(dataDir) / options.lines, 2),
  bytesPerLineByColumn: Object.fromEntries(
    columns.rows.map(([name, size]) => [name, round(Number(size) / options.lines, 2)]),
  ),
  parts: Number(parts.rows[0]?.[0]),
  rows: Number(parts.rows[0]?.[1]),
  rssOfEngine: Math.round(residentBytes(familyOf(process.pid).filter(pid => pid !== process.pid)) / 1e6),
})
await store.close()
await engine.close()
await done()

/** One stream a batch, about 4,000 lines, as PutLogEvents brings them. */
function batchesOf(): readonly LogBatch[] {
  const pods = mixPods(mixed)
  const made: LogBatch[] = []
  const filling = pods.map(() => ({ timestamps: [] as number[], messages: [] as string[] }))
  const take = (pod: number): void => {
    const { timestamps, messages } = filling[pod] as (typeof filling)[number]
    filling[pod] = { timestamps: [], messages: [] }
    if (messages.length > 0)
      made.push({
        groupId: 1,
        streamId: pod + 1,
        groupName: 'bench',
        streamName: pods[pod]?.name as string,
        timestamps,
        messages,
      })
  }
  for (const chunk of mixChunks(mixed)) {
    for (let at = 0; at < chunk.messages.length; at++) {
      const pod = chunk.pods[at] as number
      const into = filling[pod] as (typeof filling)[number]
      into.timestamps.push(chunk.timestamps[at] as number)
      // A rope would be flattened by whoever encodes it first: that is the generator's cost.
      into.messages.push(Buffer.from(chunk.messages[at] as string).toString('latin1'))
      if (into.messages.length >= 4000) take(pod)
    }
  }
  for (let pod = 0; pod < pods.length; pod++) take(pod)
  return made
}

function must<Value>(
  answer: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: unknown },
): Value {
  if (answer.ok) return answer.value
  throw new Error(JSON.stringify(answer.error))
}
