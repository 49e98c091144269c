/** A real engine with a log table for tests: events go in as batches, queries run by the runner. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bytes, type Clock, instant, mib, ok, type Result } from '../../../model/index.ts'
import { type ChdbEngine, type Engine, migrate, openChdb, type Sql } from '../../../store/engine/index.ts'
import { logMigrations, openLogStore } from '../../../store/logs/index.ts'
import type { InsightsGroup, InsightsRunner, InsightsWorld } from '../port.ts'
import type { FieldSource } from '../sql/index.ts'
import type { EventRow } from '../value.ts'
import { createInsightsRunner } from './index.ts'

export const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const wallClock: Clock = {
  now: () => instant(Date.now()),
  sleep: (length, signal) =>
    new Promise(done => {
      const timer = setTimeout(done, length)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        done()
      })
    }),
}

export interface TestStore {
  readonly engine: ChdbEngine
  readonly runner: InsightsRunner
  /** Texts of the queries that the engine was asked, since the last look. */
  asked(): readonly string[]
  /** Keeps events; each stream's in one batch, so ascending in time. Returns the groups that they belong to. */
  keep(events: readonly Pick<EventRow, 'timestamp' | 'message' | 'stream' | 'log'>[]): Promise<readonly InsightsGroup[]>
  close(): Promise<void>
}

export interface TestStoreOptions {
  readonly memory?: Bytes
  readonly lookupTable?: InsightsWorld['lookupTable']
  readonly maskOf?: NonNullable<InsightsWorld['maskOf']>
  readonly fields?: FieldSource
}

export async function openTestStore({
  memory = mib(600),
  lookupTable,
  maskOf,
  fields,
}: TestStoreOptions = {}): Promise<TestStore> {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-insights-'))
  const engine = must(await openChdb({ dir, memory, clock: wallClock }))
  must(await migrate(engine, logMigrations))
  const store = must(await openLogStore({ engine, clock: wallClock, queueBytes: mib(64) }))
  const groups = new Map<string, InsightsGroup>()
  const streams = new Map<string, { readonly id: number; readonly name: string; readonly groupId: number }>()
  const texts: string[] = []
  const listening: Engine = {
    ...engine,
    query: (statement: Sql, options) => {
      texts.push(statement.text)
      return engine.query(statement, options)
    },
    stream: (statement: Sql, options) => {
      texts.push(statement.text)
      return engine.stream(statement, options)
    },
  }
  const world: InsightsWorld = {
    account: '123456789012',
    region: 'eu-west-1',
    ...(maskOf === undefined ? {} : { maskOf }),
    groups: async source =>
      ok(
        [...groups.values()].filter(({ name }) =>
          source.kind === 'named'
            ? source.groups.some(one => one.name === name)
            : source.prefixes.length === 0 || source.prefixes.some(prefix => name.startsWith(prefix)),
        ),
      ),
    streamNames: async ids => {
      const known = new Map([...streams.values()].map(({ id, name }) => [id, name]))
      return new Map(ids.map(id => [id, known.get(id) ?? '']))
    },
    streams: async groupId => [...streams.values()].filter(stream => stream.groupId === groupId),
    lookupTable: lookupTable ?? (async () => undefined),
  }
  return {
    engine,
    runner: createInsightsRunner({ engine: listening, world, clock: wallClock, ...(fields && { fields }) }),
    asked: () => texts.splice(0),
    async keep(events) {
      const used = new Set<InsightsGroup>()
      const batches = new Map<string, { readonly timestamps: number[]; readonly messages: string[] }>()
      for (const { log, stream, timestamp, message } of events) {
        const key = JSON.stringify([log, stream])
        const batch = batches.get(key) ?? { timestamps: [], messages: [] }
        batches.set(key, batch)
        batch.timestamps.push(timestamp)
        batch.messages.push(message)
      }
      for (const [key, { timestamps, messages }] of batches) {
        const [log, streamName] = JSON.parse(key) as [string, string]
        const name = log.slice(log.indexOf(':') + 1)
        const group = groups.get(name) ?? { id: groups.size + 1, name, notBefore: instant(0) }
        groups.set(name, group)
        used.add(group)
        const stream = streams.get(key) ?? { id: streams.size + 1, name: streamName, groupId: group.id }
        streams.set(key, stream)
        must(
          await store.append({
            groupId: group.id,
            streamId: stream.id,
            groupName: name,
            streamName,
            timestamps,
            messages,
          }),
        )
      }
      return [...used]
    },
    async close() {
      await store.close()
      await engine.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
