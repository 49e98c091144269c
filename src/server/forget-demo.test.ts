/** What a demo left is taken away, and nothing else. */
import { expect, test } from 'vitest'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import { limits } from '../limits.ts'
import { err, ok } from '../model/index.ts'
import type { LogGroup } from '../store/settings/index.ts'
import { type ForgetPorts, forgetDemo } from './forget-demo.ts'

const name = (cluster: string, kind: string) => `/aws/containerinsights/${cluster}/${kind}`

async function forgotten(tagged: readonly string[], others: readonly string[], more: Partial<ForgetPorts> = {}) {
  const names = [...tagged, ...others].sort()
  const [removed, cleared, said] = [[] as string[], [] as string[], [] as string[]]
  const settings: ForgetPorts['settings'] = {
    groups: async ({ prefix = '', after = '', limit }) =>
      ok(
        names
          .filter(one => one.startsWith(prefix) && one > after)
          .slice(0, limit)
          .map(one => ({ name: one, id: names.indexOf(one) }) as LogGroup),
      ),
    tags: async id => ok(tagged.includes(names[id] ?? '') ? { 'mangru:demo': 'true' } : { 'mangru:demo': 'no' }),
    remove: async one => {
      if (one.endsWith('kept')) return err({ code: 'protected' })
      removed.push(one)
      return ok({} as LogGroup)
    },
  }
  const objects = {
    forget: async (cluster: string) => {
      cleared.push(cluster)
      return ok(undefined)
    },
  }
  await forgetDemo({ settings, objects, clock: steppedClock(), watched: [], ...more }, line => void said.push(line))
  return { removed, cleared, said }
}

test('groups with the tag go, with the objects of their cluster; others stay', async () => {
  const tagged = [name('demo', 'application'), name('demo', 'performance')]
  const { removed, cleared, said } = await forgotten(tagged, [
    name('prod', 'application'),
    name('demo', 'mine'),
    '/demo',
  ])
  expect([removed, cleared]).toEqual([tagged, ['demo']])
  expect(said).toEqual(["The demo is off: 2 of its log groups and its cluster's objects were removed."])
})

test('a cluster that is looked at keeps its objects; a protected group is told of', async () => {
  const { removed, cleared, said } = await forgotten([name('demo', 'kept')], [], { watched: ['demo'] })
  expect([removed, cleared]).toEqual([[], []])
  expect(said).toEqual([`The demo's log group ${name('demo', 'kept')} stays: protected.`])
})

test('objects that cannot be taken away are told, and their groups stay for the next start', async () => {
  const away = { forget: async () => err({ code: 'unavailable', message: 'the engine is away' } as const) }
  const tagged = [name('demo', 'application'), name('demo', 'performance')]
  const { removed, said } = await forgotten(tagged, [], { objects: away })
  expect(removed).toEqual([])
  expect(said).toEqual(["The demo's objects of the cluster demo stay: the engine is away."])
})

test('all pages are looked through, and nothing is said where nothing was left', async () => {
  const many = Array.from({ length: limits.demoGroupPage + 1 }, (_, n) =>
    name('demo', `g${String(n).padStart(4, '0')}`),
  )
  expect((await forgotten(many, [])).removed).toHaveLength(limits.demoGroupPage + 1)
  expect((await forgotten([], [name('prod', 'x')])).said).toEqual([])
})
