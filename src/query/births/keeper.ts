/**
 * Keeps the births of several blocks of events by one insert: what comes while an insert is under way joins the next. Each block waits for the
 * insert that holds its own; an insert that fails is tried again as it was, whoever of its blocks comes first.
 */
import { ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricBlock, MetricStore, Origin, Sample, SeriesRef } from '../../store/metrics/index.ts'

export interface BirthRow {
  readonly series: SeriesRef
  readonly at: number
  readonly sample: Sample
  /** Absent of a fallback, which stands for no event. */
  readonly origin?: Origin
}

type Kept = Result<void, EngineError>

export interface Joined {
  /** Ok once all rows of the insert are durable; to be called again if it was not. */
  keep(): Promise<Kept>
}

export class BirthKeeper {
  readonly #store: Pick<MetricStore, 'block' | 'append'>
  /** Takes in rows until its turn comes. */
  #open: Insert | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(store: Pick<MetricStore, 'block' | 'append'>) {
    this.#store = store
  }

  /** `token` must be new. */
  join(rows: readonly BirthRow[], token: string): Joined {
    const insert = this.#open ?? new Insert(this.#store.block(), token)
    this.#open = insert
    insert.add(rows)
    return { keep: () => insert.keep(() => this.#turn(insert)) }
  }

  /** One after the other, so that the next one gathers meanwhile. */
  #turn(insert: Insert): Promise<Kept> {
    const done = this.#last.then(() => {
      if (this.#open === insert) this.#open = undefined
      return this.#store.append(insert.block, insert.token)
    })
    this.#last = done.catch(() => undefined)
    return done
  }
}

class Insert {
  readonly block: MetricBlock
  readonly token: string
  #keeping: Promise<Kept> | undefined
  #isKept = false

  constructor(block: MetricBlock, token: string) {
    this.block = block
    this.token = token
  }

  add(rows: readonly BirthRow[]): void {
    for (const { series, at, sample, origin } of rows) this.block.add(series, at, sample, origin)
  }

  async keep(turn: () => Promise<Kept>): Promise<Kept> {
    if (this.#isKept) return ok(undefined)
    this.#keeping ??= turn()
    const kept = await this.#keeping
    this.#isKept ||= kept.ok
    this.#keeping = undefined
    return kept
  }
}
