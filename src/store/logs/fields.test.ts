import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldsOf, nowhere, placeOfStream } from './fields.ts'
import { levelOfText } from './level.ts'

const web = { namespace: 'shop', pod: 'web-5d9c7b8f6c-abcde', container: 'web', node: 'ip-10-0-0-1.ec2.internal' }
const kubernetes = {
  pod_name: web.pod,
  namespace_name: web.namespace,
  host: web.node,
  container_name: web.container,
  docker_id: 'a'.repeat(64),
}

describe('a record says where it comes from', () => {
  test.each([
    [
      'Fluent Bit, parsed log',
      { stream: 'stderr', log: '{"level":"error"}', log_processed: { level: 'error' }, kubernetes },
      { ...web, level: 'ERROR' },
    ],
    [
      'Fluent Bit, plain log',
      { log: '2026-01-20 10:00:00.1  WARN 1 --- [main] c.n.App : slow', kubernetes },
      { ...web, level: 'WARN' },
    ],
    ['Fluent Bit, JSON inside log', { log: '{"severity":"debug"}', kubernetes }, { ...web, level: 'DEBUG' }],
    [
      'Fluentd',
      { log: 'x', docker: { container_id: 'c' }, kubernetes: { ...kubernetes, labels: { app: 'web' } } },
      { ...web, level: '' },
    ],
    [
      'dataplane',
      { hostname: 'ip-10-0-0-1', systemd_unit: 'kubelet.service', message: 'I0120 10:00:00.0 x' },
      { ...nowhere, node: 'ip-10-0-0-1', level: 'INFO' },
    ],
    [
      'host',
      { host: 'ip-10-0-0-1', ident: 'kernel', message: 'eth0: link up', ec2_instance_id: 'i-0aa1' },
      { ...nowhere, node: 'ip-10-0-0-1', level: '' },
    ],
    ['performance', { NodeName: 'n1', Type: 'Node' }, { ...nowhere, node: 'n1', level: '' }],
    ['an application with a host of its own', { host: 'db.example', level: 'info' }, { ...nowhere, level: 'INFO' }],
    ['pino', { level: 50, msg: 'boom' }, { ...nowhere, level: 'ERROR' }],
    [
      'OpenTelemetry attributes',
      { 'k8s.pod.name': 'p', 'k8s.namespace.name': 'n', severity_text: 'WARN' },
      { namespace: 'n', pod: 'p', container: '', node: '', level: 'WARN' },
    ],
    [
      'members of wrong types',
      { kubernetes: { pod_name: 5, namespace_name: null }, level: {} },
      { ...nowhere, level: '' },
    ],
  ])('%s', (_story, record, expected) => {
    expect(fieldsOf(JSON.stringify(record), nowhere)).toEqual(expected)
  })

  test.each([
    ['a level of an inner object is not the record’s', '{"a":{"level":"error"},"level":"info"}', 'INFO'],
    ['a level in a string is no level', JSON.stringify({ msg: '{"level":"error"}', level: 'warn' }), 'WARN'],
    ['a string that ends in a level', JSON.stringify({ msg: 'x"level":"error', a: 1 }), ''],
    ['a record that was cut off is read as text', '{"level":"error","msg":"x', 'ERROR'],
  ])('%s', (_story, message, level) => {
    expect(fieldsOf(message, nowhere).level).toBe(level)
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), message => {
        fieldsOf(message, nowhere)
        fieldsOf(`{${message}`, nowhere)
      }),
      { numRuns: 2_000 },
    )
  })

  test('a very deep record is read without trouble', () => {
    expect(fieldsOf(`{"level":"warn","a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, nowhere).level).toBe('WARN')
  })
})

test.each([
  [
    'Fluent Bit',
    `ip-10-0-0-1-application.var.log.containers.web-1_shop_web-${'a'.repeat(64)}.log`,
    { namespace: 'shop', pod: 'web-1', container: 'web', node: 'ip-10-0-0-1' },
  ],
  [
    'the data plane',
    `ip-10-0-0-1-dataplane.tail.var.log.containers.kube-proxy-x2b4z_kube-system_kube-proxy-${'a'.repeat(64)}.log`,
    { namespace: 'kube-system', pod: 'kube-proxy-x2b4z', container: 'kube-proxy', node: 'ip-10-0-0-1' },
  ],
  [
    'Fluentd',
    `web-1_shop_my-app-${'0'.repeat(64)}`,
    { namespace: 'shop', pod: 'web-1', container: 'my-app', node: '' },
  ],
  ['an ordinary stream', 'my-stream', nowhere],
])('the stream of %s', (_story, stream, place) => {
  expect(placeOfStream(stream)).toEqual(place)
})

test.each([
  ['E1121 02:51:00.123456       1 reflector.go:147] failed', 'ERROR'],
  ['I1121 02:51:00.123456       1 x.go:1] ERROR is a word here', 'INFO'],
  ['2026-11-21 02:51:00 ERROR [main] boom', 'ERROR'],
  ['[WARN] x', 'WARN'],
  ['time="2026" level=warning msg="x"', 'WARN'],
  ['level=error msg=x', 'ERROR'],
  ['error handling done', ''],
  ['Health GET API called.', ''],
  ['127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET /ERROR HTTP/1.0" 200 1', ''],
  ['', ''],
])('the level of %j is %j', (line, level) => {
  expect(levelOfText(line)).toBe(level)
})
