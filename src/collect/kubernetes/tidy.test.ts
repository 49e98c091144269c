/** What is kept of what the API sends. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { kindNames } from '../../model/kubernetes/index.ts'
import { tidyObject } from './tidy.ts'

const metadata = { name: 'a', uid: 'u', resourceVersion: '1' }

describe('secrets', () => {
  test('keep type and names, and nothing that a value could be read from', () => {
    const raw = {
      metadata: {
        ...metadata,
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"password":"aHVudGVyMg=="}}',
          owner: 'team',
        },
        managedFields: [{ fieldsV1: {} }],
      },
      type: 'Opaque',
      data: { password: 'aHVudGVyMg==', user: 'YQ==' },
      stringData: { user: 'b' },
    }
    const tidied = tidyObject('Secret', raw)
    expect(tidied).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { ...metadata, annotations: { owner: 'team' } },
      type: 'Opaque',
      keys: ['password', 'user'],
    })
  })

  test('in variables are hidden by their names', () => {
    const env = [
      { name: 'DB_PASSWORD', value: 'hunter2' },
      { name: 'API_KEY', value: 'k' },
      { name: 'LEVEL', value: 'info' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 't' } } },
    ]
    const pod = tidyObject('Pod', { metadata, spec: { containers: [{ name: 'c', env }] } })
    expect(pod?.spec.containers).toEqual([
      {
        name: 'c',
        env: [
          { name: 'DB_PASSWORD', value: '(hidden)' },
          { name: 'API_KEY', value: '(hidden)' },
          { name: 'LEVEL', value: 'info' },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 't' } } },
        ],
      },
    ])
  })
})

test('a huge annotation is cut, a label is not', () => {
  const most = limits.clusterAnnotationChars
  const annotations = { fits: 'x'.repeat(most), more: 'x'.repeat(most + 1) }
  const node = tidyObject('Node', { metadata: { ...metadata, annotations, labels: annotations } })
  expect(node?.metadata.annotations).toEqual({ fits: 'x'.repeat(most), more: `${'x'.repeat(most)}…` })
  expect(node?.metadata.labels).toEqual(annotations)
})

test.each<[string, object, object]>([
  ['no spec', {}, { spec: { containers: [] } }],
  ['null for a list', { spec: { containers: null } }, { spec: { containers: [] } }],
  ['a word for a list', { spec: { containers: 'web' } }, { spec: { containers: [] } }],
  ['odd elements', { spec: { containers: [1, null, { name: 'c' }] } }, { spec: { containers: [{ name: 'c' }] } }],
  ['a list for a record', { spec: { containers: [] }, status: [] }, { spec: { containers: [] } }],
  [
    'numbers and lists among labels',
    { spec: { containers: [], nodeSelector: { a: 1, b: [], c: 'x' } } },
    { spec: { containers: [], nodeSelector: { a: '1', c: 'x' } } },
  ],
])('%s', (_story, raw, kept) => {
  expect(tidyObject('Pod', { metadata, ...raw })).toEqual({ apiVersion: 'v1', kind: 'Pod', metadata, ...kept })
})

test.each([null, 1, 'pod', [], {}, { metadata: null }, { metadata: { name: 'a', uid: 1, resourceVersion: '1' } }])(
  '%j is no object',
  raw => {
    expect(tidyObject('Pod', raw)).toBeUndefined()
  },
)

test('limits of a LimitRange and endpoints of a slice stay as they are', () => {
  const range = { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } }
  expect(tidyObject('LimitRange', { metadata, ...range })).toMatchObject(range)
  const slice = { endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }], ports: [{ port: 80 }] }
  expect(tidyObject('EndpointSlice', { metadata, endpoints: slice.endpoints, ports: slice.ports })).toMatchObject({
    ports: slice.ports,
    endpoints: slice.endpoints,
  })
})

test('a condition keeps its status, which is a word', () => {
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', message: 'posting' }] }
  expect(tidyObject('Node', { metadata, status })).toMatchObject({ status })
  const odd = { conditions: [{ type: 'Ready', status: { is: 'True' } }] }
  expect(tidyObject('Node', { metadata, status: odd })?.status?.conditions).toEqual([{ type: 'Ready' }])
})

test('addresses of a load balancer are objects in a list, or there are none', () => {
  const status = (ingress: unknown) => ({ loadBalancer: { ingress } })
  expect(tidyObject('Ingress', { metadata, status: status([{ ip: '10.0.0.1' }, null, 'x']) })).toMatchObject({
    status: status([{ ip: '10.0.0.1' }]),
  })
  for (const odd of ['x', 7, { ip: '10.0.0.1' }])
    expect(tidyObject('Service', { metadata, status: status(odd) })?.status).toEqual({ loadBalancer: {} })
})

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

test(`chosenObjectDepth: members ${limits.chosenObjectDepth} deep are kept, one deeper is not, and ten thousand do no harm`, () => {
  // The object itself is the first.
  const text = (depth: number) => {
    const raw = { metadata, spec: JSON.parse(nested(depth)) }
    return JSON.stringify((tidyObject('certificates.cert-manager.io', raw) as { readonly spec?: unknown }).spec)
  }
  const most = limits.chosenObjectDepth
  expect(text(most)).toBe(nested(most))
  expect(text(most + 1)).toBe(nested(most).replace('1', '"…"'))
  expect(text(10_000)).toBe(nested(most).replace('1', '"…"'))
})

test('whatever comes, it is an object as its type promises or none', () => {
  const names = ['metadata', 'spec', 'status', 'containers', 'conditions', 'labels', 'template', 'name', 'data', 'env']
  const odd = fc.letrec(tie => ({
    value: fc.oneof({ maxDepth: 5 }, fc.constantFrom(null, 1, '', '한', true), tie('list'), tie('record')),
    list: fc.array(tie('value'), { maxLength: 3 }),
    record: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }),
  }))
  fc.assert(
    fc.property(fc.constantFrom(...kindNames), odd.record, (kind, raw) => {
      const tidied = tidyObject(kind, { ...(raw as object), metadata })
      expect(tidied?.metadata).toEqual(metadata)
      if (tidied?.kind === 'Pod') expect(Array.isArray(tidied.spec.containers)).toBe(true)
      if (tidied?.kind === 'Secret') expect('data' in tidied).toBe(false)
    }),
    { seed: 6, numRuns: 500 },
  )
})
