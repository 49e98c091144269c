/** What the cost page is given: the operator's prices, and what a byte of message takes on this disk. */
import type { CostPorts } from '../api/http/index.ts'
import { cloudWatchPrices } from '../judge/costs/index.ts'
import { type Engine, sql } from '../store/engine/index.ts'
import { readPodVolumes } from '../store/logs/index.ts'
import type { MangruConfig } from './config.ts'

/** Before anything was merged nobody knows; this is what a mix of Kubernetes lines comes to (docs/performance.md). */
const usualDiskPerByte = 0.19

export function costPorts(config: MangruConfig, engine: Engine): CostPorts | undefined {
  const prices = cloudWatchPrices(config.priceRegion)
  if (prices === undefined) return undefined
  return {
    prices,
    dollarsPerGiBMonth: config.diskPrice,
    diskPerByte: () => diskPerByte(engine),
    volumes: (groups, from, to, signal) => readPodVolumes(engine, groups, from, to, signal),
  }
}

async function diskPerByte(engine: Engine): Promise<number> {
  const read = await engine.query(
    sql`SELECT sum(bytes_on_disk), (SELECT sum(column_data_uncompressed_bytes) FROM system.parts_columns WHERE database = ${'mangru'} AND table = ${'logs'} AND active AND column = ${'message'}) FROM system.parts WHERE database = ${'mangru'} AND table = ${'logs'} AND active`,
  )
  const [disk, messages] = read.ok ? (read.value.rows[0] ?? []) : []
  return Number(messages ?? 0) < 1_048_576 ? usualDiskPerByte : Number(disk) / Number(messages)
}
