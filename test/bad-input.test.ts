/**
 * Bad input against the real server, all of it at one and the same: each case must be answered in its protocol's words, and after each
 * a good batch must still be taken and found. At the end everything that was ever acknowledged is read back.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { apiCases } from './bad-input/api.ts'
import { bodyCases } from './bad-input/bodies.ts'
import { eventCases } from './bad-input/events.ts'
import { connectionCases, requestCases } from './bad-input/http.ts'
import { nameCases } from './bad-input/names.ts'
import { openWorld, type World } from './bad-input/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterEach(() => world.isHealthy())
afterAll(() => world.stop())

const here = () => world
describe('bodies', () => bodyCases(here))
describe('events', () => eventCases(here))
describe('names and patterns', () => nameCases(here))
describe('requests', () => requestCases(here))
describe('connections', () => connectionCases(here))
describe('our own API', () => apiCases(here))

test('everything that was acknowledged is there, and nothing else', async () => {
  expect(await world.missing()).toEqual([])
  expect(world.server.said()).not.toMatch(/failed: |Error|engine (died|ended)/)
})
