import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { controlPlaneLogsCommand } from './control-plane-logs.ts'

async function said(...words: readonly string[]) {
  const world = testWorld()
  const code = await run(['control-plane-logs', ...words], [controlPlaneLogsCommand], world)
  return { code, out: world.stdout(), err: world.stderr() }
}
const place = ['--cluster', 'arn:aws:eks:eu-west-1:1:cluster/prod', '--server', 'https://mangru.example:7443/']

describe('mangru control-plane-logs', () => {
  test('policy: leases and health are not told, of secrets no bodies, of what people deploy all', async () => {
    const { code, out } = await said('policy')
    const { kind, omitStages, rules } = parse(out)
    expect([code, kind, omitStages]).toEqual([0, 'Policy', ['RequestReceived']])
    expect(rules.map(({ level }: { level: string }) => level)).toEqual([
      ...['None', 'None', 'Metadata', 'RequestResponse', 'Metadata'],
    ])
    expect(rules[2].resources[0].resources).toContain('secrets')
  })

  test('webhook: the cluster stands in the path', async () => {
    const { clusters, users } = parse((await said('webhook', ...place)).out)
    expect(clusters[0].cluster.server).toBe(
      'https://mangru.example:7443/api/kubernetes/audit/arn%3Aaws%3Aeks%3Aeu-west-1%3A1%3Acluster%2Fprod',
    )
    expect(users[0].user).toEqual({ token: 'TOKEN' })
  })

  test('kubeadm and eks', async () => {
    const { apiServer } = parse((await said('kubeadm')).out)
    expect(apiServer.extraArgs.map(({ name }: { name: string }) => name)).toContain('audit-webhook-config-file')
    for (const cluster of ['prod', place[1] ?? ''])
      expect((await said('eks', '--cluster', cluster)).out).toContain('--name prod --logging')
  })

  test('the whole is told in either language', async () => {
    const english = await said('--cluster', 'prod')
    expect(english.out).toContain('/aws/eks/prod/cluster')
    expect((await said(...place)).out).toContain('/aws/eks/prod/cluster,')
    expect(english.out).toContain('--audit-webhook-config-file=/etc/kubernetes/audit/mangru.kubeconfig')
    const korean = await said('--cluster', 'prod', '--lang', 'ko')
    expect(korean.out).toContain('감사 로그')
    expect(korean.out.split('\n')).toHaveLength(english.out.split('\n').length)
  })

  test.each([[['nonsense']], [['policy', 'more']], [['--server', 'mangru']]])('%j is misuse', async words => {
    expect((await said(...words)).code).toBe(2)
  })
})
