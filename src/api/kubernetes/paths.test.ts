import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wishOf } from './access.ts'
import { readPlace } from './paths.ts'

const external = '/apis/external.metrics.k8s.io/v1beta1'
const custom = '/apis/custom.metrics.k8s.io/v1beta2'
const resource = '/apis/metrics.k8s.io/v1beta1'

describe('a path, and the right that it needs', () => {
  test.each([
    ['/healthz', undefined],
    ['/readyz', undefined],
    ['/apis', { verb: 'get', path: '/apis' }],
    ['/openapi/v2', { verb: 'get', path: '/openapi/v2' }],
    [`${resource}/nodes`, { verb: 'list', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'nodes' }],
    [
      `${resource}/nodes/n-1`,
      { verb: 'get', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'nodes', name: 'n-1' },
    ],
    [
      `${resource}/namespaces/shop/pods/web`,
      { verb: 'get', group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods', namespace: 'shop', name: 'web' },
    ],
    [
      `${external}/namespaces/shop/queue%20length/`,
      {
        verb: 'list',
        group: 'external.metrics.k8s.io',
        version: 'v1beta1',
        resource: 'queue length',
        namespace: 'shop',
      },
    ],
    [
      `${custom}/namespaces/shop/pods/*/hits`,
      {
        ...{ verb: 'get', group: 'custom.metrics.k8s.io', version: 'v1beta2', namespace: 'shop' },
        ...{ resource: 'pods', subresource: 'hits', name: '*' },
      },
    ],
    [
      `${custom}/namespaces/shop/metrics/hits`,
      {
        ...{ verb: 'get', group: 'custom.metrics.k8s.io', version: 'v1beta2', namespace: 'shop' },
        ...{ resource: 'metrics', name: 'hits' },
      },
    ],
    [
      `${custom}/nodes/n-1/heat`,
      {
        ...{ verb: 'get', group: 'custom.metrics.k8s.io', version: 'v1beta2' },
        ...{ resource: 'nodes', subresource: 'heat', name: 'n-1' },
      },
    ],
  ])('%s', (path, wish) => {
    const place = readPlace(path)
    expect(place && wishOf(place, path)).toEqual(wish)
    expect(place).toBeDefined()
  })
})

test.each([
  '',
  '/',
  '/apis/apps',
  '/apis/metrics.k8s.io/v1',
  '/apis/__proto__/v1',
  `${resource}/nodes/n-1/x`,
  `${resource}//nodes`,
  `${resource}/nodes/%zz`,
  `${resource}/namespaces/shop`,
  `${external}/namespaces/shop`,
  `${external}/namespaces/shop/a/b`,
  `${custom}/namespaces/shop/pods/web`,
  '/openapi/v3/apis/apps/v1',
  '/openapi/v4',
])('%s is no path of ours', path => {
  expect(readPlace(path)).toBeUndefined()
})

test('any path is read without harm, and what is read can be asked about', () => {
  const part = fc.oneof(
    fc.constantFrom('apis', 'openapi', 'v2', 'v3', 'namespaces', 'pods', 'nodes', 'metrics', '*', '%', '..', '%2F'),
    fc.constantFrom('metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io', 'v1beta1', 'v1beta2'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), parts => {
      const path = `/${parts.join('/')}`
      const place = readPlace(path)
      if (place !== undefined) wishOf(place, path)
      return true
    }),
    { seed: 65, numRuns: 2_000 },
  )
})
