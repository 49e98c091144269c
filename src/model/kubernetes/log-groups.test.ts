import { expect, test } from 'vitest'
import { controlPlaneGroup, nameForGroups, podLogGroups } from './log-groups.ts'

test.each([
  ['demo', 'demo'],
  ['arn:aws:eks:eu-west-1:123456789012:cluster/prod-1', 'prod-1'],
  ['arn:aws-cn:eks:cn-north-1:123456789012:cluster/prod', 'prod'],
  ['gke_project_zone_name', 'gke_project_zone_name'],
  ['kind-local', 'kind-local'],
  ['클러스터 one', '-one'],
])('the cluster %s is %s in names of groups', (cluster, name) => {
  expect(nameForGroups(cluster)).toBe(name)
})

test('groups bear the names that agents and EKS give them', () => {
  expect(podLogGroups('prod')).toEqual([
    '/aws/containerinsights/prod/application',
    '/aws/containerinsights/prod/dataplane',
  ])
  expect(controlPlaneGroup('prod')).toBe('/aws/eks/prod/cluster')
})
