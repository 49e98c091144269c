/** `mangru install` and `uninstall` against an API server in memory: what a person reads, and what happens. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { serveObjects, type TestObjectServer } from '../../collect/kubernetes/test-object-server.ts'
import { limits } from '../../limits.ts'
import type { Clock } from '../../model/index.ts'
import type { Manifest } from '../../model/kubernetes/index.ts'
import { type TestObjectDesk, testObjectDesk } from '../../model/kubernetes/test-object-desk.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { installCommands } from './install.ts'

let cwd: string
let desk: TestObjectDesk
let server: TestObjectServer
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'mangru-install-'))
  desk = testObjectDesk()
  server = await serveObjects(desk)
  const config = {
    'current-context': 'one',
    contexts: [{ name: 'one', context: { cluster: 'arn:aws:eks:eu-west-1:111122223333:cluster/prod' } }],
    clusters: [{ name: 'arn:aws:eks:eu-west-1:111122223333:cluster/prod', cluster: { server: server.url } }],
  }
  writeFileSync(join(cwd, 'kubeconfig'), JSON.stringify(config))
})
afterEach(async () => {
  await server.close()
  rmSync(cwd, { recursive: true, force: true })
})

async function mangru(...words: readonly string[]) {
  const world = testWorld({ cwd, env: { HOME: cwd, KUBECONFIG: 'kubeconfig' } })
  // What is asked over the wire takes real time: nothing is late here, and what is looked for again and again is so at once.
  const clock: Clock = {
    now: world.clock.now,
    sleep: (length, signal) =>
      new Promise(resolve => {
        if (length <= limits.uninstallLook) setTimeout(resolve, 10)
        signal?.addEventListener('abort', () => resolve())
      }),
  }
  const code = await run(words, installCommands, { ...world, clock })
  return { code, out: world.stdout(), err: world.stderr() }
}

interface Spec {
  readonly template: { readonly spec: { readonly containers: readonly { image: string; args: string[] }[] } }
}
const deployment = (namespace = 'mangru') => desk.object(`Deployment ${namespace}/mangru`)?.spec as Spec

describe('install', () => {
  test('prints the plan, does it, and says what to do next; again it has nothing to do', async () => {
    const first = await mangru('install', '--image', 'registry:5000/mangru:9')
    expect(first.code).toBe(0)
    expect(first.out).toContain('create  Deployment             mangru       mangru\n')
    expect(first.err).toContain('namespace mangru:')
    expect(first.err).toContain('kubectl -n mangru port-forward')
    const [container] = deployment().template.spec.containers
    expect(container?.image).toBe('registry:5000/mangru:9')
    expect(container?.args).toContain('--cluster-name=prod')
    const again = await mangru('install', '--image', 'registry:5000/mangru:9')
    expect([again.code, again.out]).toEqual([0, ''])
    expect(again.err).toContain('Everything is there')
  })

  test('a dry run changes nothing', async () => {
    const dry = await mangru('install', '--dry-run', '--json')
    expect([dry.code, desk.names()]).toEqual([0, []])
    expect(JSON.parse(dry.out)).toContainEqual({ deed: 'create', kind: 'Namespace', namespace: '', name: 'mangru' })
    expect(dry.err).toContain('Nothing was changed')
  })

  test('values come from a file, and the command line goes before it', async () => {
    writeFileSync(
      join(cwd, 'v.yaml'),
      'clusterName: from-file\nmemory: 3Gi\nimage: {repository: mine, pullPolicy: Never}\n',
    )
    await mangru('install', '--values', 'v.yaml', '--cluster-name', 'said', '-n', 'watch')
    const [container] = deployment('watch').template.spec.containers
    expect(container).toMatchObject({ image: expect.stringMatching(/^mine:/), imagePullPolicy: 'Never' })
    expect(container?.args).toContain('--cluster-name=said')
  })

  test('--print asks no cluster, and prints all of it', async () => {
    const printed = await mangru('install', '--print')
    expect([printed.code, server.asked]).toEqual([0, []])
    const objects = parseAllDocuments(printed.out).map(document => document.toJS() as Manifest)
    expect(objects.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Namespace', 'Secret', 'Deployment', 'APIService']),
    )
  })

  test.each([
    ['values that are none', 'memmory: 2Gi', 'memmory'],
    ['values of another kind', '- a', 'no map of values'],
    [
      'values that do not go together',
      'tls: {enabled: false}\nfluentBit: {enabled: true}',
      'fluentBit needs tls.enabled',
    ],
    ['no YAML', 'a: [', 'v.yaml'],
  ])('%s are bad usage, told before anything is asked', async (_what, text, words) => {
    writeFileSync(join(cwd, 'v.yaml'), text)
    const { code, err } = await mangru('install', '--values', 'v.yaml')
    expect([code, server.asked]).toEqual([2, []])
    expect(err).toContain(words)
  })

  test.each([
    [['install', '--kubeconfig', 'nowhere'], 'no kubeconfig'],
    [['install', '--context', 'two'], 'no context two'],
    [['install', '-n', 'No_Namespace'], 'not a namespace'],
    [['uninstall', 'everything'], 'one word too many'],
  ])('%j', async (words, told) => {
    const { code, err } = await mangru(...words)
    expect(code).toBe(2)
    expect(err).toContain(told)
  })

  test('a refusal names the object and who may help', async () => {
    desk.fail = (call, what) =>
      call === 'apply' && what.startsWith('ClusterRole ')
        ? { code: 'may-not', verb: 'patch', group: '', resource: 'clusterroles', message: 'escalation' }
        : undefined
    const { code, err } = await mangru('install')
    expect(code).toBe(1)
    expect(err).toContain('ClusterRole mangru:mangru was refused: This account may not patch clusterroles there. ')
  })

  test('a cluster that is away is told in one line', async () => {
    await server.close()
    const { code, err } = await mangru('install')
    expect(code).toBe(1)
    expect(err.trim().split('\n').at(-1)).toMatch(
      /^The cluster cannot be asked: The API server at 127.0.0.1:\d+ cannot be reached/,
    )
    server = await serveObjects(desk)
  })
})

describe('uninstall', () => {
  test('prints the plan and takes all of it away', async () => {
    await mangru('install')
    const dry = await mangru('uninstall', '--dry-run')
    expect(dry.err).toContain('--keep-data keeps it')
    expect(desk.names()).toContain('Deployment mangru/mangru')
    const away = await mangru('uninstall')
    expect([away.code, desk.names()]).toEqual([0, []])
    expect(away.out).toContain('remove  Namespace')
    expect(away.err).toContain('nothing of Mangru is left')
    expect((await mangru('uninstall')).err).toContain('Nothing here was installed')
  })

  test('what is kept is told, in Korean too', async () => {
    await mangru('install')
    desk.put('ConfigMap', { metadata: { name: 'theirs', namespace: 'mangru' } })
    server.silent = ['policy', 'metrics.k8s.io']
    const { code, err } = await mangru('uninstall', '--keep-data', '--lang', 'ko')
    expect(code).toBe(0)
    expect(err).toContain('PersistentVolumeClaim mangru/mangru-data 외 1개')
    expect(err).toContain('*.policy')
    expect(desk.names()).toEqual([
      'ConfigMap mangru/theirs',
      'Namespace mangru',
      'PersistentVolumeClaim mangru/mangru-data',
    ])
  })
})
