/** A small Mangru for the tests of this folder: settings on SQLite in memory, a store in memory, a clock that a test turns. */
import { randomBytes } from 'node:crypto'
import { type Clock, type Instant, instant, type LogFields, type Result } from '../../model/index.ts'
import { openMetricFilterBook } from '../../query/metric-filter/index.ts'
import { createTailHub } from '../../query/tail/index.ts'
import { openSqlite, type Role, type Settings } from '../../store/settings/index.ts'
import { type Authenticator, createAuthenticator, createSealer, makeKey } from '../auth/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { createHttpApi, type HttpApi } from './http-api.ts'
import { type TestLogStore, testLogStore } from './test-log-store.ts'

export const must = <T>(result: Result<T, { readonly code: string }>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export interface TestWorld {
  readonly api: HttpApi
  readonly settings: Settings
  readonly logs: TestLogStore
  readonly auth: Authenticator
  readonly faults: unknown[]
  now: Instant
  /** Makes group and stream when they are not there, and appends lines a second apart from `at` on. */
  say(group: string, stream: string, at: number, ...messages: string[]): Promise<void>
  /** The headers of somebody with this role. */
  token(role: Role): Promise<{ readonly authorization: string }>
  json(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }>
  close(): Promise<void>
}

/** `TRACE a` has the level TRACE, `ERROR b` the level ERROR; `pod=x` in a line is its pod. */
function fieldsOf(message: string): Partial<LogFields> {
  const level = /^(INFO|WARN|ERROR)\b/.exec(message)?.[1] as LogFields['level'] | undefined
  const pod = /pod=(\S+)/.exec(message)?.[1]
  return { ...(level ? { level } : {}), ...(pod ? { pod } : {}) }
}

export async function testWorld(
  options: Partial<HttpApiDeps> & {
    readonly mode?: 'open' | 'required'
    /** Logs Insights over the settings of this world. */
    readonly queriesOver?: (settings: Settings, clock: Clock) => Promise<NonNullable<HttpApiDeps['queries']>>
  } = {},
): Promise<TestWorld> {
  const settings = must(await openSqlite(':memory:'))
  const logs = testLogStore(fieldsOf)
  const clock: Clock = {
    now: () => world.now,
    sleep: (length, signal) =>
      new Promise(resolve => {
        // Frames come quicker than in life, but after whatever else is ready.
        const timer = setTimeout(resolve, Math.min(length, 5))
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
  }
  const sealer = createSealer(randomBytes(32), randomBytes)
  const auth = createAuthenticator({
    keys: settings.keys,
    sealer,
    clock,
    random: randomBytes,
    mode: options.mode ?? 'open',
  })
  const metricFilters = must(
    await openMetricFilterBook({
      ...{ settings: settings.metricFilters, account: '123456789012', clock, log: () => {} },
      store: { series: key => ({ key, id: JSON.stringify(key) }) },
    }),
  )
  const faults: unknown[] = []
  const api = await createHttpApi({
    ...{
      settings,
      logs,
      tails: createTailHub({ logs, clock }),
      auth,
      clock,
      metricFilters,
      webRoot: null,
      version: '1.2.3',
      demo: true,
      account: '123456789012',
      region: 'eu-north-1',
    },
    self: async () => ({ version: '1.2.3' }) as never,
    ready: () => ({ ok: true }),
    onFault: error => faults.push(error),
    ...(options.queriesOver === undefined ? {} : { queries: await options.queriesOver(settings, clock) }),
    ...options,
  })
  const world: TestWorld = {
    ...{ api, settings, logs, auth, faults, now: instant(1_800_000_000_000) },
    say: async (groupName, streamName, at, ...messages) => {
      const made = {
        createdAt: world.now,
        class: 'STANDARD',
        deletionProtection: false,
        kmsKeyId: null,
        tags: {},
      } as const
      await settings.logs.create({ name: groupName, ...made })
      const group = must(await settings.logs.group(groupName))!
      await settings.logs.createStream(group.id, streamName, world.now)
      const stream = must(await settings.logs.stream(group.id, streamName))!
      const timestamps = messages.map((_message, index) => at + index * 1_000)
      must(await logs.append({ groupId: group.id, streamId: stream.id, groupName, streamName, timestamps, messages }))
    },
    token: async role => {
      const made = makeKey({ name: role, role }, { randomBytes, clock, sealer })
      if (!made.ok) throw new Error(made.error.message)
      must(await settings.keys.add(made.value.stored))
      return { authorization: `Bearer ${made.value.token}` }
    },
    json: async (method, url, body, headers = {}) => {
      const answer = await api.app.inject({
        ...{ method, url, headers: { host: 'localhost', ...headers } },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return { status: answer.statusCode, body: answer.body === '' ? undefined : JSON.parse(answer.body) }
    },
    close: async () => {
      await api.close()
      await settings.close()
    },
  }
  return world
}
