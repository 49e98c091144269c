import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { Result } from '../../model/index.ts'
import { err, ok } from '../../model/index.ts'
import type { MangruConfig } from '../../server/config.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import type { Running } from './up.ts'
import { upCommand } from './up.ts'

function fakeServer(changes: Partial<Running> = {}) {
  const seen: { config?: MangruConfig; stopped: number } = { stopped: 0 }
  const start = async (config: MangruConfig): Promise<Result<Running, { message: string }>> => {
    seen.config = config
    return ok({
      url: 'http://127.0.0.1:7070',
      tlsUrl: null,
      authorityFile: null,
      done: new Promise(() => undefined),
      stop: async () => {
        seen.stopped++
      },
      ...changes,
    })
  }
  return { seen, command: upCommand(async () => start) }
}

describe('mangru up', () => {
  test('says one line on standard output when it serves, stops in order when asked, and exits 0', async () => {
    const { seen, command } = fakeServer({ tlsUrl: 'https://127.0.0.1:7443', authorityFile: '/d/authority.pem' })
    const world = testWorld()
    const ending = run(['up', '--data', 'd'], [command], world)
    await world.written('ready')
    expect(world.stdout()).toBe('Mangru is ready at http://127.0.0.1:7070\n')
    expect(world.stderr()).toContain('/d/authority.pem')
    expect(seen.stopped).toBe(0)
    world.interrupt()
    expect(await ending).toBe(0)
    expect(seen.stopped).toBe(1)
    expect(world.stdout()).toBe('Mangru is ready at http://127.0.0.1:7070\n')
  })

  test('the ready line is the same in Korean', async () => {
    const { command } = fakeServer()
    const world = testWorld()
    const ending = run(['up', '--lang', 'ko'], [command], world)
    await world.written('ready')
    world.interrupt()
    expect(await ending).toBe(0)
    expect(world.stdout()).toBe('Mangru is ready at http://127.0.0.1:7070\n')
    expect(world.stderr()).toContain('멈추는 중')
  })

  test('a start that fails is one plain line and exit 1; --verbose adds the rest', async () => {
    const command = upCommand(async () => async () => err({ message: 'port 7070 is taken', detail: 'EADDRINUSE …' }))
    const plain = testWorld()
    expect(await run(['up'], [command], plain)).toBe(1)
    expect(plain.stderr().split('\n').slice(1)).toEqual(['Mangru cannot start: port 7070 is taken', ''])
    expect(plain.stdout()).toBe('')
    const verbose = testWorld()
    expect(await run(['up', '--verbose'], [command], verbose)).toBe(1)
    expect(verbose.stderr()).toContain('EADDRINUSE')
  })

  test('a stop that hangs is cut short after 10 s, exit 1', async () => {
    const { command } = fakeServer({ stop: () => new Promise(() => undefined) })
    const world = testWorld()
    const ending = run(['up'], [command], world)
    await world.written('ready')
    world.interrupt()
    expect(await ending).toBe(1)
    expect(world.slept()).toEqual([limits.upStopTime])
    expect(world.stderr()).toContain('longer than 10 s')
  })

  test('a stop that fails is said, exit 1', async () => {
    const { command } = fakeServer({ stop: async () => Promise.reject(new Error('disk full')) })
    const world = testWorld()
    const ending = run(['up'], [command], world)
    await world.written('ready')
    world.interrupt()
    expect(await ending).toBe(1)
    expect(world.stderr()).toContain('Stopping failed: disk full')
  })

  test('a server that cannot go on is stopped and said, exit 1', async () => {
    const { seen, command } = fakeServer({ done: Promise.resolve(new Error('the engine does not start any more')) })
    const world = testWorld()
    expect(await run(['up'], [command], world)).toBe(1)
    expect(seen.stopped).toBe(1)
    expect(world.stderr()).toContain('Mangru had to stop: the engine does not start any more')
  })

  test('an address that others reach forces a login, and says so', async () => {
    const { seen, command } = fakeServer()
    const world = testWorld()
    const ending = run(['up', '--listen', '0.0.0.0:7070'], [command], world)
    await world.written('ready')
    world.interrupt()
    await ending
    expect(seen.config?.auth).toBe('required')
    expect(world.stderr()).toContain('0.0.0.0:7070 is not a loopback address')
  })

  test.each([
    [['up', 'now'], '"now" is one word too many'],
    [['up', '--memory', 'abc'], '--memory: "abc" is not a size (example: 1GiB)'],
    [['upp'], 'There is no command "upp". Did you mean "up"? "mangru help" lists them.'],
    [['up', '--config', 'nowhere.yaml'], '--config: there is no file nowhere.yaml'],
  ])('%j is bad usage: one line, exit 2, nothing started', async (words, sentence) => {
    const { seen, command } = fakeServer()
    const world = testWorld()
    expect(await run(words, [command], world)).toBe(2)
    expect(world.stderr()).toBe(`${sentence}\n`)
    expect(seen.config).toBeUndefined()
  })
})
