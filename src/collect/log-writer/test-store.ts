/** Groups, streams and lines in memory, for tests: any append can be made to fail, before or after it took the lines. */
import { err, type Instant, instant, millis, ok, type Result } from '../../model/index.ts'
import type { AppendError, LogBatch, LogRow, LogStore } from '../../store/logs/index.ts'
import type { LogGroup, LogSettings, LogStream } from '../../store/settings/index.ts'

export interface TestStore {
  readonly settings: Pick<LogSettings, 'group' | 'create' | 'stream' | 'createStream'>
  readonly logs: Pick<LogStore, 'append' | 'page' | 'streamStats'>
  /** What the next appends answer; `taken`: though the lines are there. */
  readonly failures: { readonly error: AppendError; readonly taken?: boolean }[]
  readonly batches: LogBatch[]
  readonly groups: ReadonlyMap<string, LogGroup & { readonly tags: Readonly<Record<string, string>> }>
  /** The messages of a group, or of one stream, in order of time. */
  messages(group: string, stream?: string): readonly string[]
  streams(group: string): readonly string[]
}

export function testStore(): TestStore {
  const groups = new Map<string, LogGroup & { readonly tags: Readonly<Record<string, string>> }>()
  const streams: LogStream[] = []
  const rows: LogRow[] = []
  const batches: LogBatch[] = []
  const failures: { readonly error: AppendError; readonly taken?: boolean }[] = []
  const unanswered = new Set<bigint>()

  const keep = (batch: LogBatch) => {
    // A repeat of what was taken and not answered adds nothing.
    if (batch.call !== undefined && unanswered.delete(batch.call.key)) return
    batches.push(batch)
    for (const [index, message] of batch.messages.entries()) {
      rows.push({
        cursor: { timestamp: instant(batch.timestamps[index] ?? 0), batch: String(batches.length), index },
        ...{ groupId: batch.groupId, streamId: batch.streamId, ingestionTime: instant(0), message },
        fields: { level: '', namespace: '', pod: '', container: '', node: '' },
      })
    }
  }
  const byTime = (of: (row: LogRow) => boolean) =>
    rows.filter(of).toSorted((a, b) => a.cursor.timestamp - b.cursor.timestamp)

  return {
    ...{ batches, failures, groups },
    settings: {
      group: async name => ok(groups.get(name)),
      create: async ({ name, tags, createdAt }) => {
        if (groups.has(name)) return err({ code: 'exists' })
        const look = { class: 'STANDARD', retentionDays: null, deletionProtection: false, kmsKeyId: null } as const
        const group = { id: groups.size + 1, name, createdAt, tags, ...look }
        groups.set(name, group)
        return ok(group)
      },
      stream: async (groupId, name) => ok(streams.find(one => one.groupId === groupId && one.name === name)),
      createStream: async (groupId, name, createdAt) => {
        const stream = { id: streams.length + 1, groupId, name, createdAt }
        streams.push(stream)
        return ok(stream)
      },
    },
    logs: {
      append: async (batch): Promise<Result<{ readonly ingestionTime: Instant }, AppendError>> => {
        const failure = failures.shift()
        if (failure === undefined || failure.taken) keep(batch)
        if (failure?.taken && batch.call !== undefined) unanswered.add(batch.call.key)
        return failure === undefined ? ok({ ingestionTime: instant(0) }) : err(failure.error)
      },
      page: async ({ groups: [group], from, to }) => {
        const found = byTime(
          ({ groupId, streamId, cursor: { timestamp } }) =>
            groupId === group?.id &&
            (group.streamIds?.includes(streamId) ?? true) &&
            timestamp >= from &&
            timestamp < to,
        )
        return ok({ rows: found, rowsRead: found.length, bytesRead: 0, elapsed: millis(0) })
      },
      streamStats: async (groupId, streamIds = []) =>
        ok(
          streamIds.flatMap(streamId => {
            const of = byTime(row => row.groupId === groupId && row.streamId === streamId)
            const [first, last] = [of[0]?.cursor.timestamp, of.at(-1)?.cursor.timestamp]
            if (first === undefined || last === undefined) return []
            return [{ streamId, groupId, first, last, lastIngestion: last, events: of.length, bytes: 0 }]
          }),
        ),
    },
    messages: (group, stream) => {
      const { id } = groups.get(group) ?? {}
      const chosen = streams.filter(one => one.groupId === id && (stream === undefined || one.name === stream))
      return byTime(row => row.groupId === id && chosen.some(one => one.id === row.streamId)).map(row => row.message)
    },
    streams: group => streams.filter(one => one.groupId === groups.get(group)?.id).map(({ name }) => name),
  }
}
