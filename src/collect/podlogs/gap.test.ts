/** What was rotated while nobody read it. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { millis } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import { collecting } from './test-collecting.ts'

const folder = '/logs/pods/shop_web_uid-web/main/'

/** A container whose first line is stored, and a log that is broken off and rotated so many times, a line each; the last line is in the file in use. */
async function away(rotations: number, keep?: number) {
  const collected = collecting(keep)
  const { clock, containers, start, write, stored } = collected
  containers.begin('web')
  write('web', 'first')
  const logs = start()
  await clock.step(millis(3_000))
  const rotate = async () => {
    await clock.step(millis(1_000))
    containers.rotate('web', clock.now())
  }
  const written = ['first']
  const say = (text: string) => {
    written.push(text)
    write('web', text)
  }
  containers.cut()
  for (let i = 0; i < rotations; i++) {
    say(`missed ${i}`)
    containers.rotate('web', clock.now() + i * 1_000)
  }
  const back = () => clock.step(millis(limits.podLogAgain + limits.podLogGapWait + 60_000))
  return {
    ...collected,
    logs,
    rotate,
    written,
    say,
    back,
    missed: () => written.filter(one => !stored('web').includes(one)),
  }
}

describe('a log that was rotated while its connection was away', () => {
  test('is read from its last line on, from one rotated file and from several, packed or not', async () => {
    for (const rotations of [1, 2, 4]) {
      const { say, back, stored, written, logs, told } = await away(rotations)
      say('last')
      await back()
      expect(stored('web')).toEqual(written)
      expect(told).toEqual([])
      await logs.stop()
    }
  })

  test('no file is asked for where it was not rotated', async () => {
    const { say, back, stored, written, containers, logs } = await away(0)
    say('last')
    await back()
    expect([stored('web'), containers.asked.length, containers.files]).toEqual([written, 2, []])
    await logs.stop()
  })

  test('only files from the last known line on are read whole, and the next time none of them', async () => {
    const { say, back, containers, clock, rotate, logs, stored, written } = await away(1)
    say('second')
    await back()
    const first = [...containers.files]
    expect(first).toEqual([folder, expect.stringMatching(/0\.log\.\d{8}-\d{6}$/)])
    containers.cut()
    say('third')
    await rotate()
    say('fourth')
    await back()
    // The newest is looked at, and begins after the last known line: so does not the one before it, which was read.
    const files = containers.files.slice(first.length)
    expect(files[0]).toBe(folder)
    expect(new Set(files.slice(1)).size).toBe(1)
    containers.cut()
    await clock.step(millis(20_000))
    expect(containers.files).toHaveLength(first.length + files.length)
    expect(stored('web')).toEqual(written)
    await logs.stop()
  })

  test('and silent since: it is looked for after podLogGapWait, not before', async () => {
    const { clock, containers, logs, missed } = await away(1)
    // It is opened again within podLogAgain and a look.
    await clock.step(millis(limits.podLogAgain + limits.podLogFlushEvery))
    expect(containers.asked).toHaveLength(2)
    await clock.step(millis(limits.podLogGapWait - limits.podLogFlushEvery - 1))
    expect(containers.files).toEqual([])
    await clock.step(millis(3_000))
    expect(missed()).toEqual([])
    await logs.stop()
  })

  test('while Mangru was stopped, and its container began anew: the end of the one before is read, in its own stream', async () => {
    const { clock, containers, start, store, logs, say, rotate, missed } = await away(0)
    await logs.stop()
    say('second')
    await rotate()
    say('third')
    containers.end('web')
    containers.begin('web')
    say('fourth')
    const again = start()
    await clock.step(millis(60_000))
    expect(missed()).toEqual([])
    const ids = store
      .messages('/aws/containerinsights/test/application')
      .map(text => JSON.parse(text).kubernetes.docker_id)
    expect(ids).toEqual(['web0', 'web0', 'web0', 'web1'])
    await again.stop()
  })

  test('between two turns, where logs take turns', async () => {
    const { clock, containers, start, write, stored } = collecting()
    for (let i = 0; i <= limits.podLogFollows; i++) containers.begin(`pod-${i}`)
    write('pod-7', 'one')
    const logs = start()
    await clock.step(millis(limits.podLogTurn * 2))
    for (const text of ['two', 'three', 'four']) {
      write('pod-7', text)
      containers.rotate('pod-7', clock.now())
      await clock.step(millis(1_500))
    }
    await clock.step(millis(limits.podLogTurn * 3))
    expect(stored('pod-7')).toEqual(['one', 'two', 'three', 'four'])
    await logs.stop()
  })

  test('and once more between the listing and the reading', async () => {
    const { say, back, stored, written, containers, clock, logs } = await away(1)
    say('second')
    let times = 0
    containers.failFiles = path => {
      if (path === folder && times++ === 0)
        queueMicrotask(() => {
          containers.rotate('web', clock.now() + 10_000)
          say('third')
        })
      return undefined
    }
    await back()
    expect(stored('web')).toEqual(written)
    await logs.stop()
  })

  test('and once more between the opening and the listing: what comes by the connection is not read twice', async () => {
    const { say, back, stored, written, containers, clock, logs } = await away(1)
    for (const text of ['second', 'third']) say(text)
    let times = 0
    containers.failFiles = path => {
      if (path === folder && times++ === 0) {
        containers.rotate('web', clock.now() + 10_000)
        say('fourth')
      }
      return undefined
    }
    await back()
    expect(stored('web')).toEqual(written)
    await logs.stop()
  })

  test('so often that its kubelet has not kept all of it: what there is is read, and it is told once', async () => {
    const { say, back, missed, told, logs } = await away(4, 2)
    say('last')
    await back()
    expect(missed()).toEqual(['missed 0', 'missed 1'])
    expect(told).toEqual([expect.stringContaining('containerLogMaxFiles')])
    await logs.stop()
  })

  test('podLogRotatedFiles are looked at, one more is not', async () => {
    for (const [rotations, lost] of [
      [limits.podLogRotatedFiles, []],
      [limits.podLogRotatedFiles + 1, ['missed 0']],
    ] as const) {
      const { say, back, missed, logs } = await away(rotations, 100)
      say('last')
      await back()
      expect(missed()).toEqual(lost)
      await logs.stop()
    }
  })
})

describe('rotated files that cannot be read', () => {
  const rightMissing: ClusterError = {
    code: 'may-not',
    verb: 'get',
    group: '',
    resource: 'nodes/proxy',
    message: 'not for you',
  }
  test.each<[string, ClusterError]>([
    ['no right', rightMissing],
    ['switched off', { code: 'refused', status: 405, message: 'logs endpoint is disabled.' }],
    ['no such folder', { code: 'not-found', message: '404 page not found' }],
  ])('%s: told once, and the log goes on', async (_why, error) => {
    const { say, back, missed, told, containers, rotate, logs } = await away(1)
    containers.failFiles = () => error
    say('second')
    await back()
    expect(missed()).toEqual(['missed 0'])
    expect(told).toEqual([expect.stringContaining('message' in error ? error.message : '')])
    expect(containers.files).toHaveLength(1)
    containers.cut()
    say('third')
    await rotate()
    say('fourth')
    await back()
    expect(told).toHaveLength(1)
    await logs.stop()
  })

  test('a kubelet that fails for a while costs nothing', async () => {
    const { say, back, stored, written, told, containers, logs } = await away(2)
    let left = limits.podLogGapTries - 1
    containers.failFiles = () => (left-- > 0 ? { code: 'unreachable', message: 'gone' } : undefined)
    say('last')
    await back()
    expect(stored('web')).toEqual(written)
    expect(told).toEqual([])
    await logs.stop()
  })

  test('one that fails podLogGapTries times is let be, and the log goes on', async () => {
    const { say, back, missed, told, containers, logs } = await away(2)
    containers.failFiles = () => ({ code: 'refused', status: 500, message: 'broken' })
    say('last')
    await back()
    expect(containers.files).toHaveLength(limits.podLogGapTries)
    expect(missed()).toEqual(['missed 0', 'missed 1'])
    expect(told).toEqual([expect.stringContaining('broken')])
    await logs.stop()
  })

  test('a file that goes away meanwhile: the others are read, and it is told', async () => {
    const { say, back, missed, told, containers, logs } = await away(2)
    containers.failFiles = path => (path.endsWith('.gz') ? { code: 'not-found', message: 'gone' } : undefined)
    say('last')
    await back()
    expect(missed()).toEqual(['missed 0'])
    expect(told).toEqual([expect.stringContaining('containerLogMaxFiles')])
    await logs.stop()
  })

  test('podLogGapsAtOnce are read at the same time, one more waits', async () => {
    const { clock, containers, start, write, stored } = collecting()
    const pods = Array.from({ length: limits.podLogGapsAtOnce + 1 }, (_, i) => `pod-${i}`)
    for (const pod of pods) {
      containers.begin(pod)
      write(pod, 'one')
    }
    const logs = start()
    await clock.step(millis(3_000))
    containers.cut()
    for (const pod of pods) {
      write(pod, 'two')
      containers.rotate(pod, clock.now())
      write(pod, 'three')
    }
    const listed = containers.cluster.kubelet
    const held: (() => void)[] = []
    Object.assign(containers.cluster, {
      kubelet: async (...call: Parameters<typeof listed>) => {
        await new Promise<void>(resolve => held.push(resolve))
        return listed(...call)
      },
    })
    await clock.step(millis(20_000))
    expect(held).toHaveLength(limits.podLogGapsAtOnce)
    for (const goOn of held.splice(0)) goOn()
    await clock.step(millis(1))
    expect(held).toHaveLength(1)
    for (const goOn of held.splice(0)) goOn()
    await clock.step(millis(3_000))
    for (const pod of pods) expect(stored(pod)).toEqual(['one', 'two', 'three'])
    await logs.stop()
  })
})
