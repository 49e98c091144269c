/** Auto Scaling groups by the real SDK, against an endpoint that answers as AWS does. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { limits } from '../../limits.ts'
import { millis } from '../../model/index.ts'
import type { Node } from '../../model/kubernetes/index.ts'
import { type SteppedClock, steppedClock } from '../inventory/stepped-clock.ts'
import { autoScalingGroups } from './index.ts'

let server: Server
let clock: SteppedClock
let asked: { readonly body: string; readonly authorization: string }[]
/** Undefined: it never answers. */
let answer: (body: string) => { readonly status: number; readonly body: string } | undefined

beforeEach(async () => {
  asked = []
  clock = steppedClock()
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-to-be-told')
  vi.stubEnv('AWS_REGION', 'us-east-1')
  server = createServer((request, response) => {
    let body = ''
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      asked.push({ body, authorization: request.headers.authorization ?? '' })
      const said = answer(body)
      if (said !== undefined) response.writeHead(said.status, { 'content-type': 'text/xml' }).end(said.body)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const node = (id: string, region = 'eu-west-1') =>
  ({
    metadata: { name: id, labels: { 'topology.kubernetes.io/region': region } },
    spec: { providerID: `aws:///eu-west-1a/${id}` },
  }) as unknown as Node
const ask = (...nodes: readonly Node[]) => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return autoScalingGroups({ cluster: 'prod', nodes: () => nodes, endpoint, clock })(new AbortController().signal)
}
const member = (body: string) => `<member>${body}</member>`
const group = (name: string, tags: Readonly<Record<string, string>>, ...instances: readonly string[]) =>
  member(
    `<AutoScalingGroupName>${name}</AutoScalingGroupName><MinSize>2</MinSize><DesiredCapacity>3</DesiredCapacity><MaxSize>6</MaxSize>
    <Tags>${Object.entries(tags)
      .map(([key, value]) => member(`<Key>${key}</Key><Value>${value}</Value>`))
      .join(
        '',
      )}</Tags><Instances>${instances.map(id => member(`<InstanceId>${id}</InstanceId>`)).join('')}</Instances>`,
  )
const page = (groups: string, next = '') => ({
  status: 200,
  body: `<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult>
    <AutoScalingGroups>${groups}</AutoScalingGroups>${next && `<NextToken>${next}</NextToken>`}</DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`,
})

test('groups of the cluster, by their tags or by their machines, from all pages', async () => {
  answer = body =>
    body.includes('NextToken=more')
      ? page(
          group('workers', { 'kubernetes.io/cluster/prod': 'owned' }) + group('others', { 'eks:cluster-name': 'test' }),
        )
      : page(
          group('eks-1', { 'eks:nodegroup-name': 'general', 'eks:cluster-name': 'prod' }) +
            group('old', {}, 'i-1', 'i-9'),
          'more',
        )
  const promise = { source: 'auto-scaling-group', min: 2, desired: 3, max: 6, limits: {} }
  expect(await ask(node('i-1'))).toEqual({
    ok: true,
    value: [
      { name: 'general', ...promise, instances: [] },
      { name: 'old', ...promise, instances: ['i-1', 'i-9'] },
      { name: 'workers', ...promise, instances: [] },
    ],
  })
  expect(asked).toHaveLength(2)
  expect(asked[0]?.authorization).toContain('/eu-west-1/autoscaling/aws4_request')
})

test('a list without an end is left', async () => {
  answer = () => page('', 'more')
  expect(await ask()).toEqual({ ok: true, value: [] })
  expect(asked).toHaveLength(limits.autoScalingPages)
  expect(asked[0]?.authorization).toContain('/us-east-1/')
})

test('missing rights and a broken service are told in their words, without secrets', async () => {
  const refused = (code: string, status: number) => ({
    ...{ status },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>User: a is not authorized to perform: autoscaling:DescribeAutoScalingGroups</Message></Error></ErrorResponse>`,
  })
  answer = () => refused('AccessDenied', 403)
  const denied = await ask()
  expect(denied).toMatchObject({
    ok: false,
    error: {
      code: 'groups-aws-refused',
      values: { message: expect.stringContaining('autoscaling:DescribeAutoScalingGroups') },
    },
  })
  answer = () => refused('InternalFailure', 500)
  const away = await ask()
  expect(away).toMatchObject({ ok: false, error: { code: 'groups-aws-away' } })
  expect(JSON.stringify([denied, away])).not.toContain('not-to-be-told')
})

test(`autoScalingTime: a service that does not answer is left after ${limits.autoScalingTime} ms, not before`, async () => {
  answer = () => undefined
  let told: unknown
  const asking = ask().then(said => {
    told = said
  })
  await vi.waitUntil(() => asked.length > 0, { timeout: 20_000 })
  await clock.step(millis(limits.autoScalingTime - 1))
  expect(told).toBeUndefined()
  await clock.step(millis(1))
  await asking
  expect(told).toMatchObject({
    ok: false,
    error: { code: 'groups-aws-away', values: { message: 'No answer within 30 s.' } },
  })
})
