/** The times between pieces and frames, by a clock that is stepped. */
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { type SteppedClock, steppedClock } from '../../store/logs/stepped-clock.ts'
import { type TestWorld, testWorld } from './test-world.ts'

const base = 1_800_000_000_000 - 3_600_000
let clock: SteppedClock
let world: TestWorld
let server: Server
beforeEach(async () => {
  clock = steppedClock(instant(1_800_000_000_000))
  world = await testWorld({ clock })
  server = createServer((req, res) => world.api.handle(req, res))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  world.api.endStreams()
  server.closeAllConnections()
  server.close()
  await world.close()
})

test('what comes between two frames goes out in one, and a frame goes out in time', async () => {
  await world.say('g', 's', base, 'old')
  const path = `/api/logs/follow?selection=${encodeURIComponent(JSON.stringify({ groups: ['g'] }))}`
  const { port } = server.address() as AddressInfo
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get({ port, host: '127.0.0.1', path }, resolve).on('error', reject),
  )
  let said = ''
  answer.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const frames = () => [...said.matchAll(/^event: events\ndata: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''))
  const messages = () => frames().map(frame => frame.map((event: { message: string }) => event.message))
  const until = async (count: number) => {
    while (frames().length < count) await new Promise(resolve => setTimeout(resolve, 2))
  }
  expect(clock.sleeping()).toEqual([limits.followFrameTime])
  await world.say('g', 's', base, 'at once')
  await clock.step(limits.followFrameTime - 1)
  await world.say('g', 's', base, 'at the last moment')
  await clock.step(1)
  await until(1)
  await world.say('g', 's', base, 'a moment later')
  await clock.step(limits.followFrameTime)
  await until(2)
  expect(messages()).toEqual([['at once', 'at the last moment'], ['a moment later']])
})

test('a search shows what it has found after so long', async () => {
  await world.say('g', 's', base, 'a', 'b')
  const asked = { groups: ['g'], from: 0, to: base + 10_000, order: 'oldest', limit: 10 }
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/api/logs/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  })
  expect(await answer.text()).toContain('"type":"done"')
  expect(world.logs.requests.map(request => request.showAfter)).toEqual([limits.searchPieceTime])
})
