/** `mangru logs` by pods, against a server that answers as each test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiLogEvent, ApiLogSearch, ApiPodLogs } from '../../model/index.ts'
import { run } from '../run.ts'
import { type TestWorld, testWorld } from '../test-world.ts'
import { logsCommand } from './logs.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const at = Date.parse('2026-11-21T02:59:00Z')
const event = (number: number, pod: string, more: Partial<ApiLogEvent> = {}): ApiLogEvent => ({
  ...{ id: String(number).padStart(56, '0'), group: 'g', stream: 's', timestamp: at + number, ingestionTime: at },
  message: JSON.stringify({ time: '', _p: 'F', log: `line ${number}\n`, kubernetes: { pod_name: pod } }),
  ...{ level: '', namespace: 'shop', pod, container: 'main', node: 'n', ...more },
})
const loggingPod = (name: string, containers = ['main', 'side']) => ({
  ...{ namespace: 'shop', name, workload: null, containers, goneAt: null },
})

interface Said {
  readonly pods?: Partial<ApiPodLogs>
  readonly refused?: object
  readonly events?: readonly ApiLogEvent[]
  readonly followed?: readonly ApiLogEvent[]
}

async function serverOf(said: Said) {
  const asked: { readonly resolve: URLSearchParams[]; readonly search: ApiLogSearch[]; readonly follow: object[] } = {
    ...{ resolve: [], search: [], follow: [] },
  }
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x')
    if (pathname === '/api/cluster/logs') {
      asked.resolve.push(searchParams)
      response.statusCode = said.refused === undefined ? 200 : 404
      const workload = searchParams.get('workload') ?? undefined
      const selection = { groups: ['g'], pods: workload === undefined ? { labels: 'x' } : { workload } }
      const answered = { cluster: 'c', selection, pods: [loggingPod('web-1')], total: 2, notes: [], ...said.pods }
      response.end(JSON.stringify(said.refused === undefined ? answered : { error: said.refused }))
    } else if (pathname === '/api/logs/search') {
      const search = (await json(request)) as ApiLogSearch
      asked.search.push(search)
      const there = (said.events ?? []).filter(({ timestamp }) => timestamp >= search.from)
      const events = search.order === 'newest' ? there.toReversed() : there
      const begin = Number(search.after ?? 0)
      const shown = events.slice(begin, begin + search.limit)
      const next = begin + shown.length
      const lines = [
        { type: 'events', events: shown },
        {
          type: 'done',
          rowsRead: 0,
          bytesRead: 0,
          elapsedMs: 1,
          ...(next < events.length ? { next: String(next) } : {}),
        },
      ]
      response.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''))
    } else {
      asked.follow.push(JSON.parse(searchParams.get('selection') ?? ''))
      response.write(`event: events\ndata: ${JSON.stringify(said.followed ?? [])}\n\n`)
    }
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function logs(words: readonly string[], said: Said, world: TestWorld = testWorld()) {
  const { asked, url } = await serverOf(said)
  const real: TestWorld = Object.assign(world, { fetch })
  const code = run(['logs', ...words, '--url', url], [logsCommand], real)
  return { asked, world, code }
}

describe('mangru logs by pods', () => {
  test('the newest lines in order of time, each with its pod, without the record around it', async () => {
    const events = [event(1, 'web-1'), event(2, 'web-2'), event(3, 'web-1')]
    const { code, world, asked } = await logs(['deploy/web', '-n', 'shop', '--tail', '2'], { events })
    expect(await code).toBe(0)
    expect(world.stdout()).toBe('[web-2/main] line 2\n[web-1/main] line 3\n')
    expect(Object.fromEntries(asked.resolve[0] ?? [])).toMatchObject({ workload: 'Deployment/web', namespace: 'shop' })
    expect(asked.search).toEqual([
      expect.objectContaining({
        ...{ groups: [], pods: { workload: 'Deployment/web', namespace: 'shop' }, order: 'newest', limit: 2 },
      }),
    ])
  })

  test('labels, containers, a pattern and a word go along; --since shows from there on', async () => {
    const words = [
      '-l',
      'app=web',
      '-c',
      'a,b',
      '--pattern',
      'ERROR',
      '--word',
      'x',
      '--since',
      '10m',
      '--cluster',
      'c',
    ]
    const { code, asked } = await logs(words, { events: [event(1, 'web-1')] })
    expect(await code).toBe(0)
    expect(asked.resolve[0]?.getAll('container')).toEqual(['a', 'b'])
    expect(asked.search[0]).toMatchObject({
      pods: { labels: 'app=web', containers: ['a', 'b'], cluster: 'c' },
      ...{ pattern: 'ERROR', filters: [{ field: 'word', value: 'x' }], order: 'oldest', limit: 1_000 },
      from: Date.parse('2026-11-21T02:50:00Z'),
    })
  })

  test('one pod of one container needs no prefix; --prefix and --timestamps say so', async () => {
    const said = { pods: { pods: [loggingPod('web-1', ['main'])] }, events: [event(1, 'web-1')] }
    const plain = await logs(['pod/web-1'], said)
    expect([await plain.code, plain.world.stdout()]).toEqual([0, 'line 1\n'])
    const full = await logs(['pod/web-1', '--prefix', '--timestamps'], said)
    expect([await full.code, full.world.stdout()]).toEqual([0, '2026-11-21T02:59:00.001Z [web-1/main] line 1\n'])
  })

  test('on a terminal each pod has a colour, and control characters are shown', async () => {
    const events = [event(1, 'web-1'), event(2, 'web-2'), event(3, 'web-1', { message: 'bell \x07' })]
    const { code, world } = await logs(['deploy/web'], { events }, testWorld({ outIsTty: true }))
    expect(await code).toBe(0)
    const [one, other, again] = world.stdout().split('\n')
    const colour = (line = '') => line.split('m')[0]
    expect([colour(one) === colour(other), colour(one) === colour(again)]).toEqual([false, true])
    expect(again).toContain('bell \\x07')
  })

  test('--follow: the last lines, then what comes, each once', async () => {
    const world = testWorld()
    const events = Array.from({ length: 12 }, (_, number) => event(number, 'web-1'))
    const { code, asked } = await logs(
      ['deploy/web', '-f'],
      { events, followed: [event(11, 'web-1'), event(20, 'web-2')] },
      world,
    )
    await world.written('line 20\n')
    world.interrupt()
    expect(await code).toBe(0)
    const numbers = [...world.stdout().matchAll(/line (\d+)/g)].map(([, number]) => Number(number))
    expect(numbers).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20])
    expect(asked.follow[0]).toEqual({ groups: [], pods: { workload: 'Deployment/web' } })
  })

  test('--follow --since: all from there on, however many --limit says', async () => {
    const world = testWorld()
    const events = Array.from({ length: 5 }, (_, number) => event(number, 'web-1'))
    const words = ['deploy/web', '--since', '10m', '--limit', '2']
    const { code } = await logs([...words, '-f'], { events, followed: [event(20, 'web-1')] }, world)
    await world.written('line 20\n')
    world.interrupt()
    expect(await code).toBe(0)
    const numbers = [...world.stdout().matchAll(/line (\d+)/g)].map(([, number]) => Number(number))
    expect(numbers).toEqual([0, 1, 2, 3, 4, 20])
    expect(world.stderr()).toBe('')
    const some = await logs(words, { events })
    expect([await some.code, some.world.stderr()]).toEqual([0, expect.stringContaining('--limit is 2')])
  })

  test('--follow --previous: the instances before, then the new lines of those that run', async () => {
    const world = testWorld()
    const said = { events: [event(1, 'web-1')], followed: [event(20, 'web-1')] }
    const { code, asked } = await logs(['deploy/web', '-f', '-p', '--tail', '5'], said, world)
    await world.written('line 20\n')
    world.interrupt()
    expect(await code).toBe(0)
    expect(asked.search[0]).toMatchObject({ pods: { previous: true }, from: Date.parse('2026-11-20T03:00:00Z') })
    expect(asked.follow[0]).toEqual({ groups: [], pods: { workload: 'Deployment/web' } })
  })

  test('what is to be known of the logs is said beside them, in either language', async () => {
    const notes = [{ code: 'pod-logs-in-turns', values: { containers: 300, atOnce: 256 } }]
    const { code, world } = await logs(['deploy/web'], { pods: { notes } })
    expect(await code).toBe(0)
    expect(world.stderr()).toContain('300 containers write logs and 256 are followed at once')
    expect(world.stderr()).toContain('No lines in this time of 2 pods')
    const korean = await logs(['deploy/web', '--lang', 'ko'], { pods: { notes } })
    expect(await korean.code).toBe(0)
    expect(korean.world.stderr()).toContain('컨테이너 300개')
  })

  test('no such workload: what is near, and nothing is searched', async () => {
    const values = { workload: 'Deployment/wev', namespace: '', near: 'web', elsewhere: '' }
    const refused = { code: 'no-such-workload', message: 'no', said: { code: 'no-such-workload', values } }
    const { code, world, asked } = await logs(['deploy/wev'], { refused })
    expect(await code).toBe(1)
    expect(world.stderr()).toBe('There is no Deployment/wev, nor was there one in this time. Near: web.\n')
    expect(asked.search).toEqual([])
  })

  test('where no group is there yet nothing is searched, and it is followed all the same', async () => {
    const world = testWorld()
    const pods = { selection: { groups: [], pods: { workload: 'Deployment/web' } } }
    const { code, asked } = await logs(['deploy/web', '-f'], { pods, followed: [event(20, 'web-1')] }, world)
    await world.written('line 20\n')
    world.interrupt()
    expect([await code, asked.search]).toEqual([0, []])
  })

  test.each([
    [['deploy/web', 'sts/db'], 'One workload at a time'],
    [['deploy/web', '/aws/a'], 'One workload at a time'],
    [['/aws/a', '-l', 'app=web'], '--selector is for pods, and /aws/a is a log group'],
    [['/aws/a', '--tail', '5'], '--tail is for pods, and /aws/a is a log group'],
    [['-p'], '--previous needs a workload'],
    [['--prefix'], '--prefix needs a workload'],
    [['deploy/web', '-c', 'a,,b'], '--container'],
    [['deploy/web', '--stream', 'x'], '--stream'],
    [['deploy/web', '--tail', String(limits.tailLines + 1)], String(limits.tailLines)],
  ])('%j is misuse', async (words, text) => {
    const { code, world } = await logs(words, {})
    expect(await code).toBe(2)
    expect(world.stderr()).toContain(text)
  })

  test.each([
    [['deploy/web'], 1_000],
    [['deploy/web', '--limit', '3'], 3],
    [['deploy/web', '--limit', '3', '--tail', '5'], 5],
    [['deploy/web', '--limit', '3', '--since', '1h'], 3],
  ])('%j: at most %i lines are asked for', async (words, most) => {
    const { code, asked } = await logs(words, {})
    expect(await code).toBe(0)
    expect(asked.search[0]?.limit).toBe(most)
  })

  test(`tailLines: ${limits.tailLines} may be asked for`, async () => {
    const { code } = await logs(['deploy/web', '--tail', String(limits.tailLines)], {})
    expect(await code).toBe(0)
  })
})
