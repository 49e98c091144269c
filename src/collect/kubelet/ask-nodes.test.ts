import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, millis, ok } from '../../model/index.ts'
import type { Cluster } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { type AskedNode, askNodes } from './ask-nodes.ts'

type Kubelet = Cluster['kubelet']
const cadvisor = 'container_memory_rss{id="/"} 7'
const summary = '{"node":{"memory":{"workingSetBytes":5}},"pods":[]}'
const both: Kubelet = async (_node, path) => ok(path === '/metrics/cadvisor' ? cadvisor : summary)
const open = new AbortController().signal

async function ask(kubelet: Kubelet, nodes: readonly string[] = ['n'], signal = open) {
  const clock = steppedClock()
  const answers: AskedNode[] = []
  const take = (one: AskedNode, at: number) => {
    answers[at] = one
  }
  const asked = askNodes({ kubelet }, clock, nodes, take, signal).then(() => answers)
  return { clock, asked }
}

describe('kubelets', () => {
  test('are asked for both pages', async () => {
    const [answer] = await (await ask(both)).asked
    expect(answer?.reading).toMatchObject({ ok: true, value: { node: { memory: { gauges: { rss: 7 } } } } })
  })

  const missing = err({ code: 'not-found', message: 'no such page' } as const)
  test.each([
    ['cAdvisor alone', async (_n, path) => (path === '/stats/summary' ? missing : ok(cadvisor)), { rss: 7 }],
    ['the summary alone', async (_n, path) => (path === '/stats/summary' ? ok(summary) : missing), { working_set: 5 }],
  ] satisfies [string, Kubelet, object][])('%s is enough', async (_story, kubelet, gauges) => {
    const [answer] = await (await ask(kubelet)).asked
    expect(answer?.reading).toMatchObject({ ok: true, value: { node: { memory: { gauges } } } })
  })

  test.each([
    ['neither page', async () => missing, 'not-found'],
    ['no summary, but rubbish', async (_n, path) => (path === '/stats/summary' ? ok('<html>') : missing), 'unreadable'],
  ] satisfies [string, Kubelet, string][])('%s is trouble', async (_story, kubelet, code) => {
    const [answer] = await (await ask(kubelet)).asked
    expect(answer?.reading).toMatchObject({ ok: false, error: { code } })
  })

  test('what it may not, it asks for once', async () => {
    const asked: string[] = []
    const denied = { code: 'may-not', verb: 'get', group: '', resource: 'nodes/proxy', message: 'no' } as const
    const [answer] = await (
      await ask(async (_node, path) => {
        asked.push(path)
        return err(denied)
      })
    ).asked
    expect(answer?.reading).toEqual(err(denied))
    expect(asked).toHaveLength(1)
  })

  /** Answers when it is told to give up, as a hanging connection. */
  const hangs: Kubelet = (_node, _path, signal) =>
    new Promise(resolve => signal.addEventListener('abort', () => resolve(err({ code: 'aborted' }))))

  test('kubeletsAtOnce of them, and not one more', async () => {
    let [now, most] = [0, 0]
    const nodes = Array.from({ length: limits.kubeletsAtOnce + 1 }, (_, i) => `n${i}`)
    const { clock, asked } = await ask(async (...call) => {
      now += 1
      most = Math.max(most, now)
      const answer = await hangs(...call)
      now -= 1
      return answer
    }, nodes)
    await clock.step(millis(limits.kubeletTime * 2))
    expect(await asked).toHaveLength(nodes.length)
    expect(most).toBe(limits.kubeletsAtOnce)
  })

  test('one that hangs is given up after kubeletTime, not before', async () => {
    const { clock, asked } = await ask(hangs)
    let over = false
    void asked.then(() => {
      over = true
    })
    await clock.step(millis(limits.kubeletTime - 1))
    expect(over).toBe(false)
    await clock.step(millis(1))
    expect((await asked)[0]?.reading).toMatchObject({ ok: false, error: { code: 'unreachable' } })
  })

  test('the caller can stop it', async () => {
    const stopping = new AbortController()
    const { asked } = await ask(hangs, ['n'], stopping.signal)
    stopping.abort()
    expect((await asked)[0]?.reading).toEqual(err({ code: 'aborted' }))
  })
})
