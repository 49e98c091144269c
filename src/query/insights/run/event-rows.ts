/** Events as the interpreter's rows: with names of groups and streams, and a pointer back. */

import { makePointer } from '../pointer.ts'
import type { InsightsGroup, InsightsWorld } from '../port.ts'
import type { EventRow } from '../value.ts'
import type { StoredEvent } from './event-pages.ts'

export class EventNames {
  readonly #world: InsightsWorld
  readonly #groups: ReadonlyMap<number, string>
  readonly #streams = new Map<number, string>()
  readonly #unmask: boolean

  constructor(world: InsightsWorld, groups: readonly InsightsGroup[], unmask = false) {
    this.#world = world
    this.#unmask = unmask
    this.#groups = new Map(groups.map(({ id, name }) => [id, `${world.account}:${name}`]))
  }

  async rows(events: readonly StoredEvent[]): Promise<readonly EventRow[]> {
    const unknown = [...new Set(events.map(event => event.streamId))].filter(id => !this.#streams.has(id))
    if (unknown.length > 0) {
      const names = await this.#world.streamNames(unknown)
      for (const id of unknown) this.#streams.set(id, names.get(id) ?? '')
    }
    return events.map(event => ({
      timestamp: event.cursor.timestamp,
      ingestionTime: event.ingestionTime,
      message: this.#shown(event),
      stream: this.#streams.get(event.streamId) ?? '',
      log: this.#groups.get(event.groupId) ?? '',
      // Few rows are shown, and only those need it.
      get ptr() {
        return makePointer(event)
      },
    }))
  }

  #shown({ groupId, message }: StoredEvent): string {
    const mask = this.#unmask ? undefined : this.#world.maskOf?.(groupId)
    return mask === undefined ? message : mask(message)
  }
}
