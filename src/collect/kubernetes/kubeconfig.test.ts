/** Kubeconfigs that are right, and what is said of those that are not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readKubeconfig } from './kubeconfig.ts'

const whole = `apiVersion: v1
kind: Config
current-context: admin@prod
contexts:
- name: admin@prod
  context: {cluster: prod, user: admin}
- name: ci@dev
  context: {cluster: dev, user: ci, namespace: build}
clusters:
- name: prod
  cluster:
    server: https://10.0.0.1:6443/k8s
    certificate-authority-data: ${Buffer.from('the authority').toString('base64')}
- name: dev
  cluster:
    server: https://dev.example
    insecure-skip-tls-verify: true
    tls-server-name: api.dev
users:
- name: admin
  user:
    client-certificate: admin.crt
    client-key: /keys/admin.key
- name: ci
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./login
      args: [--cluster, dev]
      env: [{name: AWS_PROFILE, value: dev}]
      interactiveMode: Never
`

test('the current context, with files beside the kubeconfig', () => {
  expect(readKubeconfig(whole, '/home/me/.kube', null)).toEqual({
    ok: true,
    value: {
      ...{ context: 'admin@prod', cluster: 'prod', server: new URL('https://10.0.0.1:6443/k8s'), insecure: false },
      authority: { data: 'the authority' },
      certificate: { file: '/home/me/.kube/admin.crt' },
      key: { file: '/keys/admin.key' },
    },
  })
})

test('another context, with a program that logs in', () => {
  expect(readKubeconfig(whole, '/home/me/.kube', 'ci@dev')).toMatchObject({
    value: {
      ...{ cluster: 'dev', insecure: true, serverName: 'api.dev' },
      exec: { command: '/home/me/.kube/login', args: ['--cluster', 'dev'], env: { AWS_PROFILE: 'dev' } },
    },
  })
})

test('a token counts before its file', () => {
  const user = (lines: string) =>
    readKubeconfig(whole.replace('    client-certificate: admin.crt\n', lines), '/home/me', null)
  expect(user('    tokenFile: t\n')).toMatchObject({ value: { token: { file: '/home/me/t' } } })
  expect(user('    tokenFile: t\n    token: abc\n')).toMatchObject({ value: { token: { data: 'abc' } } })
})

describe('what is wrong is told, with its line', () => {
  test.each<[string, string, string | null, string, object]>([
    ['no YAML', whole.replace('clusters:', 'clusters: ]'), null, 'kubeconfig-no-yaml', { line: 9 }],
    [
      'a tab',
      whole.replace('    server: https://10', '\t\tserver: https://10'),
      null,
      'kubeconfig-no-yaml',
      { line: 12 },
    ],
    ['empty', '', null, 'kubeconfig-field', { line: 1 }],
    ['a list', '- a', null, 'kubeconfig-field', { line: 1 }],
    [
      'a number for a name',
      whole.replace('    server: https://dev.example', '    server: 7'),
      null,
      'kubeconfig-field',
      { line: 16, field: 'clusters.1.cluster.server' },
    ],
    [
      'no context',
      whole.replace(/current-context.*\n/, ''),
      null,
      'kubeconfig-no-context',
      { known: 'admin@prod, ci@dev' },
    ],
    ['another context', whole, 'qa', 'kubeconfig-context', { name: 'qa', known: 'admin@prod, ci@dev' }],
    [
      'a cluster that is not there',
      whole.replace('cluster: prod', 'cluster: pord'),
      null,
      'kubeconfig-missing',
      { line: 6, what: 'cluster', name: 'pord' },
    ],
    [
      'a user that is not there',
      whole.replace('user: admin}', 'user: amdin}'),
      null,
      'kubeconfig-missing',
      { line: 6, what: 'user', name: 'amdin' },
    ],
    ['no URL', whole.replace('https://10.0.0.1:6443/k8s', '10.0.0.1:6443'), null, 'kubeconfig-server', { line: 12 }],
    [
      'a proxy',
      whole.replace('    insecure', '    proxy-url: http://p\n    insecure'),
      'ci@dev',
      'kubeconfig-unknown-way',
      { line: 17, way: 'proxy-url' },
    ],
    [
      'an old login',
      whole.replace('    client-certificate', '    auth-provider: {name: gcp}\n    client-certificate'),
      null,
      'kubeconfig-unknown-way',
      { way: 'auth-provider' },
    ],
  ])('%s', (_story, content, context, code, values) => {
    const read = readKubeconfig(content, '/', context)
    expect(read).toMatchObject({ ok: false, error: { said: { code, values } } })
  })

  test('in a sentence', () => {
    const read = readKubeconfig(whole.replace('cluster: prod', 'cluster: pord'), '/', null)
    expect(read).toMatchObject({ error: { message: 'Line 6 names the cluster pord, which the file does not have.' } })
  })
})

test('no text makes it throw, nor does a kubeconfig with something else in it', () => {
  const lines = whole.split('\n')
  const damaged = fc
    .tuple(fc.nat(lines.length - 1), fc.constantFrom('', ']', '- a', 'a: &b [*b]', '  : :', '\t', '*x', 'users: {}'))
    .map(([at, line]) => lines.with(at, line).join('\n'))
  fc.assert(
    fc.property(fc.oneof(fc.string(), damaged), content => {
      const read = readKubeconfig(content, '/', null)
      expect(read.ok || read.error.message.length > 0).toBe(true)
    }),
    { seed: 6, numRuns: 300 },
  )
})
