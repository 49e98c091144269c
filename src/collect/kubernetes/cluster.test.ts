/** The Kubernetes adapter: the contract over a wire, and what only a wire can do wrong. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, instant, millis } from '../../model/index.ts'
import { clusterContract } from '../../model/kubernetes/contract.ts'
import type { Cluster } from '../../model/kubernetes/index.ts'
import { openKubernetes } from './cluster.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import { serveCluster, type TestApiServer } from './test-api-server.ts'
import { type TestCluster, testCluster } from './test-cluster.ts'

/** Nothing here waits: what is late is late when the test says so. */
const nobody = () => undefined
let late: () => void = nobody
const clock: Clock = {
  now: () => instant(1_800_000_000_000),
  sleep: (_length, signal) =>
    new Promise(resolve => {
      late = resolve
      signal?.addEventListener('abort', () => resolve())
    }),
}
const access = (url: string, more: Partial<ClusterAccess> = {}): ClusterAccess => ({
  ...{ context: 'test', cluster: 'test', server: new URL(url), insecure: false },
  ...more,
})

function inhabited(): TestCluster {
  const cluster = testCluster()
  cluster.put('Node', 'n-1')
  for (const name of ['web-1', 'web-2', 'web-3'])
    cluster.put('Pod', name, { spec: { nodeName: 'n-1', containers: [{ name: 'web' }] } })
  cluster.put('Secret', 'key', { type: 'Opaque', keys: ['password'] })
  cluster.put('ConfigMap', 'settings', { keys: ['level'] })
  const at = (second: number) => `2026-01-20T10:00:0${second}.123456789Z`
  cluster.say('web-1', `${at(0)} 하나`, `${at(2)} two`, `${at(4)} three`)
  return cluster
}

clusterContract('the Kubernetes API', async () => {
  const behind = inhabited()
  behind.forget()
  const server = await serveCluster(behind)
  const cluster = openKubernetes(access(server.url), clock)
  let changes = 0
  return {
    cluster,
    talking: { namespace: 'shop', pod: 'web-1', container: 'web' },
    node: 'n-1',
    change: async () => {
      behind.put('Pod', 'web-2', { spec: { nodeName: 'n-1', containers: [] }, status: { phase: `${++changes}` } })
    },
    close: async () => {
      await cluster.close()
      await server.close()
    },
  }
})

describe('trouble', () => {
  let behind: TestCluster
  let server: TestApiServer
  let cluster: Cluster
  const { signal } = new AbortController()
  const listed = () => cluster.list('Pod', { signal, limit: 10 })
  const answering = (status: number, body: string, headers: Record<string, string> = {}) => {
    server.intercept = (_request, response) => {
      response.writeHead(status, headers).end(body)
      return true
    }
  }
  beforeEach(async () => {
    behind = inhabited()
    server = await serveCluster(behind)
    cluster = openKubernetes(access(server.url), clock)
  })
  afterEach(async () => {
    await cluster.close()
    await server.close()
  })

  test('of every kind has its name', async () => {
    const refusals = [
      [401, 'unknown-caller'],
      [403, 'may-not'],
      [404, 'not-found'],
      [410, 'gone'],
      [429, 'busy'],
      [500, 'refused'],
    ] as const
    for (const [status, code] of refusals) {
      answering(status, JSON.stringify({ message: `says ${status}` }))
      expect(await listed()).toMatchObject({ ok: false, error: { code, message: `says ${status}` } })
    }
  })

  test('a refusal by right names verb, group and resource', async () => {
    answering(403, '{}')
    const jobs = await cluster.list('Job', { signal, limit: 1 })
    expect(jobs).toMatchObject({ error: { code: 'may-not', verb: 'list', group: 'batch', resource: 'jobs' } })
    const kubelet = await cluster.kubelet('n-1', '/pods', signal)
    expect(kubelet).toMatchObject({ error: { verb: 'get', group: '', resource: 'nodes/proxy' } })
    const log = await cluster.logs({ namespace: 'a', pod: 'b', container: 'c', signal })
    expect(log).toMatchObject({ error: { verb: 'get', group: '', resource: 'pods/log' } })
  })

  test.each([
    ['7', 7_000],
    [String(limits.clusterMostPause / 1_000), limits.clusterMostPause],
    [String(limits.clusterMostPause / 1_000 + 1), limits.clusterMostPause],
    ['soon', 1_000],
  ])('a pause of %s is one of %i ms', async (header, pause) => {
    answering(503, 'later', { 'retry-after': header })
    expect(await listed()).toMatchObject({ error: { code: 'busy', retryAfter: pause, message: 'later' } })
  })

  test('a page of a proxy on the way becomes words', async () => {
    answering(502, '<html><h1>Bad   gateway</h1></html>')
    expect(await listed()).toMatchObject({ error: { code: 'refused', status: 502, message: 'Bad gateway' } })
    const most = limits.clusterMessageChars
    answering(500, 'x'.repeat(most + 1))
    expect(await listed()).toMatchObject({ error: { message: 'x'.repeat(most) } })
  })

  test('a refusal is read so far and no further', async () => {
    const refusal = (length: number) => `{"message":"no"${' '.repeat(length - 16)}}`
    answering(500, refusal(limits.clusterRefusalBytes))
    expect(await listed()).toMatchObject({ error: { message: 'no' } })
    answering(500, refusal(limits.clusterRefusalBytes + 1))
    expect(await listed()).toMatchObject({ error: { message: 'The cluster answered 500.' } })
  })

  test('a watch asks to be ended, so that a dead connection is noticed', async () => {
    const asked: string[] = []
    server.intercept = (request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(200).end()
      return true
    }
    await cluster.watch('Pod', { signal, resourceVersion: '7' })
    const query = `watch=1&allowWatchBookmarks=true&resourceVersion=7&timeoutSeconds=${limits.clusterWatchSeconds}`
    expect(asked).toEqual([`/api/v1/pods?${query}`])
  })

  test('there are only so many connections; who comes later waits', async () => {
    const waiting: (() => void)[] = []
    let come: () => void = () => undefined
    server.intercept = (_request, response) => {
      waiting.push(() => response.writeHead(404).end())
      come()
      return true
    }
    const full = new Promise<void>(resolve => {
      come = () => waiting.length === limits.clusterSockets && resolve()
    })
    const asked = Array.from({ length: limits.clusterSockets + 1 }, () => listed())
    await full
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(waiting).toHaveLength(limits.clusterSockets)
    const last = new Promise<void>(resolve => {
      come = () => waiting.length > limits.clusterSockets && resolve()
    })
    waiting[0]?.()
    await last
    for (const answer of waiting.slice(1)) answer()
    expect(await Promise.all(asked)).toHaveLength(limits.clusterSockets + 1)
  })

  test.each(['', 'null', '[]', '{"items":[]}', '{"metadata":{"resourceVersion":"1"}}', '{"items":'])(
    'a list like %s cannot be read',
    async body => {
      answering(200, body)
      expect(await listed()).toMatchObject({ error: { code: 'unreadable' } })
    },
  )

  test('an answer has a most of bytes', async () => {
    const most = limits.clusterBodyBytes
    answering(200, ' '.repeat(most))
    expect(await cluster.kubelet('n-1', '/pods', signal)).toMatchObject({ ok: true })
    answering(200, ' '.repeat(most + 1))
    expect(await cluster.kubelet('n-1', '/pods', signal)).toMatchObject({ error: { code: 'unreadable' } })
  })

  test('objects that are none are passed over, the others come', async () => {
    const items = [
      null,
      7,
      {},
      { metadata: { name: 'x' } },
      { metadata: { name: 'a', uid: 'u', resourceVersion: '2' } },
    ]
    answering(200, JSON.stringify({ metadata: { resourceVersion: '3' }, items }))
    const page = await listed()
    expect(page).toMatchObject({ ok: true, value: { items: [{ kind: 'Pod', spec: { containers: [] } }] } })
  })

  test('nobody there', async () => {
    await server.close()
    expect(await listed()).toMatchObject({ error: { code: 'unreachable' } })
  })

  test('nobody answers in time', async () => {
    const asked = new Promise<void>(resolve => {
      server.intercept = () => {
        resolve()
        return true
      }
    })
    const log = cluster.logs({ namespace: 'a', pod: 'b', container: 'c', signal })
    await asked
    late()
    const message = expect.stringContaining(`within ${limits.clusterAnswerWait / 1_000} s`)
    expect(await log).toMatchObject({ error: { code: 'unreachable', message } })
  })

  test('an answer that breaks off', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"metadata"')
      setTimeout(() => response.destroy(), 20)
      return true
    }
    expect(await listed()).toMatchObject({ error: { code: 'unreachable' } })
  })

  test('a file that breaks off says so, one that ends or is given up does not hang', async () => {
    const read = async (then: (response: import('node:http').ServerResponse) => void, asked = signal) => {
      server.intercept = (_request, response) => {
        response.writeHead(200, { 'content-length': '6' }).write('half')
        setTimeout(() => then(response), 20)
        return true
      }
      const bytes = await cluster.kubeletBytes('n-1', '/logs/pods/', asked)
      const seen: string[] = []
      if (bytes.ok) for await (const piece of bytes.value) seen.push(piece.ok ? String(piece.value) : piece.error.code)
      return seen.join(' ')
    }
    expect(await read(response => response.end('of'))).toBe('half of')
    expect(await read(response => response.destroy())).toBe('half unreachable')
    const gone = new AbortController()
    expect(await read(() => gone.abort(), gone.signal)).toBe('half aborted')
  })

  test('a watch that breaks off says so, one that the server ends does not', async () => {
    const watch = async () => {
      const events = await cluster.watch('Pod', { signal, resourceVersion: '10' })
      const seen: string[] = []
      if (events.ok)
        for await (const event of events.value)
          seen.push(event.type === 'ERROR' ? `ERROR ${event.error.code}` : event.type)
      return seen
    }
    const line = `${JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '11' } } })}\n`
    const sending = (then: (response: import('node:http').ServerResponse) => void, ...pieces: string[]) => {
      server.intercept = (_request, response) => {
        response.writeHead(200)
        for (const piece of pieces) response.write(piece)
        setTimeout(() => then(response), 20)
        return true
      }
    }
    sending(response => response.end(), line.slice(0, 9), line.slice(9))
    expect(await watch()).toEqual(['BOOKMARK'])
    sending(response => response.destroy(), line)
    expect(await watch()).toEqual(['BOOKMARK', 'ERROR unreachable'])
    sending(response => response.end(), 'no json\n', line)
    expect(await watch()).toEqual(['ERROR unreadable'])
    sending(response => response.end(), `{"type":"ERROR","object":{"code":410,"message":"old"}}\n`, line)
    expect(await watch()).toEqual(['ERROR gone'])
    sending(response => response.end(), `{"type":"NEWER"}\n${line}`)
    expect(await watch()).toEqual(['BOOKMARK'])
    const most = limits.clusterWatchLineChars
    sending(response => response.end(), `${' '.repeat(most - 1)}\n`, line)
    expect(await watch()).toEqual(['BOOKMARK'])
    sending(response => response.end(), ' '.repeat(most + 1))
    expect(await watch()).toEqual(['ERROR unreadable'])
  })

  test('the credentials are shown; those that are refused are looked at again', async () => {
    const shown: (string | undefined)[] = []
    server.intercept = (request, response) => {
      shown.push(request.headers.authorization)
      response.writeHead(401).end('{}')
      return true
    }
    for (const more of [
      { token: { data: 'abc' } },
      { password: { username: 'a', password: 'b' } },
      { exec: plugin(`echo '{"status":{"token":"made"}}'`) },
    ]) {
      const known = openKubernetes(access(server.url, more), clock)
      expect(await known.list('Pod', { signal, limit: 1 })).toMatchObject({ error: { code: 'unknown-caller' } })
      await known.close()
    }
    expect(shown).toEqual(['Bearer abc', 'Basic YTpi', 'Bearer made'])
  })

  test.each([
    ['echo no json', 'printed no ExecCredential'],
    ['echo "please log in" >&2; exit 3', 'please log in'],
    [`head -c ${limits.clusterExecBytes + 1} /dev/zero`, 'failed'],
  ])('an exec plugin that does %s is told of', async (script, words) => {
    const known = openKubernetes(access(server.url, { exec: plugin(script) }), clock)
    const message = expect.stringContaining(words)
    expect(await known.health(signal)).toMatchObject({ error: { code: 'unknown-caller', message } })
    await known.close()
  })

  test('an exec plugin that takes too long is ended', async () => {
    const known = openKubernetes(access(server.url, { exec: plugin('echo on >&2; exec sleep 1000') }), clock)
    const health = known.health(signal)
    while (late === nobody) await new Promise(resolve => setTimeout(resolve, 5))
    late()
    // The answer's own clock stands first, the program's second.
    await new Promise(resolve => setTimeout(resolve, 5))
    late()
    const message = expect.stringContaining(`longer than ${limits.clusterExecTime / 1_000} s`)
    expect(await health).toMatchObject({ error: { code: 'unknown-caller', message } })
  })

  test('an exec plugin that is not there says how to get it', async () => {
    const exec = { ...plugin(''), command: '/nowhere/aws-iam', installHint: 'Install it.' }
    const known = openKubernetes(access(server.url, { exec }), clock)
    const message = 'The program /nowhere/aws-iam of the kubeconfig is not there. Install it.'
    expect(await known.health(signal)).toMatchObject({ error: { message } })
  })

  test('a file that is not there is named', async () => {
    const known = openKubernetes(access(server.url, { token: { file: '/nowhere/token' } }), clock)
    const message = expect.stringContaining('/nowhere/token')
    expect(await known.health(signal)).toMatchObject({ error: { code: 'unknown-caller', message } })
  })

  test('a certificate that is none is no crash', async () => {
    const known = openKubernetes(
      access('https://127.0.0.1:1', { certificate: { data: 'no' }, key: { data: 'no' } }),
      clock,
    )
    expect(await known.health(signal)).toMatchObject({ ok: false })
    await known.close()
  })
})

const plugin = (script: string) => ({
  ...{ apiVersion: 'client.authentication.k8s.io/v1', command: '/bin/sh', args: ['-c', script] },
  ...{ env: {}, provideClusterInfo: true, installHint: '' },
})

test('what waits has its bounds', () => {
  expect(limits.clusterBodyWait).toBeGreaterThan(limits.clusterAnswerWait)
  expect(limits.clusterCredentialAge).toBeGreaterThan(millis(0))
})
