import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant, ok } from '../../../model/index.ts'
import { bodyBudget } from './body-budget.ts'
import { operation } from './service.ts'
import { structure } from './shape.ts'
import { SlowBodies } from './slow-bodies.ts'
import { call, serve, steppedClock } from './test-server.ts'

const began = 1_800_000_000_000

test.each([
  ['at the bound of time', limits.awsBodyPatience, 0, true],
  ['just before it', limits.awsBodyPatience - 1, 0, false],
  ['at the least speed', 10_000, limits.awsBodyBytesPerSecond * 10, false],
  ['a byte slower', 10_000, limits.awsBodyBytesPerSecond * 10 - 1, true],
])('a body gives its room up: %s', (_name, passed, received, givesUp) => {
  const clock = steppedClock(began)
  const slow = new SlowBodies(clock)
  let gaveUp = 0
  const body = { since: instant(began), seat: -1, received: () => received, giveUp: () => void gaveUp++ }
  slow.add(body)
  clock.set(began + passed)
  expect(slow.makeRoom()).toBe(givesUp)
  expect(slow.makeRoom()).toBe(false)
  expect(gaveUp).toBe(givesUp ? 1 : 0)
})

test('of bodies that come and go, all that stopped give up and nobody else', () => {
  const clock = steppedClock(began)
  const slow = new SlowBodies(clock)
  const gaveUp: number[] = []
  const bodies = Array.from({ length: 9 }, (_, number) => ({
    since: instant(began),
    seat: -1,
    // Every third one keeps coming.
    received: () => (number % 3 === 0 ? limits.awsBodyBytesPerSecond * limits.awsBodyPatience : 0),
    giveUp: () => void gaveUp.push(number),
  }))
  for (const body of bodies) slow.add(body)
  // Told twice is there once; the first, one in the middle and the last have ended.
  for (const body of bodies) slow.add(body)
  for (const ended of [0, 4, 8, 4]) slow.remove(bodies[ended]!)
  clock.set(began + limits.awsBodyPatience)
  expect(slow.makeRoom()).toBe(true)
  expect(gaveUp.toSorted()).toEqual([1, 2, 5, 7])
  expect(slow.makeRoom()).toBe(false)
  expect(bodies.filter(({ seat }) => seat >= 0)).toEqual([bodies[3], bodies[6]])
})

test('a body that has stopped coming makes room for one that comes, and only then', async () => {
  const clock = steppedClock(began)
  const budget = bodyBudget(1_000)
  const service = {
    targetPrefix: 'Logs_20140328',
    signingName: 'logs',
    operations: new Map([['Put', operation('put', structure({}), async () => ok({}))]]),
  }
  await using server = await serve([service], { clock, budget })
  const stuck = await stuckBody(server.port, 900, () => budget.used() === 900)
  const put = () => call(server.port, 'Logs_20140328.Put', { body: `{"x":"${'x'.repeat(500)}"}` })
  expect((await put()).json.__type).toBe('ThrottlingException')
  clock.set(began + limits.awsBodyPatience)
  expect((await put()).status).toBe(200)
  expect(budget.used()).toBe(0)
  stuck.destroy()
})

/** Tells of `length` bytes and sends one. */
async function stuckBody(port: number, length: number, held: () => boolean): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(
    `POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Logs_20140328.Put\r\nContent-Length: ${length}\r\n\r\n{`,
  )
  while (!held()) await new Promise(resolve => setImmediate(resolve))
  return socket
}
