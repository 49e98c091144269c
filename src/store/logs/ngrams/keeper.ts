/** Gathers the n-grams of what is written, and stores those of closed cells beside the log table. Whatever goes wrong, searches only read more. */
import { limits } from '../../../limits.ts'
import type { Clock } from '../../../model/index.ts'
import {
  DateTime64Column,
  type Engine,
  nativeBlock,
  StringColumn,
  sql,
  UInt32Column,
  UInt64Column,
} from '../../engine/index.ts'
import { timeLiteral, timesOf } from '../conditions.ts'
import { type CellNgrams, cellLength, OpenCells, type TakenBatch } from './open-cells.ts'
import { ngramColumns, ngramTable } from './schema.ts'
import { NgramTables } from './tables.ts'

export interface NgramPorts {
  readonly engine: Engine
  readonly clock: Clock
  /** Resolves once all that was taken by now is in the store. */
  readonly caughtUp: () => Promise<void>
}

export class NgramKeeper {
  readonly #ports: NgramPorts
  readonly #cells: OpenCells
  #waiting = 0
  #stored: Promise<void> = Promise.resolve()

  constructor(ports: NgramPorts) {
    this.#ports = ports
    this.#cells = new OpenCells(new NgramTables(), closed => this.#keep(closed))
  }

  /** To be told of every batch, in the order of their numbers. */
  taken(batch: TakenBatch): void {
    this.#cells.add(batch, this.#ports.clock.now())
  }

  /** Once nothing is taken any more: keeps what was gathered. */
  close(): Promise<void> {
    this.#cells.closeAll()
    return this.#stored
  }

  #keep(closed: CellNgrams): void {
    if (this.#waiting >= limits.ngramCellsWaiting) return
    this.#waiting += 1
    this.#stored = this.#stored
      .then(() => this.#store(closed))
      .finally(() => {
        this.#waiting -= 1
      })
  }

  async #store(closed: CellNgrams): Promise<void> {
    await this.#ports.caughtUp()
    const since = await this.#sinceOf(closed)
    if (since === undefined) return
    const columns = {
      groupId: new UInt32Column('group_id'),
      cell: new DateTime64Column('cell'),
      since: new UInt64Column('since'),
      last: new UInt64Column('last'),
      bits: new StringColumn('bits'),
    }
    columns.groupId.push(closed.groupId)
    columns.cell.push(closed.cell)
    pushNumber(columns.since, since)
    pushNumber(columns.last, closed.last)
    columns.bits.pushBytes(closed.bits)
    const token = `ngrams-${closed.groupId}-${closed.cell}-${closed.last}`
    await this.#ports.engine.insert(ngramTable, ngramColumns, nativeBlock(Object.values(columns)), token)
  }

  /** The last batch of the cell before those that were gathered; undefined: of that one nothing is known, so this would be of no use. */
  async #sinceOf({ groupId, cell, since }: CellNgrams): Promise<bigint | undefined> {
    const stored = await this.#ports.engine.query(
      sql`SELECT toString(max(batch)), (SELECT toString(max(last)) FROM mangru.log_ngrams WHERE group_id = ${groupId} AND cell = ${timeLiteral(cell)}) FROM mangru.logs WHERE group_id = ${groupId} AND ${timesOf(cell, cell + cellLength)} AND batch <= ${since}`,
      { timeout: limits.ngramStoreTime },
    )
    const row = stored.ok ? stored.value.rows[0] : undefined
    if (row === undefined) return undefined
    const [before, known] = [BigInt(String(row[0])), BigInt(String(row[1]))]
    return before <= known ? before : undefined
  }
}

const pushNumber = (column: UInt64Column, number: bigint): void =>
  column.pushHalves(Number(number & 0xffff_ffffn), Number(number >> 32n))
