/** What the answers are made of, in OpenAPI 2 and 3, as the API server gathers it and `kubectl explain` shows it. One table of shapes makes both. */
import { createHash } from 'node:crypto'
import { groups, versions } from './paths.ts'

interface Member {
  readonly about: string
  /** A scalar, `[]name` of a list, `{}` of quantities or labels by name, or the name of a shape. */
  readonly type: string
}

type Shape = Readonly<Record<string, Member>>

const window = (name: string): Shape => ({
  [name]: { about: 'The seconds that the value is taken over.', type: 'integer' },
})
const values = {
  timestamp: { about: 'The end of the time that the value is taken over.', type: 'date-time' },
  value: { about: 'The value, as a quantity.', type: 'string' },
}
const usage = { usage: { about: 'By resource: cpu in cores, memory as the bytes of the working set.', type: '{}' } }
const lately = {
  timestamp: { about: 'When the last of two readings was taken.', type: 'date-time' },
  window: { about: 'From the first reading to the last.', type: 'string' },
}
const listOf = (shape: string): Shape => ({ items: { about: 'The objects.', type: `[]${shape}` } })

/** By group and version: its kinds, and the shapes within them. Kinds bear kind, apiVersion and metadata. */
const shapes: Readonly<
  Record<string, { readonly kinds: Readonly<Record<string, Shape>>; readonly parts: Readonly<Record<string, Shape>> }>
> = {
  [`${groups.resource}/v1beta1`]: {
    kinds: {
      NodeMetrics: { ...lately, ...usage },
      NodeMetricsList: listOf('NodeMetrics'),
      PodMetrics: { ...lately, containers: { about: 'Its containers, by name.', type: '[]ContainerMetrics' } },
      PodMetricsList: listOf('PodMetrics'),
    },
    parts: { ContainerMetrics: { name: { about: 'The name of the container.', type: 'string' }, ...usage } },
  },
  [`${groups.custom}/v1beta1`]: {
    kinds: { MetricValueList: listOf('MetricValue') },
    parts: {
      MetricValue: {
        describedObject: { about: 'What the metric tells of.', type: '{}' },
        metricName: { about: 'The name of the metric.', type: 'string' },
        ...values,
        ...window('window'),
      },
    },
  },
  [`${groups.custom}/v1beta2`]: {
    kinds: { MetricValueList: listOf('MetricValue') },
    parts: {
      MetricValue: {
        describedObject: { about: 'What the metric tells of.', type: '{}' },
        metric: { about: 'The metric, and the selector that it was asked for with.', type: 'MetricIdentifier' },
        ...values,
        ...window('windowSeconds'),
      },
      MetricIdentifier: { name: { about: 'The name of the metric.', type: 'string' } },
    },
  },
  [`${groups.external}/v1beta1`]: {
    kinds: { ExternalMetricValueList: listOf('ExternalMetricValue') },
    parts: {
      ExternalMetricValue: {
        metricName: { about: 'The name of the metric.', type: 'string' },
        metricLabels: { about: 'Its dimensions, as labels.', type: '{}' },
        ...values,
        ...window('window'),
      },
    },
  },
}

const paths: Readonly<Record<string, readonly (readonly [path: string, kind: string])[]>> = {
  [`${groups.resource}/v1beta1`]: [
    ['/nodes', 'NodeMetricsList'],
    ['/nodes/{name}', 'NodeMetrics'],
    ['/pods', 'PodMetricsList'],
    ['/namespaces/{namespace}/pods', 'PodMetricsList'],
    ['/namespaces/{namespace}/pods/{name}', 'PodMetrics'],
  ],
  [`${groups.custom}/v1beta1`]: [['/namespaces/{namespace}/{resource}/{name}/{metric}', 'MetricValueList']],
  [`${groups.custom}/v1beta2`]: [['/namespaces/{namespace}/{resource}/{name}/{metric}', 'MetricValueList']],
  [`${groups.external}/v1beta1`]: [['/namespaces/{namespace}/{metric}', 'ExternalMetricValueList']],
}

const groupVersions = Object.entries(versions).flatMap(([group, all]) => all.map(version => [group, version] as const))
/** `mangru.metrics-k8s-io.v1beta1.NodeMetrics`: a name that no other server uses for another shape. */
const nameOf = (group: string, version: string, shape: string): string =>
  `mangru.${group.replaceAll('.', '-')}.${version}.${shape}`

function schemasOf(group: string, version: string, place: string): Record<string, object> {
  const { kinds = {}, parts = {} } = shapes[`${group}/${version}`] ?? {}
  const typeOf = (type: string): object => {
    if (type === 'date-time') return { type: 'string', format: 'date-time' }
    if (type === 'string') return { type }
    if (type === 'integer') return { type, format: 'int64' }
    if (type === '{}') return { type: 'object', additionalProperties: { type: 'string' } }
    if (type.startsWith('[]')) return { type: 'array', items: typeOf(type.slice(2)) }
    return { $ref: `${place}${nameOf(group, version, type)}` }
  }
  const members = (shape: Shape) =>
    Object.fromEntries(
      Object.entries(shape).map(([name, { about, type }]) => [name, { description: about, ...typeOf(type) }]),
    )
  const ofKind = (kind: string) => ({ 'x-kubernetes-group-version-kind': [{ group, kind, version }] })
  const every = {
    apiVersion: { description: 'The group and version of this object.', type: 'string' },
    kind: { description: 'What this object is.', type: 'string' },
    metadata: { description: 'Name, namespace and labels of what it tells of.', type: 'object' },
  }
  return Object.fromEntries([
    ...Object.entries(kinds).map(([kind, shape]) => [
      nameOf(group, version, kind),
      { type: 'object', properties: { ...every, ...members(shape) }, ...ofKind(kind) },
    ]),
    ...Object.entries(parts).map(([part, shape]) => [
      nameOf(group, version, part),
      { type: 'object', properties: members(shape) },
    ]),
  ])
}

function pathsOf(
  group: string,
  version: string,
  answered: (kind: string) => object,
  parameter: (name: string) => object,
) {
  const of = paths[`${group}/${version}`] ?? []
  return Object.fromEntries(
    of.map(([path, kind]) => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      const get = {
        description: `read ${kind}`,
        operationId: `read${group}${version}${path}`.replace(/[^A-Za-z0-9]/g, ''),
        responses: { '200': answered(kind) },
        'x-kubernetes-action': kind.endsWith('List') ? 'list' : 'get',
        'x-kubernetes-group-version-kind': { group, kind, version },
      }
      return [`/apis/${group}/${version}${path}`, { get, parameters: names.map(parameter) }]
    }),
  )
}

const info = { title: 'Mangru metrics', version: 'v1' }

/** The whole in OpenAPI 2. */
export function openApiV2(): object {
  const parameter = (name: string) => ({ name, in: 'path', required: true, type: 'string' })
  const every = groupVersions.map(([group, version]) => {
    const answered = (kind: string) => ({
      description: 'OK',
      schema: { $ref: `#/definitions/${nameOf(group, version, kind)}` },
    })
    return {
      paths: pathsOf(group, version, answered, parameter),
      definitions: schemasOf(group, version, '#/definitions/'),
    }
  })
  return {
    ...{ swagger: '2.0', info },
    paths: Object.assign({}, ...every.map(one => one.paths)),
    definitions: Object.assign({}, ...every.map(one => one.definitions)),
  }
}

/** Where each group's part is, with a hash of what is there. */
export function openApiV3(): object {
  return {
    paths: Object.fromEntries(
      groupVersions.map(([group, version]) => {
        const hash = createHash('sha256')
          .update(JSON.stringify(openApiV3Of(group, version)))
          .digest('hex')
        const place = `apis/${group}/${version}`
        return [place, { serverRelativeURL: `/openapi/v3/${place}?hash=${hash.slice(0, 32).toUpperCase()}` }]
      }),
    ),
  }
}

export function openApiV3Of(group: string, version: string): object {
  const schema = (kind: string) => ({ $ref: `#/components/schemas/${nameOf(group, version, kind)}` })
  const answered = (kind: string) => ({ description: 'OK', content: { 'application/json': { schema: schema(kind) } } })
  const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } })
  return {
    ...{ openapi: '3.0.0', info },
    paths: pathsOf(group, version, answered, parameter),
    components: { schemas: schemasOf(group, version, '#/components/schemas/') },
  }
}
