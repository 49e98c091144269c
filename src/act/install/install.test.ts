/** Installing and uninstalling against a cluster in memory: what is planned is done, and nothing else. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, instant } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import { testObjectDesk } from '../../model/kubernetes/test-object-desk.ts'
import { carryOut, type MaterialMaker, planInstall } from './install.ts'
import { nameOf } from './plan.ts'
import type { Release } from './release.ts'
import { planUninstall, takeAway } from './uninstall.ts'
import { type InstallValues, installValues } from './values.ts'

const release: Release = { name: 'mangru', namespace: 'mangru', version: '1.2.3' }
const { signal } = new AbortController()
let made = 0
const maker: MaterialMaker = {
  keys: async () => ({ 'writer.id': `A${++made}` }),
  tls: async () => ({ cert: 'C', key: 'K', authority: `authority ${++made}` }),
}
const all = installValues.parse({
  ...{ fluentBit: { enabled: true }, cloudwatchAgent: { enabled: true }, networkPolicy: { enabled: true } },
  ...{ podDisruptionBudget: { enabled: true }, metricsApis: { custom: true, external: true } },
})
const doing = { signal, dryRun: false, force: false }

function steppedClock(): Clock & { slept: number } {
  let now = 0
  const clock = {
    slept: 0,
    now: () => instant(now),
    sleep: async (length: number) => {
      now += length
      clock.slept += 1
    },
  }
  return clock
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const plan = async (desk = testObjectDesk(), values: InstallValues = all) =>
  must(await planInstall(desk, release, values, maker, signal))
const shown = (objects: readonly { object: Parameters<typeof nameOf>[0] }[]) =>
  objects.map(({ object }) => {
    const { kind, namespace, name } = nameOf(object)
    return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
  })

describe('installing', () => {
  test('a plan changes nothing; carried out, all of it is there; again, there is nothing to do', async () => {
    const desk = testObjectDesk()
    const first = await plan(desk)
    expect(desk.names()).toEqual([])
    expect(first.objects.every(({ deed }) => deed === 'create')).toBe(true)
    must(await carryOut(desk, first, doing))
    expect(desk.names()).toEqual(shown(first.objects).sort())
    const again = await plan(desk)
    // Secrets that are there are not made again, so they are not in the plan.
    expect(again.objects.every(({ deed }) => deed === 'keep')).toBe(true)
    expect(shown(again.objects)).not.toContain('Secret mangru/mangru-keys')
    const bundle = ({ objects }: typeof first) => objects.at(-1)?.object.spec as { readonly caBundle: string }
    expect(bundle(again).caBundle).toBe(bundle(first).caBundle)
  })

  test('the account and its rights come before the pod, and the API server is told last', async () => {
    const kinds = (await plan()).objects.map(({ object }) => object.kind)
    expect(kinds[0]).toBe('Namespace')
    expect(kinds.indexOf('ServiceAccount')).toBeLessThan(kinds.indexOf('Deployment'))
    expect(kinds.indexOf('Secret')).toBeLessThan(kinds.indexOf('Deployment'))
    expect(kinds.slice(-3)).toEqual(['APIService', 'APIService', 'APIService'])
  })

  test('of a changed value, only what it changes', async () => {
    const desk = testObjectDesk()
    must(await carryOut(desk, await plan(desk), doing))
    const changed = await plan(desk, { ...all, memory: '4Gi' })
    expect(shown(changed.objects.filter(({ deed }) => deed === 'change'))).toEqual(['Deployment mangru/mangru'])
  })

  test('a namespace that is there is used as it is', async () => {
    const desk = testObjectDesk()
    desk.put('Namespace', { metadata: { name: 'mangru', labels: { team: 'ops' } } })
    const made = await plan(desk)
    expect(made.usesNamespace).toBe(true)
    expect(made.objects.map(({ object }) => object.kind)).not.toContain('Namespace')
  })

  test('who answers metrics.k8s.io already goes on; with always it is a conflict, unless forced', async () => {
    const desk = testObjectDesk()
    const spec = { service: { namespace: 'kube-system', name: 'metrics-server' } }
    desk.put('APIService', { metadata: { name: 'v1beta1.metrics.k8s.io' }, spec }, 'kubectl')
    const auto = await plan(desk, installValues.parse({}))
    expect(auto.metricsServedBy).toBe('kube-system/metrics-server')
    expect(shown(auto.objects)).not.toContain('APIService v1beta1.metrics.k8s.io')
    const always = installValues.parse({ metricsApis: { resource: 'always' } })
    const wanted = await plan(desk, always)
    const conflict = await carryOut(desk, wanted, doing)
    expect(conflict).toMatchObject({ ok: false, error: { at: { kind: 'APIService' }, error: { status: 409 } } })
    must(await carryOut(desk, wanted, { ...doing, force: true }))
    expect(desk.object('APIService v1beta1.metrics.k8s.io')?.spec).toMatchObject({ service: { name: 'mangru' } })
  })

  test('a dry run keeps nothing, and checks what goes into a namespace to come in another', async () => {
    const desk = testObjectDesk()
    must(await carryOut(desk, await plan(desk), { ...doing, dryRun: true }))
    expect(desk.names()).toEqual([])
  })

  test('stops at what is refused, and says where', async () => {
    const desk = testObjectDesk()
    const error: ClusterError = { code: 'may-not', verb: 'patch', group: '', resource: 'clusterroles', message: 'no' }
    desk.fail = (call, what) => (call === 'apply' && what.startsWith('ClusterRole ') ? error : undefined)
    const stopped = await carryOut(desk, await plan(desk), doing)
    expect(stopped).toEqual({
      ok: false,
      error: { at: { kind: 'ClusterRole', namespace: '', name: 'mangru:mangru' }, error },
    })
    expect(desk.names()).toEqual(['Namespace mangru', 'ServiceAccount mangru/mangru'])
  })
})

describe('uninstalling', () => {
  async function installed() {
    const desk = testObjectDesk()
    must(await carryOut(desk, await plan(desk), doing))
    const owner = desk.object('Deployment mangru/mangru')?.metadata.uid ?? ''
    const ownerReferences = [{ kind: 'Deployment', name: 'mangru', uid: owner }]
    const labels = { 'app.kubernetes.io/name': 'mangru', 'app.kubernetes.io/instance': 'mangru' }
    desk.put('Pod', { metadata: { name: 'mangru-1', namespace: 'mangru', labels, ownerReferences } })
    desk.put('ServiceAccount', { metadata: { name: 'default', namespace: 'mangru' } })
    desk.put('ConfigMap', { metadata: { name: 'kube-root-ca.crt', namespace: 'mangru' } })
    desk.put('Event', { metadata: { name: 'e', namespace: 'mangru' } })
    return desk
  }
  const planned = async (desk: ReturnType<typeof testObjectDesk>, keepData = false) =>
    must(await planUninstall(desk, 'mangru', keepData, signal))

  test('takes everything of ours, pods and namespace too, and nothing of others', async () => {
    const desk = await installed()
    desk.put('Namespace', { metadata: { name: 'shop' } })
    desk.put('ClusterRole', { metadata: { name: 'view', labels: { 'app.kubernetes.io/name': 'mangru' } } })
    const other = { 'app.kubernetes.io/managed-by': 'mangru-install', 'mangru/namespace': 'second' }
    desk.put('ClusterRole', { metadata: { name: 'second:mangru', labels: other } })
    desk.slow = 2
    const clock = steppedClock()
    const away = await planned(desk)
    expect(shown(away.objects)[0]).toMatch(/^APIService/)
    expect(shown(away.objects).at(-1)).toBe('Namespace mangru')
    must(await takeAway(desk, 'mangru', away, { signal, dryRun: false, clock }))
    expect(clock.slept).toBeGreaterThan(0)
    expect(desk.names()).toEqual(['ClusterRole second:mangru', 'ClusterRole view', 'Namespace shop'])
    expect((await planned(desk)).objects).toEqual([])
  })

  test('a namespace with things of others stays, with its reason', async () => {
    const desk = await installed()
    desk.put('ConfigMap', { metadata: { name: 'theirs', namespace: 'mangru' } })
    const away = await planned(desk)
    expect(away.keptNamespace).toEqual({
      name: 'mangru',
      because: [{ kind: 'ConfigMap', namespace: 'mangru', name: 'theirs' }],
    })
    must(await takeAway(desk, 'mangru', away, { signal, dryRun: false, clock: steppedClock() }))
    expect(desk.names()).toEqual([
      ...['ConfigMap mangru/kube-root-ca.crt', 'ConfigMap mangru/theirs', 'Event mangru/e', 'Namespace mangru'],
      'ServiceAccount mangru/default',
    ])
  })

  test('kept data keeps its namespace', async () => {
    const desk = await installed()
    const away = await planned(desk, true)
    expect(shown(away.objects)).not.toContain('PersistentVolumeClaim mangru/mangru-data')
    expect(away.keptNamespace?.because).toEqual([
      { kind: 'PersistentVolumeClaim', namespace: 'mangru', name: 'mangru-data' },
    ])
  })

  test('a dry run takes nothing', async () => {
    const desk = await installed()
    const before = desk.names()
    must(await takeAway(desk, 'mangru', await planned(desk), { signal, dryRun: true, clock: steppedClock() }))
    expect(desk.names()).toEqual(before)
  })

  test.each([
    ['at the bound it is told', 10_000_000, false],
    ['what goes just before is waited for', 3, true],
  ])('something holds an object: %s', async (_story, looks, goes) => {
    const desk = await installed()
    const held = { kind: 'Namespace', namespace: '', name: 'mangru' }
    desk.slow = looks
    const clock = steppedClock()
    const done = await takeAway(desk, 'mangru', await planned(desk), { signal, dryRun: false, clock })
    expect(done.ok).toBe(goes)
    if (done.ok) return
    expect(clock.slept).toBe(limits.uninstallWait / limits.uninstallLook)
    expect('left' in done.error && done.error.left).toContainEqual(held)
  })

  test('kinds that cannot be looked at are told, and the rest goes', async () => {
    const desk = await installed()
    const may = (resource: string): ClusterError => ({
      code: 'may-not',
      verb: 'list',
      group: '',
      resource,
      message: '',
    })
    desk.fail = (call, what) => (call === 'list' && what === 'Node' ? may('nodes') : undefined)
    expect((await planned(desk)).unseen).toEqual(['nodes'])
    desk.fail = call => (call === 'list' ? { code: 'unreachable', message: 'gone' } : undefined)
    expect(await planUninstall(desk, 'mangru', false, signal)).toMatchObject({ ok: false })
  })
})
