/** Gathers the n-grams of what is written, and stores those of closed cells beside the log table. Whatever goes wrong, searches only read more. */
import { limits } from '../../../limits.ts'
import type { Clock, Instant } from '../../../model/index.ts'
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
import { cellLength } from './by-cell.ts'
import { type CellNgrams, OpenCells, type TakenBatch } from './open-cells.ts'
import { ngramColumns, ngramTable } from './schema.ts'
import { NgramTables } from './tables.ts'

export interface NgramPorts {
  readonly engine: Engine
  readonly clock: Clock
  /** By group the time of its newest event that was stored before. */
  readonly newest: ReadonlyMap<number, number>
  /** Resolves once all that was taken by now is in the store. */
  readonly caughtUp: () => Promise<void>
}

export class NgramKeeper {
  readonly #ports: NgramPorts
  readonly #cells: OpenCells
  /** Closed; they are stored together, since an insert costs as much as a thousand lines do. */
  #waiting: CellNgrams[] = []
  #waitingSince: Instant | undefined
  /** Of those under way to the engine. */
  #storing = 0
  #stored: Promise<void> = Promise.resolve()

  constructor(ports: NgramPorts) {
    this.#ports = ports
    this.#cells = new OpenCells(new NgramTables(), ports.newest, closed => this.#keep(closed))
  }

  /** To be told of every batch, in the order of their numbers. */
  taken(batch: TakenBatch): void {
    const now = this.#ports.clock.now()
    this.#cells.add(batch, now)
    if (this.#waiting.length === 0) return
    this.#waitingSince ??= now
    if (this.#waiting.length >= limits.ngramCellsTogether || now - this.#waitingSince >= limits.ngramRest)
      this.#storeWaiting()
  }

  /** Once nothing is taken any more: keeps what was gathered. */
  close(): Promise<void> {
    this.#cells.closeAll()
    if (this.#waiting.length > 0) this.#storeWaiting()
    return this.#stored
  }

  #keep(closed: CellNgrams): void {
    if (this.#storing + this.#waiting.length < limits.ngramCellsWaiting) this.#waiting.push(closed)
  }

  #storeWaiting(): void {
    const cells = this.#waiting
    this.#waiting = []
    this.#waitingSince = undefined
    this.#storing += cells.length
    this.#stored = this.#stored
      .then(() => this.#store(cells))
      .finally(() => {
        this.#storing -= cells.length
      })
  }

  async #store(cells: readonly CellNgrams[]): Promise<void> {
    await this.#ports.caughtUp()
    const columns = {
      groupId: new UInt32Column('group_id'),
      cell: new DateTime64Column('cell'),
      since: new UInt64Column('since'),
      last: new UInt64Column('last'),
      bits: new StringColumn('bits'),
    }
    for (const { groupId, cell, since, last, bits } of await this.#useful(cells)) {
      columns.groupId.push(groupId)
      columns.cell.push(cell)
      pushNumber(columns.since, since)
      pushNumber(columns.last, last)
      columns.bits.pushBytes(bits)
    }
    const first = cells[0]
    if (first === undefined || columns.groupId.rows === 0) return
    const token = `ngrams-${first.groupId}-${first.cell}-${first.last}`
    await this.#ports.engine.insert(ngramTable, ngramColumns, nativeBlock(Object.values(columns)), token)
  }

  /**
   * Those of which the whole cell is known, and those that go on where what is known of theirs ends, each since the last batch that the cell holds
   * of before. Of others nobody could say what lies in between. A cell that was closed twice comes twice, in order.
   */
  async #useful(cells: readonly CellNgrams[]): Promise<readonly CellNgrams[]> {
    const asked = cells.flatMap(({ groupId, cell, since }, place) => {
      if (since === 0n) return []
      return sql`SELECT ${place} AS place, toString(max(batch)), (SELECT toString(max(last)) FROM mangru.log_ngrams WHERE group_id = ${groupId} AND cell = ${timeLiteral(cell)}) FROM mangru.logs WHERE group_id = ${groupId} AND ${timesOf(cell, cell + cellLength)} AND batch <= ${since}`
    })
    const stored =
      asked.length === 0
        ? undefined
        : await this.#ports.engine.query(sql.join(asked, ' UNION ALL '), { timeout: limits.ngramStoreTime })
    const rows = stored?.ok ? stored.value.rows : []
    const before = new Map(rows.map(([place, ...numbers]) => [Number(place), numbers]))
    const known = new Map<string, bigint>()
    return cells.flatMap((closed, place) => {
      const [batch, last] = closed.since === 0n ? ['0', '0'] : (before.get(place) ?? [])
      if (batch === undefined) return []
      const name = `${closed.groupId}/${closed.cell}`
      const since = BigInt(String(batch))
      if (since > (known.get(name) ?? BigInt(String(last)))) return []
      known.set(name, closed.last)
      return [{ ...closed, since }]
    })
  }
}

const pushNumber = (column: UInt64Column, number: bigint): void =>
  column.pushHalves(Number(number & 0xffff_ffffn), Number(number >> 32n))
