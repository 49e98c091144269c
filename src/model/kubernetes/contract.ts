/** What every `Cluster` must do, whoever answers: the cases that the adapters' own tests run. For tests alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Result } from '../result.ts'
import { type AnyObject, type Cluster, type KindName, kindNames, type Pod, type WatchEvent } from './index.ts'

export interface ClusterStage {
  readonly cluster: Cluster
  /** A container that runs and has written at least three lines, a second or more apart. */
  readonly talking: { readonly namespace: string; readonly pod: string; readonly container: string }
  /** A node whose kubelet answers. */
  readonly node: string
  /** Makes the cluster change some pod, sooner or later. */
  change(): Promise<void>
  close(): Promise<void>
}

const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export function clusterContract(name: string, open: () => Promise<ClusterStage>): void {
  describe(`${name} is a cluster`, () => {
    let stage: ClusterStage
    const never = new AbortController().signal
    beforeAll(async () => {
      stage = await open()
    })
    afterAll(() => stage?.close())

    async function listed<K extends KindName>(kind: K, limit: number) {
      const items: AnyObject[] = []
      let from: string | undefined
      for (;;) {
        const page = must(
          await stage.cluster.list(kind, { signal: never, limit, ...(from === undefined ? {} : { from }) }),
        )
        expect(page.items.length).toBeLessThanOrEqual(limit)
        items.push(...page.items)
        from = page.next
        if (from === undefined) return { items, resourceVersion: page.resourceVersion }
      }
    }

    test.each(kindNames)('lists %s by pages, each object once and whole', async kind => {
      const { items, resourceVersion } = await listed(kind, 2)
      expect(resourceVersion).toMatch(/./)
      expect(new Set(items.map(({ metadata }) => metadata.uid)).size).toBe(items.length)
      for (const { kind: told, apiVersion, metadata } of items) {
        expect({ told, apiVersion: apiVersion !== '' }).toEqual({ told: kind, apiVersion: true })
        for (const word of [metadata.name, metadata.uid, metadata.resourceVersion]) expect(word).toMatch(/./)
      }
    })

    test('gives no value of a secret, and none of a config map', async () => {
      for (const kind of ['Secret', 'ConfigMap'] as const) {
        for (const object of (await listed(kind, 100)).items)
          expect(Object.keys(object)).toEqual(expect.not.arrayContaining(['data', 'binaryData', 'stringData']))
      }
    })

    test('watches what happens after a list', async () => {
      const { items, resourceVersion } = await listed('Pod', 1_000)
      const stop = new AbortController()
      const events = must(await stage.cluster.watch('Pod', { signal: stop.signal, resourceVersion }))
      const [first] = await Promise.all([firstChange(events), stage.change()])
      stop.abort()
      expect(first?.object.kind).toBe('Pod')
      const before = items.find(({ metadata }) => metadata.uid === first?.object.metadata.uid)
      expect(first?.type === 'ADDED').toBe(before === undefined)
      expect(first?.object.metadata.resourceVersion).not.toBe(before?.metadata.resourceVersion)
    })

    test('goes on from the version of a change, without telling it again', async () => {
      const { resourceVersion } = await listed('Pod', 1_000)
      const stop = new AbortController()
      const events = must(await stage.cluster.watch('Pod', { signal: stop.signal, resourceVersion }))
      const [first] = await Promise.all([firstChange(events), stage.change()])
      const from = first?.object.metadata.resourceVersion ?? ''
      const later = must(await stage.cluster.watch('Pod', { signal: stop.signal, resourceVersion: from }))
      const [second] = await Promise.all([firstChange(later), stage.change()])
      stop.abort()
      expect(second?.object.metadata.resourceVersion).not.toBe(from)
    })

    test('ends a watch when its signal aborts', async () => {
      const { resourceVersion } = await listed('Node', 1_000)
      const stop = new AbortController()
      const events = must(await stage.cluster.watch('Node', { signal: stop.signal, resourceVersion }))
      stop.abort()
      for await (const event of events) expect(event.type).not.toBe('ERROR')
    })

    test('says of a version that is long gone that it is gone', async () => {
      const events = await stage.cluster.watch('Pod', { signal: never, resourceVersion: '1' })
      if (!events.ok) return expect(events.error.code).toBe('gone')
      for await (const event of events.value)
        return expect(event).toMatchObject({ type: 'ERROR', error: { code: 'gone' } })
      throw new Error('the watch ended without a word')
    })

    test('reads a log, each line with its time', async () => {
      const lines = await logLines({})
      expect(lines.length).toBeGreaterThanOrEqual(3)
      for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d) /)
      const times = lines.map(line => Date.parse(line.split(' ', 1)[0] ?? ''))
      expect(times).toEqual(times.toSorted((one, other) => one - other))
    })

    test('reads the last lines of a log, and those since a time', async () => {
      const lines = await logLines({})
      const tail = await logLines({ tailLines: 1 })
      expect(tail).toHaveLength(1)
      const since = lines.at(-1)?.split(' ', 1)[0] ?? ''
      const later = await logLines({ sinceTime: since })
      expect(later).toContain(lines.at(-1))
      expect(
        later.every(line => Date.parse(line.split(' ', 1)[0] ?? '') >= Math.floor(Date.parse(since) / 1_000) * 1_000),
      ).toBe(true)
    })

    test('says of what is not there that it is not there', async () => {
      const log = await stage.cluster.logs({ ...stage.talking, pod: 'nobody', signal: never })
      expect(log).toMatchObject({ ok: false, error: { code: 'not-found' } })
      const kubelet = await stage.cluster.kubelet('nowhere', '/stats/summary', never)
      expect(kubelet).toMatchObject({ ok: false, error: { code: 'not-found' } })
    })

    test('refuses the log of an instance that never was', async () => {
      const log = await stage.cluster.logs({ ...stage.talking, previous: true, signal: never })
      expect(log).toMatchObject({ ok: false, error: { code: 'refused', status: 400 } })
    })

    test('asks a kubelet for its summary and its pods', async () => {
      const summary = JSON.parse(must(await stage.cluster.kubelet(stage.node, '/stats/summary', never)))
      expect(summary.node.nodeName).toBe(stage.node)
      const pods = JSON.parse(must(await stage.cluster.kubelet(stage.node, '/pods', never))) as { items: Pod[] }
      expect(pods.items.every(({ spec }) => spec.nodeName === stage.node)).toBe(true)
    })

    test('serves the folder of a log and the file in it: the same lines with the same times', async () => {
      const { namespace, pod, container } = stage.talking
      const { items } = await listed('Pod', 1_000)
      const { metadata, spec } = items.find(({ metadata: { name } }) => name === pod) as Pod
      const fileText = async (path: string) => {
        const pieces: Uint8Array[] = []
        for await (const piece of must(await stage.cluster.kubeletBytes(spec.nodeName ?? '', path, never)))
          pieces.push(must(piece))
        return Buffer.concat(pieces).toString()
      }
      const folder = `/logs/pods/${namespace}_${pod}_${metadata.uid}/${container}/`
      expect(await fileText(folder)).toContain('<a href="0.log">0.log</a>')
      const told = (await logLines({})).map(line => /^(\S+) (.*)$/.exec(line)?.slice(1) ?? [])
      const lines = (await fileText(`${folder}0.log`)).trimEnd().split('\n')
      const kept = lines.map(line => /^(\S+) (?:stdout|stderr) F (.*)$/.exec(line)?.slice(1) ?? [line])
      // A runtime leaves zeros at the end of a time out, the log has always nine decimals.
      const known = (line: readonly string[]) => [line[0]?.replace(/\.?0*Z$/, 'Z'), line[1]].join(' ')
      expect(kept.map(known)).toEqual(expect.arrayContaining(told.map(known)))
      const gone = await stage.cluster.kubeletBytes(spec.nodeName ?? '', `${folder}none.log`, never)
      expect(gone).toMatchObject({ ok: false, error: { code: 'not-found' } })
    })

    test('tells its version', async () => {
      expect(must(await stage.cluster.health(never)).version).toMatch(/^v\d+\.\d+/)
    })

    test('does nothing for a caller that is gone', async () => {
      const signal = AbortSignal.abort()
      const asked = [
        stage.cluster.list('Pod', { signal, limit: 1 }),
        stage.cluster.watch('Pod', { signal, resourceVersion: '1' }),
        stage.cluster.logs({ ...stage.talking, signal }),
        stage.cluster.kubelet(stage.node, '/pods', signal),
        stage.cluster.kubeletBytes(stage.node, '/logs/', signal),
        stage.cluster.health(signal),
      ]
      for (const answer of await Promise.all(asked)) expect(answer).toEqual({ ok: false, error: { code: 'aborted' } })
    })

    async function logLines(options: { readonly tailLines?: number; readonly sinceTime?: string }) {
      const decoder = new TextDecoder()
      let text = ''
      for await (const piece of must(await stage.cluster.logs({ ...stage.talking, ...options, signal: never })))
        text += decoder.decode(piece, { stream: true })
      return text.split('\n').filter(line => line !== '')
    }
  })
}

async function firstChange<K extends KindName>(events: AsyncIterable<WatchEvent<K>>) {
  for await (const event of events) {
    if (event.type === 'ERROR') throw new Error(JSON.stringify(event.error))
    if (event.type !== 'BOOKMARK') return event
  }
  return undefined
}
