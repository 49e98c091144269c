/** Dashboards over the wire, in all three protocols, on settings in memory. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant, type Result } from '../../../../model/index.ts'
import { openSqlite, type Settings } from '../../../../store/settings/index.ts'
import { readCbor } from '../../protocol/cbor-read.ts'
import { writeCbor } from '../../protocol/cbor-write.ts'
import { call, serve, steppedClock } from '../../protocol/test-server.ts'
import { dashboardOperations } from './operations.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const clock = steppedClock(Date.UTC(2026, 0, 20, 12))

let settings: Settings
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  settings = must(await openSqlite(':memory:'))
  const service = {
    targetPrefix: 'GraniteServiceVersion20100801',
    signingName: 'monitoring',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    errorNamespace: 'com.amazonaws.cloudwatch.v2010_08_01#',
    operations: new Map(dashboardOperations({ dashboards: settings.dashboards, clock })),
  }
  server = await serve([service], { clock })
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await settings?.close()
})

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Answer = any
const ask = async (
  operation: string,
  input: object,
  headers: Record<string, string> = { 'x-amzn-query-mode': 'true' },
) => {
  const answer = await call(server.port, `GraniteServiceVersion20100801.${operation}`, {
    body: JSON.stringify(input),
    headers,
  })
  return { status: answer.status, error: answer.headers['x-amzn-query-error'], json: answer.json as Answer }
}
const put = (DashboardName: string, DashboardBody: string) => ask('PutDashboard', { DashboardName, DashboardBody })
const text = '{"widgets":[{"type":"text","properties":{"markdown":"안녕"}}]}'
const query = async (form: string) => {
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: 'POST',
    body: `${form}&Version=2010-08-01`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  return { status: answer.status, xml: await answer.text() }
}
const cbor = async (operation: string, input: object) => {
  const answer = await fetch(
    `http://127.0.0.1:${server.port}/service/GraniteServiceVersion20100801/operation/${operation}`,
    {
      method: 'POST',
      body: Buffer.from(writeCbor(input)),
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor', accept: 'application/cbor' },
    },
  )
  return { status: answer.status, value: must(readCbor(Buffer.from(await answer.arrayBuffer()))) as Answer }
}

describe('PutDashboard and GetDashboard', () => {
  test('what is put comes back as it was, from whatever region', async () => {
    const body = ` ${text}\n`
    expect(await put('a', body)).toEqual({ status: 200, error: undefined, json: { DashboardValidationMessages: [] } })
    expect((await ask('GetDashboard', { DashboardName: 'a' })).json).toEqual({
      DashboardArn: expect.stringMatching(/^arn:aws:cloudwatch::\d{12}:dashboard\/a$/),
      DashboardBody: body,
      DashboardName: 'a',
    })
    await put('a', '{"widgets":[]}')
    expect((await ask('GetDashboard', { DashboardName: 'a' })).json.DashboardBody).toBe('{"widgets":[]}')
  })

  test('warnings come with the answer', async () => {
    const body = JSON.stringify({ widgets: [{ type: 'custom', properties: {} }] })
    expect((await put('warned', body)).json).toEqual({
      DashboardValidationMessages: [
        { DataPath: '/widgets/0/properties', Message: "Widgets of type 'custom' are kept and not drawn" },
      ],
    })
  })

  test('errors are told twice, as CloudWatch tells them, and nothing is kept', async () => {
    const body = JSON.stringify({
      widgets: [
        { type: 'alarm', properties: { alarms: [] } },
        { type: 'log', properties: { query: 'x' } },
      ],
    })
    const answer = await put('bad', body)
    expect(answer).toMatchObject({ status: 400, error: 'InvalidParameterInput;Sender' })
    expect(answer.json).toEqual({
      __type: 'com.amazonaws.cloudwatch.v2010_08_01#DashboardInvalidInputError',
      message: `The dashboard body is invalid, there are 2 validation errors:
[
  {
    "dataPath": "/widgets/0/properties/alarms",
    "message": "Should NOT have less than 1 items"
  },
  {
    "dataPath": "/widgets/1/properties/region",
    "message": "Should have required property 'region'"
  }
]`,
      dashboardValidationMessages: [
        { DataPath: '/widgets/0/properties/alarms', Message: 'Should NOT have less than 1 items' },
        { DataPath: '/widgets/1/properties/region', Message: "Should have required property 'region'" },
      ],
    })
    expect((await ask('GetDashboard', { DashboardName: 'bad' })).status).toBe(404)
  })

  test('what is no JSON is told in one line', async () => {
    expect((await put('bad', '{')).json).toMatchObject({
      message: 'The field DashboardBody must be a valid JSON object',
    })
  })

  test.each(['', 'a b', 'a/b', 'é', 'a'.repeat(256), 'preset:cluster'])('the name %j is refused', async name => {
    const message =
      'The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n'
    for (const answer of [await put(name, text), await ask('GetDashboard', { DashboardName: name })])
      expect(answer).toMatchObject({ status: 400, error: 'InvalidParameterValue;Sender', json: { message } })
  })

  test('a name of 255 is taken; both members must be there', async () => {
    expect((await put('a'.repeat(255), text)).status).toBe(200)
    expect(await ask('PutDashboard', { DashboardName: 'x' })).toMatchObject({
      status: 400,
      error: 'ValidationError;Sender',
    })
  })

  test('an unknown one is not found: 404 where AWS Query is meant, else 400', async () => {
    expect(await ask('GetDashboard', { DashboardName: 'none' })).toMatchObject({
      status: 404,
      error: 'ResourceNotFound;Sender',
      json: {
        __type: 'com.amazonaws.cloudwatch.v2010_08_01#DashboardNotFoundError',
        message: 'Dashboard none does not exist',
      },
    })
    expect((await ask('GetDashboard', { DashboardName: 'none' }, {})).status).toBe(400)
  })

  test(`a body of ${limits.dashboardBytes} bytes whose every second character is escaped fits into a request (dashboardRequestBytes)`, async () => {
    const around = '{"widgets":[{"type":"text","properties":{"markdown":""}}]}'
    const body = around.replace('""', `"${'\\"'.repeat((limits.dashboardBytes - around.length) / 2)}"`)
    expect((await put('large', body)).status).toBe(200)
    expect((await ask('GetDashboard', { DashboardName: 'large' })).json.DashboardBody === body).toBe(true)
    expect((await put('large', `${body}     `)).status).toBe(400)
    const request = (length: number) => ({ DashboardName: 'n', DashboardBody: ' '.repeat(length) })
    const empty = JSON.stringify(request(0)).length
    expect((await ask('PutDashboard', request(limits.dashboardRequestBytes - empty))).json.__type).toMatch(
      'DashboardInvalidInputError',
    )
    expect((await ask('PutDashboard', request(limits.dashboardRequestBytes - empty + 1))).json.__type).not.toMatch(
      'DashboardInvalidInputError',
    )
  })
})

describe('ListDashboards and DeleteDashboards', () => {
  test('lists by prefix with sizes and times; deletes all or none', async () => {
    for (const name of ['list-b', 'list-a', 'list-c']) await put(name, text)
    const entry = (DashboardName: string) => ({
      ...{ DashboardName, DashboardArn: expect.stringMatching(`:dashboard/${DashboardName}$`) },
      ...{ LastModified: clock.now() / 1_000, Size: Buffer.byteLength(text) },
    })
    expect((await ask('ListDashboards', { DashboardNamePrefix: 'list-' })).json).toEqual({
      DashboardEntries: ['list-a', 'list-b', 'list-c'].map(entry),
    })
    expect(await ask('DeleteDashboards', { DashboardNames: ['list-a', 'none'] })).toMatchObject({
      status: 404,
      error: 'ResourceNotFound;Sender',
      json: { message: 'Dashboard none does not exist' },
    })
    expect((await ask('DeleteDashboards', { DashboardNames: ['list-a', 'list-b'] })).json).toEqual({})
    expect((await ask('ListDashboards', { DashboardNamePrefix: 'list-' })).json.DashboardEntries).toHaveLength(1)
    expect(await ask('DeleteDashboards', { DashboardNames: [] })).toMatchObject({
      status: 400,
      error: 'MissingParameter;Sender',
    })
    expect(await ask('DeleteDashboards', {})).toMatchObject({ status: 400, error: 'ValidationError;Sender' })
  })

  test(`a page has ${limits.listDashboardsCount} (listDashboardsCount), and one call deletes ${limits.deletedDashboards} (deletedDashboards)`, async () => {
    const kept = must(await settings.dashboards.dashboards({ limit: 10_000 })).map(({ name }) => name)
    must(await settings.dashboards.remove(kept))
    const names = Array.from({ length: limits.listDashboardsCount }, (_, n) => `p${String(n).padStart(4, '0')}`)
    for (const name of names)
      must(await settings.dashboards.put({ name, body: text, widgets: 1, changedAt: instant(1) }))
    const whole = (await ask('ListDashboards', {})).json
    expect([whole.DashboardEntries.length, whole.NextToken]).toEqual([limits.listDashboardsCount, undefined])
    const all = (count: number) => ({ DashboardNames: Array.from({ length: count }, (_, n) => names[n] ?? names[0]) })
    expect((await ask('DeleteDashboards', all(limits.deletedDashboards + 1))).error).toBe('ValidationError;Sender')
    expect((await ask('DeleteDashboards', all(limits.deletedDashboards))).status).toBe(200)
    expect((await ask('ListDashboards', {})).json).toEqual({ DashboardEntries: [] })
  })

  test('a token goes on where the page ended, for the same question only', async () => {
    // More than a page can only be there through another replica's put at the same time: the settings are asked directly.
    const more = { ...settings.dashboards, dashboards: async () => ({ ok: true as const, value: page }) }
    const page = Array.from({ length: limits.listDashboardsCount + 1 }, (_, n) => ({
      ...{ name: `n${n}`, bytes: 1, widgets: 0, changedAt: instant(1), version: 1 },
    }))
    const [, list] = dashboardOperations({ dashboards: more, clock })[2]!
    const asked: unknown[] = []
    const going = {
      ...more,
      dashboards: async (wish: unknown) => {
        asked.push(wish)
        return { ok: true as const, value: page }
      },
    }
    const about = { account: '000000000000' } as never
    const first = must(await list.run({}, about)) as Answer
    expect(first.DashboardEntries).toHaveLength(limits.listDashboardsCount)
    const [, next] = dashboardOperations({ dashboards: going, clock })[2]!
    must(await next.run({ NextToken: first.NextToken }, about))
    expect(asked).toEqual([{ after: `n${limits.listDashboardsCount - 1}`, limit: limits.listDashboardsCount + 1 }])
    for (const wrong of [{ NextToken: 'x' }, { NextToken: first.NextToken, DashboardNamePrefix: 'n' }])
      expect(await next.run(wrong, about)).toMatchObject({ ok: false, error: { type: 'InvalidNextToken' } })
  })
})

describe('other protocols', () => {
  test('AWS Query', async () => {
    const body = encodeURIComponent(text)
    expect(await query(`Action=PutDashboard&DashboardName=q&DashboardBody=${body}`)).toMatchObject({
      status: 200,
      xml: expect.stringMatching(/<PutDashboardResult>|<PutDashboardResponse/),
    })
    expect((await query('Action=GetDashboard&DashboardName=q')).xml).toContain(
      '<DashboardBody>{&quot;widgets&quot;:[{&quot;type&quot;:&quot;text&quot;',
    )
    expect((await query('Action=ListDashboards&DashboardNamePrefix=q')).xml).toMatch(
      /<DashboardEntries><member><DashboardName>q<\/DashboardName>.*<LastModified>2026-01-20T12:00:00Z<\/LastModified><Size>\d+<\/Size><\/member><\/DashboardEntries>/,
    )
    const bad = await query('Action=PutDashboard&DashboardName=q&DashboardBody=%7B%7D')
    expect(bad.status).toBe(400)
    expect(bad.xml).toMatch(
      /<Code>InvalidParameterInput<\/Code><Message>Should have required property 'widgets'<\/Message><dashboardValidationMessages><member><DataPath><\/DataPath><Message>Should have required property 'widgets'<\/Message><\/member><\/dashboardValidationMessages><\/Error>/,
    )
    const gone = await query('Action=GetDashboard&DashboardName=none')
    expect([gone.status, gone.xml]).toEqual([404, expect.stringContaining('<Code>ResourceNotFound</Code>')])
    // Clients of this protocol look for the element, though nothing is in it.
    expect(await query('Action=DeleteDashboards&DashboardNames.member.1=q')).toMatchObject({
      status: 200,
      xml: expect.stringContaining('<DeleteDashboardsResult></DeleteDashboardsResult>'),
    })
  })

  test('CBOR', async () => {
    expect(await cbor('PutDashboard', { DashboardName: 'c', DashboardBody: text })).toEqual({
      status: 200,
      value: { DashboardValidationMessages: [] },
    })
    expect((await cbor('GetDashboard', { DashboardName: 'c' })).value).toMatchObject({ DashboardBody: text })
    expect((await cbor('ListDashboards', { DashboardNamePrefix: 'c' })).value.DashboardEntries).toHaveLength(1)
    expect((await cbor('PutDashboard', { DashboardName: 'c', DashboardBody: '{}' })).value).toMatchObject({
      __type: 'com.amazonaws.cloudwatch.v2010_08_01#DashboardInvalidInputError',
      dashboardValidationMessages: [{ DataPath: '', Message: "Should have required property 'widgets'" }],
    })
    expect((await cbor('DeleteDashboards', { DashboardNames: ['c'] })).status).toBe(200)
  })
})
