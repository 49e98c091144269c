/**
 * How many bytes does a sample take after merges, and which column takes them? Gauges that walk by two decimals, a value each minute (or
 * every `--step` seconds), in blocks of a minute as agents send them, merged as far as the engine goes. Roll-ups beside it.
 * `node bench/metric-size.ts [--series 1000] [--hours 24] [--step 60] [--seed 1] [--data DIR]`
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { instant, mib, type Result } from '../src/model/index.ts'
import { migrate, openChdb, sql } from '../src/store/engine/index.ts'
import { metricStore } from '../src/store/metrics/index.ts'
import { storeMigrations } from '../src/store/schema/index.ts'
import { place } from './load/index.ts'
import { commit, round } from './measure/index.ts'
import { gauge } from './metrics/index.ts'
import { seeded } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const options = readNumbers({ series: 1_000, hours: 24, step: 60, seed: 1 })
const { dataDir, done } = await place(options.data)
const clock = { now: () => instant(Date.now()), sleep: async (length: number) => void (await sleep(length)) }
const engine = must(await openChdb({ dir: join(dataDir, 'engine'), memory: mib(800), clock }))
must(await migrate(engine, storeMigrations))
const store = metricStore(engine)
const random = seeded(options.seed)
const walks = Array.from({ length: options.series }, (_, at) => ({
  series: store.series({
    ...{ namespace: 'Bench', metric: `m${at % 20}`, labels: { pod: `pod-${at}` }, unit: 'Percent' },
    ...{ resolution: options.step < 60 ? 1 : 60, source: '' },
  }),
  next: gauge(random, random.below(100)),
}))
const day = Date.UTC(2026, 0, 20)
say('writing')
for (let hour = 0; hour < options.hours; hour++) {
  const block = store.block()
  for (let at = 0; at < 3_600; at += options.step)
    for (const { series, next } of walks)
      block.add(series, day + hour * 3_600_000 + at * 1_000, { kind: 'value', value: next(), weight: 1 })
  must(await store.append(block, `hour ${hour}`))
}
say('merging and rolling up')
must(await engine.run(sql`OPTIMIZE TABLE mangru.metric_samples FINAL`))
const days = { samples: 15, fives: 63, hours: 455 }
const due = instant(day + (1 + Math.ceil(options.hours / 24) + days.samples) * 86_400_000)
const began = performance.now()
must(await store.retire(due, days, new AbortController().signal))
const rollUpSeconds = (performance.now() - began) / 1_000
for (const table of ['fives', 'hours'])
  must(await engine.run(sql`OPTIMIZE TABLE ${sql.ours(`mangru.metric_${table}`)} FINAL`))

async function columns(table: string): Promise<Readonly<Record<string, number>>> {
  const read = must(
    await engine.query(
      sql`SELECT column, toFloat64(sum(column_data_compressed_bytes + column_marks_bytes)) AS bytes FROM system.parts_columns WHERE database = 'mangru' AND table = ${table} AND active GROUP BY column ORDER BY bytes DESC`,
    ),
  )
  return Object.fromEntries(read.rows.map(([name, bytes]) => [String(name), Number(bytes)]))
}
const rows = async (table: string) =>
  Number(must(await engine.query(sql`SELECT count() FROM ${sql.ours(`mangru.${table}`)}`)).rows[0]?.[0])
const onDisk = async (table: string) =>
  Number(
    must(
      await engine.query(
        sql`SELECT toFloat64(sum(bytes_on_disk)) FROM system.parts WHERE database = 'mangru' AND table = ${table} AND active`,
      ),
    ).rows[0]?.[0],
  )
const each = async (table: string) => {
  const count = await rows(table)
  const parts = Object.entries(await columns(table)).map(([name, bytes]) => [name, round(bytes / count, 3)] as const)
  return {
    rows: count,
    bytesEach: round((await onDisk(table)) / count, 3),
    columns: Object.fromEntries(parts.filter(([, bytes]) => bytes >= 0.01)),
  }
}
printLine({
  ...{ bench: 'metric-size', commit: commit(), ...options },
  samples: await each('metric_samples'),
  fives: await each('metric_fives'),
  hours: await each('metric_hours'),
  rollUpSeconds: round(rollUpSeconds),
})
await engine.close()
await done()
