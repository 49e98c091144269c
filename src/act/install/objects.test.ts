/** What an installation may and may not do: rights, the restricted profile of pod security, and values that do not go together. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { kindNames, type Manifest, resources } from '../../model/kubernetes/index.ts'
import { metricsApiRules, secretsRule, watchRules } from './access-rules.ts'
import { installObjects, resourceOf } from './objects.ts'
import { fullName } from './release.ts'
import { installValues, troubleIn } from './values.ts'

const release = { name: 'mangru', namespace: 'mangru', version: '1.2.3' }
const material = { keys: { 'writer.id': 'A' }, tls: { cert: 'C', key: 'K', authority: 'A' }, caBundle: 'QQ==' }
const objects = (said: object = {}) => installObjects(release, installValues.parse(said), material)
const one = (kind: string, said: object = {}) => objects(said).find(object => object.kind === kind)
// biome-ignore lint/suspicious/noExplicitAny: objects of every kind
const specOf = (object: Manifest | undefined): any => object?.spec

describe('rights', () => {
  const all = [...watchRules, secretsRule, ...metricsApiRules]

  test('nothing may be changed, and nothing is meant by a star', () => {
    for (const { verbs, resources: named = [], nonResourceURLs = [], reason } of all) {
      const asking = named.includes('subjectaccessreviews')
      expect(verbs.filter(verb => !['get', 'list', 'watch', ...(asking ? ['create'] : [])].includes(verb))).toEqual([])
      expect([...named, ...nonResourceURLs, ...verbs].join(' ')).not.toContain('*')
      expect(reason).toMatch(/\.$/)
    }
  })

  test('every kind that is looked at has its right, secrets only when they are asked for', () => {
    const may = (
      rules: readonly { apiGroups?: readonly string[]; resources?: readonly string[]; verbs: readonly string[] }[],
    ) =>
      kindNames.filter(kind => {
        const { group, plural } = resources[kind]
        return rules.some(
          rule =>
            rule.apiGroups?.includes(group) &&
            rule.resources?.includes(plural) &&
            rule.verbs.includes('list') &&
            rule.verbs.includes('watch'),
        )
      })
    expect(may(watchRules)).toEqual(kindNames.filter(kind => kind !== 'Secret'))
    const ruled = (said: object) => (one('ClusterRole', said)?.rules ?? []) as never
    expect(may(ruled({ watch: { secrets: true } }))).toEqual(kindNames)
    expect(may(ruled({}))).not.toContain('Secret')
  })

  test('of custom resources exactly those that were chosen', () => {
    const kinds = ['certificates.cert-manager.io', 'stages.kwok.x-k8s.io']
    const rules = (one('ClusterRole', { watch: { kinds } })?.rules ?? []) as readonly {
      resources?: readonly string[]
    }[]
    expect(rules.filter(({ resources: named = [] }) => /^(certificates|stages)$/.test(named.join()))).toEqual([
      { apiGroups: ['cert-manager.io'], resources: ['certificates'], verbs: ['list', 'watch'] },
      { apiGroups: ['kwok.x-k8s.io'], resources: ['stages'], verbs: ['list', 'watch'] },
    ])
    const [container] = specOf(one('Deployment', { watch: { kinds } })).template.spec.containers
    expect(container.args).toContain(`--watch-kinds=${kinds.join()}`)
    expect(installValues.safeParse({ watch: { kinds: ['*'] } }).success).toBe(false)
  })

  test('without metrics APIs nobody is asked who may what', () => {
    const text = JSON.stringify(objects({ metricsApis: { resource: 'never' } }))
    expect(text).not.toContain('subjectaccessreviews')
    expect(text).not.toContain('extension-apiserver-authentication-reader')
    expect(text).not.toContain('APIService')
  })
})

test('the pod keeps to the restricted profile', () => {
  const { template } = specOf(one('Deployment'))
  const { securityContext: pod, containers, volumes, hostNetwork, hostPID } = template.spec
  expect(pod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } })
  expect(pod.runAsUser).toBeGreaterThan(0)
  for (const { securityContext } of containers)
    expect(securityContext).toEqual({
      ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      capabilities: { drop: ['ALL'] },
    })
  const kinds = volumes.flatMap((volume: object) => Object.keys(volume).filter(key => key !== 'name'))
  expect(kinds.filter((kind: string) => !['emptyDir', 'secret', 'persistentVolumeClaim'].includes(kind))).toEqual([])
  expect([hostNetwork, hostPID]).toEqual([undefined, undefined])
  expect(one('Namespace', { namespace: { create: true } })?.metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
  })
})

test.each([
  [{}, ['--pod-logs', '--container-insights=enhanced', '--metrics-api-listen=0.0.0.0:8443'], []],
  [{ fluentBit: { enabled: true } }, ['--no-pod-logs'], ['--pod-logs']],
  [{ cloudwatchAgent: { enabled: true } }, ['--container-insights=off'], []],
  [{ containerInsights: 'none', podLogs: false }, ['--container-insights=off', '--no-pod-logs'], []],
  [
    { tls: { enabled: false } },
    ['--listen=0.0.0.0:7070'],
    ['--tls-listen=0.0.0.0:7443', '--metrics-api-listen=0.0.0.0:8443'],
  ],
  [{ listenHost: '[::]' }, ['--listen=[::]:7070', '--tls-listen=[::]:7443'], []],
])('what the pod is told: %j', (said, told, not) => {
  const { args } = specOf(one('Deployment', said)).template.spec.containers[0]
  expect(args).toEqual(expect.arrayContaining([...told]))
  for (const word of not) expect(args).not.toContain(word)
})

test('agents send with the key of a writer, and trust the authority that was made', () => {
  const { containers, volumes } = specOf(one('DaemonSet', { fluentBit: { enabled: true } })).template.spec
  const secrets = containers[0].env.flatMap(
    (variable: { valueFrom?: { secretKeyRef?: object } }) => variable.valueFrom?.secretKeyRef ?? [],
  )
  expect(secrets).toEqual([
    { name: 'mangru-keys', key: 'writer.id' },
    { name: 'mangru-keys', key: 'writer.secret' },
  ])
  expect(volumes).toContainEqual({
    ...{ name: 'authority', secret: { secretName: 'mangru-tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  })
  const config = one('ConfigMap', { cloudwatchAgent: { enabled: true }, clusterName: 'prod' })
  const data = (config?.data ?? {}) as Record<string, string>
  expect(JSON.parse(data['cwagentconfig.json'] ?? '')).toMatchObject({
    logs: {
      metrics_collected: { kubernetes: { cluster_name: 'prod', enhanced_container_insights: true } },
      endpoint_override: 'http://mangru.mangru.svc:7070',
    },
  })
})

test.each([
  [{}, []],
  [{ memory: '512Mi' }, []],
  [{ memory: `${limits.leastMemory - 1}` }, [expect.stringContaining('less than 512Mi')]],
  [{ tls: { enabled: false } }, []],
  [{ tls: { enabled: false }, metricsApis: { custom: true } }, [expect.stringContaining('tls.enabled')]],
  [{ tls: { enabled: false }, fluentBit: { enabled: true } }, [expect.stringContaining('fluentBit needs')]],
  [{ tls: { existingSecret: 't' }, metricsApis: { external: true } }, [expect.stringContaining('caBundle')]],
  [{ tls: { existingSecret: 't', caBundle: 'QQ==' }, metricsApis: { external: true } }, []],
])('values that do not go together: %j', (said, trouble) => {
  expect(troubleIn(installValues.parse(said))).toEqual(trouble)
})

test.each([{ memmory: '1Gi' }, { memory: 'much' }, { podDisruptionBudget: { maxUnavailable: 2 } }, { image: null }])(
  'no values: %j',
  said => {
    expect(installValues.safeParse(said).success).toBe(false)
  },
)

test.each([
  ['mangru', 'mangru'],
  ['mangru-prod', 'mangru-prod'],
  ['watch', 'watch-mangru'],
  [`${'a'.repeat(60)}`, 'a'.repeat(50)],
])('a release %s is called %s', (name, full) => {
  expect(fullName({ ...release, name })).toBe(full)
})

test('each object has a place in the API', () => {
  const everything = {
    fluentBit: { enabled: true },
    cloudwatchAgent: { enabled: true },
    networkPolicy: { enabled: true },
  }
  for (const object of objects({
    ...everything,
    namespace: { create: true },
    podDisruptionBudget: { enabled: true },
  })) {
    const { namespaced, group } = resourceOf(object.kind)
    expect(namespaced).toBe(object.metadata.namespace !== undefined)
    expect(object.apiVersion).toBe(group === '' ? 'v1' : `${group}/v1`)
  }
})
