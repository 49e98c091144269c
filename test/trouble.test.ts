/** Trouble that an operator meets, with the real program: plain words that say what to do, and nothing lost. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Key, type LogsClient, logsClient, makeStreams, mustCall } from '../bench/wire/index.ts'
import { type Ended, runMangru, type Server, startServer } from '../e2e/server.ts'
import { limits } from '../src/limits.ts'
import { instant, mib } from '../src/model/index.ts'
import { openChdb, sql } from '../src/store/engine/index.ts'

const key: Key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-trouble-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }))

const up = (dataDir: string, ...args: string[]): Promise<Ended> =>
  runMangru(['up', '--listen', '127.0.0.1:0', '--data', dataDir, '--no-demo', ...args])

/** Ended with 1, never ready, and said so in one line after the one that says what it starts: no stack, no second thought. */
function expectPlainEnd({ code, out, err }: Ended, ...words: readonly (string | RegExp)[]): void {
  expect([code, out.includes('ready')]).toEqual([1, false])
  const lines = err.trim().split('\n').slice(1)
  expect(lines).toHaveLength(1)
  for (const word of words) expect(lines[0]).toMatch(word)
}

const put = (client: LogsClient, message: string) =>
  client.call('PutLogEvents', {
    ...{ logGroupName: 'app', logStreamName: 's' },
    logEvents: [{ timestamp: Date.now(), message }],
  })

async function messagesOf(client: LogsClient): Promise<string[]> {
  const messages: string[] = []
  const startTime = Date.now() - 3_600_000
  let nextToken: unknown
  do {
    const page = await mustCall(client, 'FilterLogEvents', {
      ...{ logGroupName: 'app', startTime },
      ...(nextToken === undefined ? {} : { nextToken }),
    })
    messages.push(...(page.events as { message: string }[]).map(event => event.message))
    nextToken = page.nextToken
  } while (nextToken !== undefined)
  return messages
}

describe('beside a Mangru that runs', () => {
  let running: Server
  beforeAll(async () => {
    running = await startServer({ dataDir: join(folder, 'first') })
  })
  afterAll(() => running?.kill())

  test('a second one on its directory is told who has it, and the first is unharmed', async () => {
    const client = logsClient(running.url, key)
    await makeStreams(client, 'app', ['s'])
    expect((await put(client, 'before')).status).toBe(200)
    expectPlainEnd(await up(running.dataDir), running.dataDir, /in use|is using/, /--data|data folder of its own/)
    expect((await put(client, 'after')).status).toBe(200)
    expect(await messagesOf(client)).toEqual(['before', 'after'])
    client.close()
  })

  test('one on its port is told to choose another', async () => {
    const { host, port } = new URL(running.url)
    expectPlainEnd(await up(join(folder, 'other'), '--listen', host), `127.0.0.1:${port} is taken`, '--listen')
  })

  test('SIGTERM ends it with 0 while a browser keeps connections that it does not use', async () => {
    const kept = await fetch(`${running.url}/ready`)
    expect(kept.status).toBe(200)
    expect(await running.stop()).toBe(0)
  })
})

describe('a data directory', () => {
  test('that is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'not a directory')
    expectPlainEnd(await up(file), file, '--data')
    expectPlainEnd(await up(join(file, 'below')), join(file, 'below'), '--data')
  })

  test('with settings that are something else', async () => {
    const dataDir = join(folder, 'damaged')
    await (await startServer({ dataDir })).kill()
    execFileSync('find', [dataDir, '-name', 'settings.sqlite*', '-delete'])
    writeFileSync(join(dataDir, 'settings.sqlite'), 'my shopping list '.repeat(1_000))
    expectPlainEnd(await up(dataDir), join(dataDir, 'settings.sqlite'), /restore a backup/i, /move the file away/)
  })

  test('that a newer Mangru wrote is left to that one', async () => {
    const dataDir = join(folder, 'newer')
    const server = await startServer({ dataDir })
    expect(await server.stop()).toBe(0)
    const clock = {
      now: () => instant(Date.now()),
      sleep: (length: number) => new Promise<void>(resolve => setTimeout(resolve, length)),
    }
    const engine = await openChdb({ dir: join(dataDir, 'engine'), memory: mib(400), clock })
    if (!engine.ok) throw new Error(JSON.stringify(engine.error))
    await engine.value.run(sql`INSERT INTO mangru.schema_version (version) SELECT 99`)
    await engine.value.close()
    expectPlainEnd(await up(dataDir), 'schema version 99', 'newer Mangru', '--data')
  })
})

describe('a disk without room', () => {
  const disk = () => join(folder, 'disk')
  const mounted = (() => {
    try {
      const point = mkdtempSync(join(tmpdir(), 'mangru-mount-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', point], { stdio: 'ignore' })
      execFileSync('umount', [point])
      rmSync(point, { recursive: true })
      return true
    } catch {
      return false
    }
  })()
  if (!mounted) console.warn('The tests of a full disk are skipped: they mount a tmpfs, which this user may not.')

  beforeAll(() => {
    if (!mounted) return
    execFileSync('mkdir', ['-p', disk()])
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${limits.engineDiskReserve + 24 * 1_048_576}`, 'tmpfs', disk()])
  })
  afterAll(() => {
    if (mounted) execFileSync('umount', ['-l', disk()])
  })

  test.skipIf(!mounted)(
    'refuses in words of AWS, keeps what it acknowledged, and goes on when there is room',
    async () => {
      const ballast = join(disk(), 'ballast')
      writeFileSync(ballast, Buffer.alloc(8 * 1_048_576))
      const dataDir = join(disk(), 'data')
      const server = await startServer({ dataDir })
      // Also when something below is not as it should be.
      onTestFinished(() => server.kill())
      const client = logsClient(server.url, key)
      await makeStreams(client, 'app', ['s'])
      const acknowledged: string[] = []
      let refused = 0
      for (let sent = 0; refused < 3 && sent < 200; sent++) {
        // Random, so that it takes on the disk what it takes here.
        const message = `${sent} ${randomBytes(600_000).toString('base64')}`
        const { status, error } = await put(client, message)
        if (status === 200) acknowledged.push(message)
        else {
          expect([status, error]).toEqual([503, 'ServiceUnavailableException'])
          refused += 1
        }
      }
      expect(refused).toBe(3)
      expect(acknowledged.length).toBeGreaterThan(5)
      // It lives, and reads.
      expect((await fetch(`${server.url}/ready`)).status).toBe(200)
      expect((await mustCall(client, 'FilterLogEvents', { logGroupName: 'app', limit: 1 })).events).toHaveLength(1)
      client.close()

      // A start on the full disk: as it is, or in words, but never with a loss.
      await server.kill()
      const { bavail, bsize } = statfsSync(disk())
      writeFileSync(join(disk(), 'rest'), Buffer.alloc(Math.max(0, bavail * bsize - 4_096)))
      const full = await startServer({ dataDir }).catch((error: Error) => error)
      if (full instanceof Error) expect(full.message).toMatch(/full\. Free some (space|room)/)
      else await full.kill()

      rmSync(join(disk(), 'rest'))
      rmSync(ballast)
      const again = await startServer({ dataDir })
      const back = logsClient(again.url, key)
      expect((await put(back, 'room again')).status).toBe(200)
      expect(sorted(await messagesOf(back))).toEqual(sorted([...acknowledged, 'room again']))
      back.close()
      expect(await again.stop()).toBe(0)
    },
  )
})

const sorted = (texts: readonly string[]): string[] => texts.map(text => text.slice(0, 40)).sort()
