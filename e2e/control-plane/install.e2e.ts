/**
 * The chart, and `mangru install`: that both make the same objects, that a real API server takes them, that they come and go leaving nothing. The chart's
 * rendering needs helm alone; the rest a cluster, but no node: nothing has to run.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { installObjects, installValues } from '../../src/act/index.ts'
import { openKubernetes, openObjectDesk, readKubeconfig } from '../../src/collect/kubernetes/index.ts'
import { kindNames, type Manifest, resources } from '../../src/model/kubernetes/index.ts'
import { systemClock } from '../../src/server/clock.ts'
import { eventually, findBinaries } from './harness/index.ts'
import { theCluster } from './the-cluster.ts'

const root = join(import.meta.dirname, '..', '..')
const chart = join(root, 'deploy', 'chart', 'mangru')
const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'mangru-install-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const everything = {
  clusterName: 'prod.eu-1',
  image: { repository: 'registry.example:5000/mangru', tag: '1.2', pullPolicy: 'Always', pullSecrets: ['pull'] },
  serviceAccount: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/mangru' } },
  memory: '4Gi',
  cpu: { request: '1', limit: '2' },
  storage: { className: 'gp3', size: '200Gi' },
  watch: { secrets: true, kinds: ['certificates.cert-manager.io', 'stages.kwok.x-k8s.io'] },
  containerInsights: 'classic',
  metricsApis: { resource: 'always', custom: true, external: true },
  listenHost: '[::]',
  service: { type: 'NodePort', annotations: { note: 'yes' } },
  env: [{ name: 'MANGRU_LANG', value: 'ko' }],
  podAnnotations: { 'example.com/a': 'b' },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'tools', operator: 'Exists' }],
  priorityClassName: 'system-cluster-critical',
  fluentBit: { enabled: true, tolerations: [{ key: 'tools', operator: 'Exists' }] },
  cloudwatchAgent: { enabled: true },
  networkPolicy: { enabled: true, from: [{ podSelector: {} }] },
  podDisruptionBudget: { enabled: true, maxUnavailable: 0 },
}

const cases: readonly (readonly [name: string, values: object])[] = [
  ['nothing said', {}],
  ['everything', everything],
  ['every part at its defaults', { ...parts('fluentBit', 'cloudwatchAgent', 'networkPolicy', 'podDisruptionBudget') }],
  ['a namespace of its own, with agents', { namespace: { create: true }, fluentBit: { enabled: true } }],
  ['no TLS', { namespace: { create: true }, tls: { enabled: false }, networkPolicy: { enabled: true } }],
  ['no metrics APIs', { metricsApis: { resource: 'never' }, networkPolicy: { enabled: true } }],
  ['custom metrics alone', { metricsApis: { resource: 'never', custom: true } }],
  ['secrets of the operator', { auth: { existingSecret: 'k' }, tls: { existingSecret: 't', caBundle: 'QQ==' } }],
  ['no volume, no logs', { storage: { ephemeral: true }, podLogs: false, containerInsights: 'none' }],
  ['a volume that is there', { storage: { existingClaim: 'mine' } }],
]

function accessOf(kubeconfig: string) {
  const read = readKubeconfig(readFileSync(kubeconfig, 'utf8'), dirname(kubeconfig), null)
  if (!read.ok) throw new Error(read.error.message)
  const { authority, server } = read.value
  return { server, authority: authority === undefined ? {} : { authority } }
}

function parts(...names: readonly string[]): object {
  return Object.fromEntries(names.map(name => [name, { enabled: true }]))
}

const binaries = findBinaries({ build: false })
const helm = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  if ('missing' in binaries) throw new Error(binaries.missing)
  const ran = spawnSync(binaries.path('helm'), args, {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, ...env },
  })
  if (ran.status !== 0) throw new Error(ran.stderr)
  return ran.stdout
}
const valuesFile = (values: object): string => {
  const file = join(folder, 'values.yaml')
  writeFileSync(file, stringify(values, { version: '1.1' }))
  return file
}
const rendered = (release: string, namespace: string, values: object): string =>
  helm(['template', release, chart, '-n', namespace, '--kube-version', '1.34.4', '-f', valuesFile(values)])
const documents = (text: string): readonly Manifest[] =>
  parseAllDocuments(text)
    .map(document => document.toJS() as Manifest | null)
    .filter(object => object !== null)

/** Without what must differ: who made it, and what is made by chance. */
function comparable(objects: readonly Manifest[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    objects.map(({ kind, metadata, ...object }) => {
      const {
        'app.kubernetes.io/managed-by': _who,
        'helm.sh/chart': _chart,
        ...labels
      } = metadata.labels as Record<string, string>
      const { data, spec } = object as { data?: object; spec?: object }
      const rest =
        kind === 'Secret'
          ? { data: Object.keys(data ?? {}).sort() }
          : kind === 'APIService'
            ? { spec: { ...spec, caBundle: '' } }
            : {}
      return [
        `${kind} ${metadata.namespace ?? ''} ${metadata.name}`,
        { ...object, ...rest, metadata: { ...metadata, labels } },
      ]
    }),
  )
}

describe.skipIf('missing' in binaries)('the chart', () => {
  test.each(cases)('makes what mangru install makes: %s', (_name, said) => {
    for (const [name, namespace] of [
      ['mangru', 'mangru'],
      ['watch', 'monitoring'],
    ] as const) {
      const values = installValues.parse(said)
      const made = 'made'
      const objects = installObjects({ name, namespace, version }, values, {
        ...(values.auth.existingSecret === ''
          ? {
              keys: Object.fromEntries(
                ['operator', 'writer'].flatMap(role =>
                  ['id', 'secret', 'token'].map(part => [`${role}.${part}`, made]),
                ),
              ),
            }
          : {}),
        ...(values.tls.enabled && values.tls.existingSecret === ''
          ? { tls: { cert: made, key: made, authority: made } }
          : {}),
        caBundle: values.tls.caBundle,
      })
      expect(comparable(documents(rendered(name, namespace, said)))).toEqual(comparable(objects))
    }
  })

  test.each([
    [{ tls: { enabled: false }, metricsApis: { external: true } }, 'metricsApis needs tls.enabled'],
    [{ tls: { enabled: false }, fluentBit: { enabled: true } }, 'fluentBit needs tls.enabled'],
    [{ tls: { existingSecret: 't' }, metricsApis: { resource: 'always' } }, 'needs tls.caBundle'],
    [{ memmory: '2Gi' }, 'memmory'],
    [{ memory: 'much' }, 'memory'],
  ])('refuses values that cannot be: %j', (values, words) => {
    expect(() => rendered('mangru', 'mangru', values)).toThrow(words)
  })

  test('is well formed, by helm’s own eyes', () => {
    expect(helm(['lint', chart, '--strict', '--kube-version', '1.34.4', '-f', valuesFile(everything)])).toContain(
      '0 chart(s) failed',
    )
  })
})

const it = theCluster()

describe.skipIf(it === undefined)('in a real cluster', () => {
  const { plane } = (it ?? {}) as NonNullable<typeof it>
  const names = (text: string) => text.split('\n').filter(Boolean).sort()
  let known: readonly string[] | undefined
  /** Every object of every kind that can be listed, but what the cluster writes on its own. */
  const all = (): readonly string[] => {
    known ??= names(plane.kubectl(['api-resources', '--verbs=list', '-o', 'name']))
    const kinds = known.filter(
      kind =>
        !/^(events|leases|endpointslices|endpoints|componentstatuses|pods|nodes|csinodes|ipaddresses|.*metrics)/.test(
          kind,
        ),
    )
    return names(plane.kubectl(['get', kinds.join(','), '-A', '-o', 'name', '--ignore-not-found']))
  }
  const mangru = (...args: readonly string[]) =>
    spawnSync(join(root, 'bin', 'mangru'), [...args, '--kubeconfig', plane.kubeconfig], {
      encoding: 'utf8',
      cwd: folder,
    })
  const many = { ...everything, image: {}, priorityClassName: '', storage: {}, listenHost: '0.0.0.0' }

  test('the API server takes what the chart makes, by its dry run', () => {
    const text = rendered('mangru', 'default', many)
    const told = plane.kubectl(['apply', '--server-side', '--dry-run=server', '--validate=strict', '-f', '-'], text)
    expect(names(told)).toHaveLength(documents(text).length)
  })

  test('helm installs it, again without new secrets, and takes it away leaving nothing', async () => {
    const before = all()
    const env = { KUBECONFIG: plane.kubeconfig }
    const upgrade = [
      'upgrade',
      '--install',
      'mangru',
      chart,
      '-n',
      'by-helm',
      '--create-namespace',
      '-f',
      valuesFile(many),
    ]
    helm(upgrade, env)
    const secret = () =>
      plane.kubectl(['get', 'secret', '-n', 'by-helm', 'mangru-keys', 'mangru-tls', '-o', 'jsonpath={.items[*].data}'])
    const first = secret()
    helm(upgrade, env)
    expect(secret()).toBe(first)
    expect(plane.kubectl(['get', 'apiservice', 'v1beta1.metrics.k8s.io', '-o', 'name'])).toContain('v1beta1')
    helm(['uninstall', 'mangru', '-n', 'by-helm', '--wait'], env)
    plane.kubectl(['delete', 'namespace', 'by-helm'])
    await eventually('nothing to be left', async () => JSON.stringify(all()) === JSON.stringify(before))
  })

  test('mangru installs it, finds nothing to do the second time, and takes it away leaving nothing', async () => {
    const before = all()
    const values = valuesFile(many)
    const dry = mangru('install', '--dry-run', '--json', '--values', values)
    expect([dry.status, dry.stderr]).toEqual([0, expect.stringContaining('Nothing was changed')])
    expect(all()).toEqual(before)
    expect(mangru('install', '--values', values).status).toBe(0)
    const there = all().filter(name => !before.includes(name))
    const planned = JSON.parse(dry.stdout) as readonly { kind: string; name: string }[]
    for (const { kind, name } of planned)
      expect(there.some(one => one.toLowerCase().startsWith(kind.toLowerCase()) && one.endsWith(`/${name}`))).toBe(true)
    const again = mangru('install', '--values', values, '--json')
    expect(JSON.parse(again.stdout).every(({ deed }: { deed: string }) => deed === 'keep')).toBe(true)

    const dryAway = mangru('uninstall', '--dry-run')
    expect([dryAway.status, dryAway.stderr]).toEqual([0, expect.stringContaining('Nothing was changed')])
    expect(all().filter(name => !before.includes(name))).toEqual(there)
    const away = mangru('uninstall')
    expect([away.status, away.stderr]).toEqual([0, expect.stringContaining('nothing of Mangru is left')])
    expect(all()).toEqual(before)
  })

  test('with the account that it makes, everything is seen but Secrets, and nothing can be changed', async () => {
    expect(mangru('install', '-n', 'rights').status).toBe(0)
    const token = plane.kubectl(['create', 'token', 'mangru', '-n', 'rights']).trim()
    const { authority, server } = accessOf(plane.kubeconfig)
    const access = { context: 'account', cluster: 'e2e', server, insecure: false, token: { data: token }, ...authority }
    const cluster = openKubernetes(access, systemClock)
    const desk = openObjectDesk(access, systemClock)
    const { signal } = new AbortController()
    try {
      for (const kind of kindNames) {
        const listed = await cluster.list(kind, { signal, limit: 1 })
        expect([kind, listed.ok || listed.error.code]).toEqual([kind, kind === 'Secret' ? 'may-not' : true])
        if (!listed.ok) continue
        const watched = await cluster.watch(kind, {
          signal: AbortSignal.timeout(1_000),
          resourceVersion: listed.value.resourceVersion,
        })
        expect([kind, watched.ok]).toEqual([kind, true])
      }
      const health = await cluster.health(signal)
      expect(health.ok && health.value.checks.length).toBeGreaterThan(10)
      // There is no such node or pod: what is asked is whether the account may.
      const kubelet = await cluster.kubelet('nowhere', '/stats/summary', signal)
      expect(kubelet.ok || kubelet.error.code).toBe('not-found')
      const logs = await cluster.logs({ namespace: 'default', pod: 'none', container: 'c', signal })
      expect(logs.ok || logs.error.code).toBe('not-found')
      const map = { resource: resources.ConfigMap, namespace: 'rights', name: 'mine' }
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'mine', namespace: 'rights' } }
      expect(await desk.apply(map, object, { signal, dryRun: false, force: false })).toMatchObject({
        error: { code: 'may-not' },
      })
      const account = { ...map, resource: { ...map.resource, plural: 'serviceaccounts' }, name: 'mangru' }
      expect(await desk.remove(account, { signal, dryRun: false })).toMatchObject({ error: { code: 'may-not' } })
      const rules = names(plane.kubectl(['auth', 'can-i', '--list', '--as=system:serviceaccount:rights:mangru']))
      expect(rules.filter(rule => /\*\.\*|\b(patch|update|delete|escalate|impersonate|bind)\b/.test(rule))).toEqual([])
    } finally {
      await cluster.close()
      desk.close()
      expect(mangru('uninstall', '-n', 'rights').status).toBe(0)
    }
  })

  test('a namespace with things of others stays with them; the volume stays when it is asked for', async () => {
    expect(mangru('install', '-n', 'shared').status).toBe(0)
    plane.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', namespace: 'shared' }, data: {} })
    expect(mangru('uninstall', '-n', 'shared', '--keep-data').status).toBe(0)
    const left = plane.kubectl(['get', 'cm,pvc,deploy,secret,sa', '-n', 'shared', '-o', 'name'])
    expect(names(left)).toEqual([
      ...['configmap/kube-root-ca.crt', 'configmap/theirs', 'persistentvolumeclaim/mangru-data'],
      'serviceaccount/default',
    ])
    plane.kubectl(['delete', 'cm', 'theirs', '-n', 'shared'])
    expect(mangru('uninstall', '-n', 'shared').stderr).toContain('nothing of Mangru is left')
    expect(plane.kubectl(['get', 'ns', 'shared', '--ignore-not-found'])).toBe('')
  })

  test('who answers metrics.k8s.io already goes on answering, whether helm or mangru installs', () => {
    const theirs = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        ...{ group: 'metrics.k8s.io', version: 'v1beta1', groupPriorityMinimum: 100, versionPriority: 100 },
        ...{ insecureSkipTLSVerify: true, service: { name: 'metrics-server', namespace: 'kube-system' } },
      },
    }
    plane.apply(theirs)
    try {
      // Planned alone: while an API is silent, the cluster finishes no deletion of a namespace.
      const env = { KUBECONFIG: plane.kubeconfig }
      const byHelm = helm(['install', 'mangru', chart, '-n', 'default', '--dry-run=server'], env)
      expect(byHelm).toContain('kind: Deployment')
      expect(byHelm).not.toContain('kind: APIService')
      const made = mangru('install', '--dry-run', '--json')
      expect([made.status, made.stderr]).toEqual([0, expect.stringContaining('kube-system/metrics-server')])
      expect(made.stdout).toContain('Deployment')
      expect(made.stdout).not.toContain('APIService')
    } finally {
      plane.kubectl(['delete', 'apiservice', 'v1beta1.metrics.k8s.io'])
    }
  })
})
