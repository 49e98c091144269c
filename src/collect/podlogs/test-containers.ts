/** Containers that write logs, for tests: followed, broken anywhere, over and begun anew, as an API server serves them. */
import { err, ok } from '../../model/index.ts'
import type { Cluster, ContainerStatus, LogOptions, Pod } from '../../model/kubernetes/index.ts'

export interface TestContainers {
  readonly cluster: Pick<Cluster, 'name' | 'logs'>
  readonly pods: () => readonly Pod[]
  /** Begins a container, or its next instance. */
  begin(pod: string): void
  end(pod: string): void
  remove(pod: string): void
  write(pod: string, ...lines: readonly string[]): void
  /** Breaks every connection, after so many more bytes. */
  cut(): void
  /** Connections that are open now, and the most that ever were. */
  readonly open: () => { readonly now: number; readonly most: number }
  /** What was asked for. */
  readonly asked: readonly LogOptions[]
}

interface Instance {
  readonly id: string
  readonly lines: string[]
  over: boolean
}

export function testContainers(): TestContainers {
  const instances = new Map<string, Instance[]>()
  const waiting = new Set<() => void>()
  const asked: LogOptions[] = []
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
    try {
      for (;;) {
        while (next < instance.lines.length) {
          const line = instance.lines[next] ?? ''
          next += 1
          if (Date.parse(line.split(' ', 1)[0] ?? '') < since) continue
          const whole = Buffer.from(`${line}\n`)
          // A connection that breaks does so anywhere.
          yield whole.subarray(0, 9)
          if (signal.aborted || generation !== mine) return
          yield whole.subarray(9)
        }
        if (!follow || instance.over || signal.aborted || generation !== mine) return
        await new Promise<void>(resolve => waiting.add(resolve))
      }
    } finally {
      now -= 1
      signal.removeEventListener('abort', wake)
    }
  }

  return {
    asked,
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
    },
    pods: () => [...instances].map(([name, all]) => podOf(name, all)),
    begin: pod => {
      const all = instances.get(pod) ?? []
      all.push({ id: `${pod}${all.length}`, lines: [], over: false })
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
