/**
 * Containers that write logs, for tests: followed, broken anywhere, rotated, over and begun anew, as an API server and a kubelet serve them. Some lines lie in
 * their files in two parts, as runtimes write long ones.
 */
import { gzipSync } from 'node:zlib'
import { err, ok, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError, ContainerStatus, LogOptions, Pod } from '../../model/kubernetes/index.ts'

export interface TestContainers {
  readonly cluster: Pick<Cluster, 'name' | 'logs' | 'kubelet' | 'kubeletBytes'>
  readonly pods: () => readonly Pod[]
  /** Begins a container, or its next instance. */
  begin(pod: string): void
  end(pod: string): void
  remove(pod: string): void
  write(pod: string, ...lines: readonly string[]): void
  /** Rotates a log at a time, as its node's clock shows it. What was rotated before is packed, and only `keep` files stay. */
  rotate(pod: string, at: number): void
  /** Listings and rotated files that were asked for. */
  readonly files: readonly string[]
  /** While it answers an error, a kubelet's files cannot be had; what is asked for is its path. */
  failFiles: (path: string) => ClusterError | undefined
  /** Breaks every connection, after so many more bytes. */
  cut(): void
  /** Connections that are open now, and the most that ever were. */
  readonly open: () => { readonly now: number; readonly most: number }
  /** What was asked for. */
  readonly asked: readonly LogOptions[]
}

interface Instance {
  readonly id: string
  /** Of the file in use. */
  lines: string[]
  rotated: { readonly name: string; readonly lines: readonly string[]; readonly packed: boolean }[]
  over: boolean
}

export function testContainers(keep = 4): TestContainers {
  const instances = new Map<string, Instance[]>()
  const waiting = new Set<() => void>()
  const asked: LogOptions[] = []
  const files: string[] = []
  let [now, most, generation] = [0, 0, 0]
  const wake = () => {
    for (const one of waiting) one()
    waiting.clear()
  }
  const current = (pod: string) => instances.get(pod)?.at(-1)

  async function* bytes(instance: Instance, options: LogOptions): AsyncGenerator<Uint8Array> {
    now += 1
    most = Math.max(most, now)
    const { signal, follow, sinceTime } = options
    const [since, mine] = [Math.floor(Date.parse(sinceTime ?? '1970-01-01T00:00:00Z') / 1_000) * 1_000, generation]
    signal.addEventListener('abort', wake)
    let next = 0
    let lines = instance.lines
    try {
      for (;;) {
        while (next < lines.length) {
          const line = lines[next] ?? ''
          next += 1
          if (Date.parse(line.split(' ', 1)[0] ?? '') < since) continue
          const whole = Buffer.from(`${asTold(line)}\n`)
          // A connection that breaks does so anywhere.
          yield whole.subarray(0, 9)
          if (signal.aborted || generation !== mine) return
          yield whole.subarray(9)
        }
        if (follow && lines !== instance.lines) {
          // A file that was in use and rotated again meanwhile is passed over, as by kubelets.
          lines = instance.lines
          next = 0
          continue
        }
        if (!follow || instance.over || signal.aborted || generation !== mine) return
        await new Promise<void>(resolve => waiting.add(resolve))
      }
    } finally {
      now -= 1
      signal.removeEventListener('abort', wake)
    }
  }

  /** The files of a path that ends with `/`, or the one file. */
  function filesAt(path: string): Result<readonly (readonly [name: string, content: Uint8Array])[], ClusterError> {
    files.push(path)
    const trouble = self.failFiles(path)
    if (trouble !== undefined) return err(trouble)
    const [, pod = '', wanted] = /^\/logs\/pods\/shop_([^_]+)_uid-[^_/]+\/main\/(.*)$/.exec(path) ?? []
    const all = (instances.get(pod) ?? []).flatMap((instance, count) => [
      [`${count}.log`, inFile(instance.lines)] as const,
      ...instance.rotated.map(
        ({ name, lines, packed }) =>
          [`${count}.log.${name}${packed ? '.gz' : ''}`, packed ? gzipSync(inFile(lines)) : inFile(lines)] as const,
      ),
    ])
    const found = wanted === '' ? all : all.filter(([name]) => name === wanted)
    return found.length === 0 ? err({ code: 'not-found', message: '404 page not found' }) : ok(found)
  }

  const self: TestContainers = {
    ...{ asked, files, failFiles: () => undefined },
    open: () => ({ now, most }),
    cluster: {
      name: 'test',
      logs: async options => {
        asked.push(options)
        if (options.signal.aborted) return err({ code: 'aborted' })
        const instance = options.previous ? instances.get(options.pod)?.at(-2) : current(options.pod)
        if (instance === undefined) return err({ code: 'not-found', message: `pods "${options.pod}" not found` })
        return ok(bytes(instance, options))
      },
      kubelet: async (_node, path) => {
        const found = filesAt(path)
        return found.ok
          ? ok(`<pre>\n${found.value.map(([name]) => `<a href="${name}">${name}</a>\n`).join('')}</pre>\n`)
          : found
      },
      kubeletBytes: async (_node, path) => {
        const found = filesAt(path)
        return found.ok ? ok(pieces(found.value[0]?.[1] ?? new Uint8Array())) : found
      },
    },
    rotate: (pod, at) => {
      const instance = current(pod)
      if (instance === undefined) return
      const packed = instance.rotated.map(one => ({ ...one, packed: true })).slice(-(keep - 1))
      const name = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
      instance.rotated = [...packed, { name, lines: instance.lines, packed: false }]
      instance.lines = []
      wake()
    },
    pods: () => [...instances].map(([name, all]) => podOf(name, all)),
    begin: pod => {
      const all = instances.get(pod) ?? []
      all.push({ id: `${pod}${all.length}`, lines: [], rotated: [], over: false })
      instances.set(pod, all)
      wake()
    },
    end: pod => {
      const instance = current(pod)
      if (instance !== undefined) instance.over = true
      wake()
    },
    remove: pod => {
      const instance = current(pod)
      if (instance !== undefined) instance.over = true
      instances.delete(pod)
      wake()
    },
    write: (pod, ...lines) => {
      current(pod)?.lines.push(...lines)
      wake()
    },
    cut: () => {
      generation += 1
      wake()
    },
  }
  return self
}

/** Nine decimals. */
const asTold = (line: string): string =>
  line.replace(/(\.\d+)?Z/, (_all, decimals = '.') => `${decimals.padEnd(10, '0')}Z`)

function inFile(lines: readonly string[]): Uint8Array {
  const written = lines.map((line, at) => {
    const [time = ''] = line.split(' ', 1)
    const [head, text] = [time.replace(/\.?0*Z$/, 'Z'), line.slice(time.length + 1)]
    return at % 3 === 0 && text.length > 1
      ? `${head} stdout P ${text.slice(0, 1)}\n${head} stdout F ${text.slice(1)}\n`
      : `${head} stdout F ${text}\n`
  })
  return Buffer.from(written.join(''))
}

async function* pieces(content: Uint8Array): AsyncGenerator<Result<Uint8Array, ClusterError>> {
  for (let at = 0; at < content.length; at += 333) yield ok(content.subarray(at, at + 333))
}

function podOf(name: string, all: readonly Instance[]): Pod {
  const [before, now] = [all.at(-2), all.at(-1)]
  const terminated = (id: string) => ({ terminated: { exitCode: 0, containerID: `containerd://${id}` } })
  const status: ContainerStatus = {
    ...{ name: 'main', ready: true, restartCount: all.length - 1 },
    ...(now === undefined ? {} : { containerID: `containerd://${now.id}` }),
    ...(now === undefined ? {} : { state: now.over ? terminated(now.id) : { running: {} } }),
    ...(before === undefined ? {} : { lastState: terminated(before.id) }),
  }
  return {
    ...{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1' },
    },
    spec: { nodeName: 'node-1', containers: [{ name: 'main' }] },
    status: { phase: 'Running', containerStatuses: [status] },
  }
}
