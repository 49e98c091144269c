import { describe, expect, test } from 'vitest'
import type { ContainerStatus, Pod } from '../../model/kubernetes/index.ts'
import { instancesOf } from './instances.ts'
import { knownAs, type LogSource, lineOfRecord, placeOf, recordOf } from './record.ts'

const id = '8967b6b37da239df8967b6b37da239df8967b6b37da239df8967b6b37da239df'
const source: LogSource = {
  ...{ namespace: 'shop', pod: 'web-5d9c7b8f6c-abcde', podId: '2f4f', node: 'ip-10-0-0-1.ec2.internal' },
  ...{ container: 'web', containerId: id, image: 'repo/web:1.2', imageId: 'repo/web@sha256:1' },
}
const line = (text: string, part: 'F' | 'P' = 'F') => ({ time: '2026-01-20T10:00:00.123456789Z', at: 0, text, part })

describe('a record', () => {
  test('is what Fluent Bit sends', () => {
    const record = JSON.parse(recordOf(line('{"level":"error","msg":"boom"}'), source, 'application'))
    expect(record).toEqual({
      time: '2026-01-20T10:00:00.123456789Z',
      stream: 'stdout',
      _p: 'F',
      log: '{"level":"error","msg":"boom"}',
      log_processed: { level: 'error', msg: 'boom' },
      kubernetes: {
        pod_name: 'web-5d9c7b8f6c-abcde',
        namespace_name: 'shop',
        pod_id: '2f4f',
        host: 'ip-10-0-0-1.ec2.internal',
        container_name: 'web',
        docker_id: id,
        container_hash: 'repo/web@sha256:1',
        container_image: 'repo/web:1.2',
      },
    })
  })

  test.each(['[1,2]', 'plain', '{broken', '{} and more', '"text"', ''])('%s has nothing to merge', text => {
    const record = JSON.parse(recordOf(line(text), source, 'application'))
    expect(record).not.toHaveProperty('log_processed')
    expect(record.log).toBe(text)
  })

  test('a part of a line is no JSON by itself', () => {
    expect(JSON.parse(recordOf(line('{}', 'P'), source, 'application'))).not.toHaveProperty('log_processed')
  })

  test('tells the line that it was made of', () => {
    const back = lineOfRecord(recordOf(line('hello'), source, 'application'), 0, 'application')
    expect(back).toEqual({ time: line('').time, at: Date.parse(line('').time), text: 'hello' })
    expect(lineOfRecord('no record', 0, 'application')).toBeUndefined()
    expect(lineOfRecord('{"time":"now","log":"x"}', 0, 'application')).toBeUndefined()
  })
})

describe('where it goes', () => {
  test.each([
    [
      'web-5d9c7b8f6c-abcde',
      '/aws/containerinsights/demo/application',
      `ip-10-0-0-1.ec2.internal-application.var.log.containers.web-5d9c7b8f6c-abcde_shop_web-${id}.log`,
    ],
    [
      'kube-proxy-abcde',
      '/aws/containerinsights/demo/dataplane',
      `ip-10-0-0-1.ec2.internal-dataplane.tail.var.log.containers.kube-proxy-abcde_shop_web-${id}.log`,
    ],
  ])('%s', (pod, group, stream) => {
    expect(placeOf('demo', { ...source, pod })).toMatchObject({ group, stream })
  })

  test("Fluentd's own log goes nowhere", () => {
    expect(placeOf('demo', { ...source, pod: 'fluentd-cloudwatch-x' })).toBeUndefined()
  })
})

describe('instances of a container', () => {
  const running = { running: {} }
  const ended = (containerID: string) => ({ terminated: { exitCode: 1, containerID } })
  const pod = (status: Partial<ContainerStatus>, nodeName?: string): Pod => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '1' } },
    spec: { containers: [{ name: 'web' }], ...(nodeName === undefined ? {} : { nodeName }) },
    status: { containerStatuses: [{ name: 'web', ready: true, restartCount: 0, ...status }] },
  })
  const found = (one: Pod) =>
    instancesOf([one]).map(({ source, previous, ended }) => [source.containerId, previous, ended])

  test.each([
    ['running', { state: running, containerID: 'containerd://b' }, [['b', false, false]]],
    [
      'running again',
      { state: running, containerID: 'containerd://b', lastState: ended('containerd://a') },
      [
        ['a', true, true],
        ['b', false, false],
      ],
    ],
    [
      'waits for its next start',
      { state: { waiting: {} }, containerID: 'containerd://b', lastState: ended('containerd://b') },
      [['b', false, true]],
    ],
    ['over', { state: ended('containerd://b'), containerID: 'containerd://b' }, [['b', false, true]]],
    ['never began', { state: { waiting: {} } }, []],
  ] satisfies [string, Partial<ContainerStatus>, unknown][])('%s', (_story, status, expected) => {
    expect(found(pod(status, 'n'))).toEqual(expected)
  })

  test('a pod without a node has no log', () => {
    expect(found(pod({ state: running, containerID: 'containerd://b' }))).toEqual([])
  })
})

test('a control plane in pods stands where EKS puts its own, as text', () => {
  const scheduler = { ...source, namespace: 'kube-system', pod: 'kube-scheduler-cp-1', container: 'kube-scheduler' }
  const place = placeOf('prod', scheduler)
  expect(place).toEqual({
    ...{ kind: 'control-plane', group: '/aws/eks/prod/cluster' },
    stream: `kube-scheduler-${source.containerId.slice(0, 32)}`,
  })
  expect(recordOf(line('I1121 bound'), scheduler, 'control-plane')).toBe('I1121 bound')
  const known = knownAs(line('I1121 bound'), 'control-plane')
  expect(lineOfRecord('I1121 bound', known.at, 'control-plane')).toEqual(known)
})
