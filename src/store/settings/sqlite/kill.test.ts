/** kill -9 in the middle of writes: what was acknowledged is there, and what is there is whole. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { must } from '../contract/index.ts'
import type { Settings } from '../port.ts'
import { openSqlite } from './open.ts'

interface Line {
  readonly opened?: string
  readonly made?: string
  readonly removed?: string
  readonly id?: number
  readonly stream?: string
  readonly of?: number
}

/** What was acknowledged before the writer died; it is killed when it has said `lines` lines. */
async function writeAndKill(file: string, lines: number): Promise<Line[]> {
  const writer = spawn(process.execPath, [join(import.meta.dirname, 'test-writer.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const heard: Line[] = []
  const ended = once(writer, 'exit')
  for await (const line of createInterface({ input: writer.stdout })) {
    heard.push(JSON.parse(line))
    if (heard.length === 1 + lines) writer.kill('SIGKILL')
  }
  expect((await ended)[1]).toBe('SIGKILL')
  expect(heard[0]).toEqual({ opened: file })
  return heard.slice(1)
}

async function checkAcknowledged({ logs }: Settings, acknowledged: readonly Line[]): Promise<void> {
  const buried = new Set(must(await logs.tombstones()).map(tombstone => tombstone.id))
  const removed = new Set(acknowledged.flatMap(line => (line.removed !== undefined ? [line.id] : [])))
  for (const { made, id, stream, of } of acknowledged) {
    if (made !== undefined && !removed.has(id)) {
      const found = must(await logs.group(made))
      // A delete may have been done when the kill came, and only its acknowledgement is missing.
      if (found === undefined) expect(buried).toContain(id)
      else expect(found.id).toBe(id)
    }
    if (stream !== undefined && of !== undefined && !buried.has(of)) {
      expect(must(await logs.stream(of, stream))).toMatchObject({ name: stream })
    }
  }
  for (const id of removed) expect(buried).toContain(id)
}

async function checkWhole({ logs }: Settings): Promise<void> {
  for (const group of must(await logs.groups({ limit: 100_000 }))) {
    expect(must(await logs.tags(group.id))).toEqual({ a: group.name, b: group.name, c: group.name })
  }
  const buried = must(await logs.tombstones()).map(tombstone => tombstone.id)
  const left = must(await logs.countStreams(buried))
  expect([...left.values()].every(streams => streams === 0)).toBe(true)
}

test('rounds of kill -9 lose nothing that was acknowledged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mangru-kill-'))
  const file = join(folder, 'settings.sqlite')
  const acknowledged: Line[] = []
  for (const lines of [1, 10, 57, 200, 501]) {
    acknowledged.push(...(await writeAndKill(file, lines)))
    const settings = must(await openSqlite(file))
    await checkAcknowledged(settings, acknowledged)
    await checkWhole(settings)
    await settings.close()
  }
  expect(acknowledged.length).toBeGreaterThan(700)
  rmSync(folder, { recursive: true })
})
