/**
 * The cells that are being written: what a group writes of ten minutes, which is what the log table keeps together. Each has a table of the
 * n-grams of its messages until it is at rest or full, or its table is worth more to others; then it is closed. Few tables are open at
 * once, so groups that write little have none: they are read quickly without. Pure but for the tables.
 */
import { limits } from '../../../limits.ts'
import type { Instant } from '../../../model/index.ts'
import { BusyGroups } from './busy-groups.ts'
import { byCell, type CellPiece, cellLength, cellOf } from './by-cell.ts'
import { folded, isFull } from './fold.ts'
import type { NgramTables, Table } from './tables.ts'

/** What is known of a cell's messages of the batches after `since` (0: of all) up to and with `last`: every n-gram of theirs is marked. */
export interface CellNgrams {
  readonly groupId: number
  /** Epoch milliseconds at which it begins. */
  readonly cell: number
  readonly since: bigint
  readonly last: bigint
  /** See `folded`. */
  readonly bits: Uint8Array
}

/** A batch as it is taken. */
export interface TakenBatch {
  readonly groupId: number
  /** Ascending. */
  readonly timestamps: readonly number[]
  readonly number: bigint
  /** The number given before this one, to any batch. */
  readonly before: bigint
  readonly written: readonly Uint8Array[]
}

interface Open {
  readonly groupId: number
  readonly cell: number
  readonly table: Table
  readonly since: bigint
  last: bigint
  lines: number
  /** Since it was looked at whether the table is full. */
  unseenLines: number
  usedAt: Instant
}

export class OpenCells {
  readonly #tables: NgramTables
  readonly #onClosed: (closed: CellNgrams) => void
  /** The one that was used last stands last. */
  readonly #open = new Map<string, Open>()
  readonly #busy = new BusyGroups()
  /** By group the newest cell that may hold what was not gathered: it was there before, or nobody had a table for it. */
  readonly #ungathered: Map<number, number>
  #lookedAt: Instant | undefined

  /** `newest`: by group the time of the newest event that is stored already. */
  constructor(tables: NgramTables, newest: ReadonlyMap<number, number>, onClosed: (closed: CellNgrams) => void) {
    this.#ungathered = new Map([...newest].slice(0, limits.ngramGroups).map(([group, at]) => [group, cellOf(at)]))
    this.#tables = tables
    this.#onClosed = onClosed
  }

  add(batch: TakenBatch, now: Instant): void {
    const { groupId, timestamps, written } = batch
    this.#closeResting(now)
    const isBusy = this.#busy.note(groupId, timestamps.length, now)
    const refused = new Set<number>()
    for (const piece of byCell(timestamps, written)) {
      // Of a batch all that is of a cell is gathered, or nothing: what is known of a cell ends with batches.
      if (refused.has(piece.cell) || !this.#gather(batch, piece, isBusy, now)) refused.add(piece.cell)
    }
    for (const cell of refused) this.#noteUngathered(groupId, cell)
  }

  closeAll(): void {
    for (const [key, open] of this.#open) this.#close(key, open)
  }

  /** False: nobody has a table for it. */
  #gather(
    { groupId, number, before }: TakenBatch,
    { cell, lines, bytes }: CellPiece,
    isBusy: boolean,
    now: Instant,
  ): boolean {
    const key = `${groupId}/${cell}`
    let open = this.#open.get(key)
    if (open === undefined) {
      const table = isBusy ? this.#tableFor(groupId, now) : undefined
      if (table === undefined) return false
      const newest = this.#ungathered.get(groupId)
      const isWhole = newest !== undefined && cell > newest
      open = { groupId, cell, table, since: isWhole ? 0n : before, last: number, lines: 0, unseenLines: 0, usedAt: now }
    } else this.#open.delete(key)
    this.#open.set(key, open)
    for (const part of bytes) this.#tables.add(open.table, part)
    open.last = number
    open.lines += lines
    open.unseenLines += lines
    open.usedAt = now
    if (open.unseenLines >= limits.ngramFullEvery) {
      open.unseenLines = 0
      if (isFull(this.#tables.words(open.table))) this.#close(key, open)
    }
    return true
  }

  /** One that nobody has, or of a cell that gives way; undefined: all are of more use where they are. */
  #tableFor(groupId: number, now: Instant): Table | undefined {
    const own = [...this.#open].filter(([, open]) => open.groupId === groupId)
    const isCrowded = own.length >= limits.ngramTablesOfGroup
    if (isCrowded || this.#open.size >= limits.ngramTables) {
      const [key, open] = (isCrowded ? own : [...this.#open]).find(([, one]) => this.#givesWay(one, groupId, now)) ?? []
      if (key === undefined || open === undefined) return undefined
      this.#close(key, open)
    }
    try {
      return this.#tables.take()
    } catch {
      return undefined
    }
  }

  /** Never one that has hardly begun: closing one costs as much as thousands of lines do. */
  #givesWay(open: Open, groupId: number, now: Instant): boolean {
    if (now - open.usedAt >= limits.ngramRest) return true
    if (open.lines < limits.ngramLinesToClose) return false
    return open.groupId === groupId || this.#busy.lines(open.groupId) * 2 <= this.#busy.lines(groupId)
  }

  #closeResting(now: Instant): void {
    if (this.#lookedAt !== undefined && now - this.#lookedAt < limits.ngramRest) return
    this.#lookedAt = now
    for (const [key, open] of this.#open) {
      const isOver = now - open.cell >= cellLength + limits.ngramRest
      if (isOver && now - open.usedAt >= limits.ngramRest) this.#close(key, open)
    }
  }

  #noteUngathered(groupId: number, cell: number): void {
    const newest = this.#ungathered.get(groupId)
    if (newest === undefined && this.#ungathered.size >= limits.ngramGroups) return
    this.#ungathered.set(groupId, Math.max(newest ?? cell, cell))
  }

  #close(key: string, { groupId, cell, since, last, lines, table }: Open): void {
    this.#open.delete(key)
    this.#noteUngathered(groupId, cell)
    if (lines >= limits.ngramLeastLines)
      this.#onClosed({ groupId, cell, since, last, bits: folded(this.#tables.words(table), lines) })
    this.#tables.give(table)
  }
}
