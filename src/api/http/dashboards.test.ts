import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiDashboards } from '../../model/index.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { must, type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
let settings: Settings
beforeEach(async () => {
  settings = must(await openSqlite(':memory:'))
  world = await testWorld({ dashboards: settings.dashboards })
})
afterEach(async () => {
  await world.close()
  await settings.close()
})

const text = '{"widgets":[{"type":"text","properties":{"markdown":"안녕"}}]}'
const put = (body: object) => world.json('PUT', '/api/dashboards/dashboard', { name: 'a', body: text, ...body })
const get = (name: string, more = '') =>
  world.json('GET', `/api/dashboards/dashboard?name=${encodeURIComponent(name)}${more}`)

test('a dashboard is put, read, listed and deleted', async () => {
  const made = await put({})
  expect(made).toEqual({
    status: 200,
    body: { name: 'a', preset: false, body: text, version: expect.any(Number), changedAt: world.now, warnings: [] },
  })
  expect(await get('a')).toEqual(made)
  await put({ name: 'other' })
  const list = (await world.json('GET', '/api/dashboards?prefix=a')).body as ApiDashboards
  expect(list.dashboards).toEqual([
    { name: 'a', preset: false, changedAt: world.now, bytes: Buffer.byteLength(text), widgets: 1 },
  ])
  expect(await world.json('DELETE', '/api/dashboards/dashboard?name=a')).toEqual({ status: 204, body: undefined })
  expect(await world.json('DELETE', '/api/dashboards/dashboard?name=a')).toMatchObject({ status: 404 })
  expect(await get('a')).toMatchObject({ status: 404, body: { error: { code: 'not-found', at: { field: 'name' } } } })
})

test('who has read an older version is told so, and changes nothing', async () => {
  const { version } = (await put({ version: 0 })).body
  expect(await put({ version: 0 })).toMatchObject({ status: 409, body: { error: { code: 'changed' } } })
  const second = await put({ version, body: '{"widgets":[]}' })
  expect(second).toMatchObject({ status: 200 })
  expect(await put({ version })).toMatchObject({ status: 409 })
  expect((await get('a')).body).toMatchObject({ body: '{"widgets":[]}', version: second.body.version })
  expect(await put({ body: text })).toMatchObject({ status: 200 })
})

test('what cannot be is refused with its places; what is odd is taken with a warning', async () => {
  expect(await put({ body: '{"widgets":[{"type":"text","properties":{}},7]}' })).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'invalid-request',
        message: "/widgets/0/properties: Should have required property 'markdown'\n/widgets/1: Should be object",
        at: { field: 'body' },
      },
    },
  })
  const many = JSON.stringify({ widgets: Array.from({ length: 20 }, () => 7) })
  expect((await put({ body: many })).body.error.message).toMatch(/… and 10 more$/)
  for (const name of ['', 'a b', 'preset:cluster', 'é', 'a'.repeat(256)])
    expect(await put({ name })).toMatchObject({ status: 400, body: { error: { at: { field: 'name' } } } })
  const odd = '{"widgets":[{"type":"custom","properties":{}}]}'
  expect((await put({ body: odd })).body.warnings).toHaveLength(1)
  expect((await get('a')).body.warnings).toEqual([{ path: '/widgets/0/properties', message: expect.any(String) }])
})

test(`a body of ${limits.dashboardBytes} bytes fits, and one more byte does not`, async () => {
  const around = '{"widgets":[{"type":"text","properties":{"markdown":""}}]}'
  const body = around.replace('""', `"${'\\"'.repeat((limits.dashboardBytes - around.length) / 2)}"`)
  expect((await put({ body })).status).toBe(200)
  expect((await put({ body: `${body} ${'x'.repeat(limits.dashboardBytes % 2)}` })).status).toBe(400)
})

test('the boards that come with Mangru are listed and read, in both languages, and never changed', async () => {
  const { presets, dashboards } = (await world.json('GET', '/api/dashboards')).body as ApiDashboards
  expect(dashboards).toEqual([])
  expect(presets.map(({ name }) => name)).toContain('preset:mangru')
  for (const { name, title, widgets } of presets) {
    expect(Object.keys(title ?? {})).toEqual(['en', 'ko'])
    const [english, korean] = [await get(name), await get(name, '&language=ko')]
    expect(english.body).toMatchObject({ name, preset: true, version: 0, changedAt: null, warnings: [] })
    expect((JSON.parse(english.body.body) as { widgets: unknown[] }).widgets).toHaveLength(widgets)
    expect(korean.body.body).toMatch(/[가-힣]/)
    expect(english.body.body).toContain('"region": "eu-north-1"')
    expect((await world.json('DELETE', `/api/dashboards/dashboard?name=${name}`)).status).toBe(400)
  }
  expect((await get('preset:none')).status).toBe(404)
})

test('there is an end to them', async () => {
  for (let n = 0; n < limits.dashboards; n++)
    must(await settings.dashboards.put({ name: `d${n}`, body: text, widgets: 1, changedAt: world.now }))
  expect(await put({ name: 'more' })).toMatchObject({ status: 422, body: { error: { code: 'over-limit' } } })
  expect((await put({ name: 'd0' })).status).toBe(200)
})

test('readers read, operators change', async () => {
  const strict = await testWorld({ dashboards: settings.dashboards, mode: 'required' })
  const as = async (role: 'reader' | 'writer' | 'operator') => strict.token(role)
  expect((await strict.json('GET', '/api/dashboards')).status).toBe(401)
  expect((await strict.json('GET', '/api/dashboards', undefined, await as('reader'))).status).toBe(200)
  const wish = { name: 'a', body: text }
  expect((await strict.json('PUT', '/api/dashboards/dashboard', wish, await as('writer'))).status).toBe(403)
  expect((await strict.json('PUT', '/api/dashboards/dashboard', wish, await as('operator'))).status).toBe(200)
  await strict.close()
})

test('without dashboards there are none, and the session says so', async () => {
  expect((await world.json('GET', '/api/session')).body.features).toContain('dashboards')
  const without = await testWorld()
  expect((await without.json('GET', '/api/dashboards')).status).toBe(404)
  expect((await without.json('GET', '/api/session')).body.features).not.toContain('dashboards')
  await without.close()
})
