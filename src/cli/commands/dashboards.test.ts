import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiDashboard, ApiDashboards } from '../../model/index.ts'
import { run } from '../run.ts'
import { type TestWorld, testWorld } from '../test-world.ts'
import { dashboardsCommands } from './dashboards.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mangru-dashboards-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const text = '{"widgets":[{"type":"text","properties":{"markdown":"안녕"}}]}'
const kept = new Map([
  ['shop', text],
  ['ops', `${text}\n`],
])
const entry = (name: string) => ({ name, preset: false, changedAt: 1_700_000_000_000, bytes: 64, widgets: 1 })
const preset = { ...entry('preset:mangru'), preset: true, changedAt: null, title: { en: 'Itself', ko: '자신' } }

/** A Mangru that keeps two dashboards and notes what is put. */
function world(): TestWorld & { readonly asked: string[]; readonly put: { name: string; body: string }[] } {
  const asked: string[] = []
  const put: { name: string; body: string }[] = []
  const answer = (url: URL, method: string, sent: string): Response => {
    if (url.pathname === '/api/dashboards') {
      const dashboards = [...kept.keys()]
        .map(entry)
        .filter(({ name }) => name.startsWith(url.searchParams.get('prefix') ?? ''))
      return Response.json({ dashboards, presets: [preset] } satisfies ApiDashboards)
    }
    if (method === 'PUT') {
      const wish = JSON.parse(sent) as { name: string; body: string }
      if (wish.name === 'bad name')
        return Response.json({ error: { code: 'invalid-request', message: 'A name has letters.' } }, { status: 400 })
      put.push(wish)
      return Response.json({ ...wish, preset: false, version: 1, changedAt: 1, warnings: [] } satisfies ApiDashboard)
    }
    const name = url.searchParams.get('name') ?? ''
    const body = name === 'preset:mangru' ? `{"in":"${url.searchParams.get('language')}"}` : kept.get(name)
    if (body === undefined)
      return Response.json({ error: { code: 'not-found', message: `There is no dashboard ${name}.` } }, { status: 404 })
    return Response.json({ name, preset: false, body, version: 1, changedAt: 1, warnings: [] } satisfies ApiDashboard)
  }
  const fake = (async (url: URL, init: RequestInit) => {
    asked.push(`${init.method} ${url.pathname}${url.search}`)
    return answer(url, init.method ?? 'GET', String(init.body ?? ''))
  }) as unknown as typeof fetch
  return Object.assign(testWorld({ cwd, fetch: fake }), { asked, put })
}
const told = async (...words: string[]) => {
  const here = world()
  const code = await run(['dashboards', ...words], dashboardsCommands, here)
  return { code, out: here.stdout(), err: here.stderr(), asked: here.asked, put: here.put }
}
const file = (name: string, body: string): string => {
  writeFileSync(join(cwd, name), body)
  return name
}

describe('mangru dashboards list', () => {
  test('shows what there is, and the boards that come with Mangru when they are asked for', async () => {
    const { code, out } = await told('list')
    expect([code, out.split('\n').map(line => line.split(/\s\s+/)[0])]).toEqual([0, ['NAME', 'shop', 'ops', '']])
    expect((await told('list', '--presets')).out).toContain('Itself')
    expect((await told('list', '--presets', '--lang', 'ko')).out).toContain('자신')
    expect((await told('list', '--prefix', 'sh', '--json')).out).toBe(`${JSON.stringify([entry('shop')])}\n`)
    expect((await told('list', '--prefix', 'none')).err).toMatch(/^There are no dashboards yet/)
    expect((await told('list', 'extra')).code).toBe(2)
  })
})

describe('mangru dashboards export', () => {
  test('one to standard output, as it is kept', async () => {
    expect(await told('export', 'shop')).toMatchObject({ code: 0, out: `${text}\n`, err: '' })
    expect((await told('export', 'ops')).out).toBe(`${text}\n`)
    expect((await told('export', 'preset:mangru', '--lang', 'ko')).out).toBe('{"in":"ko"}\n')
    expect(await told('export', 'none')).toMatchObject({
      code: 1,
      err: 'The server answers 404: There is no dashboard none.\n',
    })
    expect((await told('export')).code).toBe(2)
    expect((await told('export', 'shop', 'ops')).code).toBe(2)
  })

  test('all, or those named, into a folder', async () => {
    expect((await told('export', '--to', 'all')).err).toBe(`2 dashboards are in ${join(cwd, 'all')}.\n`)
    expect(readdirSync(join(cwd, 'all')).sort()).toEqual(['ops.json', 'shop.json'])
    expect(readFileSync(join(cwd, 'all', 'shop.json'), 'utf8')).toBe(`${text}\n`)
    await told('export', 'preset:mangru', '--to', 'some')
    expect(readdirSync(join(cwd, 'some'))).toEqual(['preset-mangru.json'])
    expect((await told('export', '--to', file('taken', ''))).code).toBe(1)
  })
})

describe('mangru dashboards import', () => {
  test('puts files under their names, after checking them', async () => {
    file('a.json', text)
    file('b.json', '{"widgets":[{"type":"custom","properties":{}}]}')
    file('other.txt', 'no')
    const { code, put, err } = await told('import', '.')
    expect([code, put.map(({ name }) => name)]).toEqual([0, ['a', 'b']])
    expect(err).toContain("b: warning /widgets/0/properties: Widgets of type 'custom' are kept and not drawn\n")
    expect(err).toContain('2 dashboards are in Mangru.')
    expect((await told('import', 'a.json', '--name', 'c')).put).toEqual([{ name: 'c', body: text }])
    expect((await told('import', 'a.json', 'b.json', '--name', 'c')).code).toBe(2)
    expect((await told('import')).code).toBe(2)
    expect((await told('import', 'none.json')).code).toBe(1)
  })

  test('what is wrong is said with its place, and lets the others in', async () => {
    file('bad.json', '{"widgets":[{"type":"text","properties":{}}]}')
    file('good.json', text)
    const { code, put, err } = await told('import', '.')
    expect([code, put.map(({ name }) => name)]).toEqual([1, ['good']])
    expect(err).toContain("bad /widgets/0/properties: Should have required property 'markdown'\n")
    expect(err).toContain('1 dashboards are in Mangru, 1 were refused.')
    const json = JSON.parse((await told('import', '.', '--json')).out) as { name: string; put: boolean }[]
    expect(json).toMatchObject([
      { name: 'bad', put: false, errors: [{ path: '/widgets/0/properties' }] },
      { name: 'good', put: true, errors: [], warnings: [] },
    ])
  })

  test('a dry run only looks; what the server refuses is said', async () => {
    file('a.json', text)
    expect(await told('import', 'a.json', '--dry-run')).toMatchObject({
      ...{ code: 0, asked: [], put: [] },
      err: '1 dashboards can be imported. Nothing was changed.\n',
    })
    expect(await told('import', 'a.json', '--name', 'bad name')).toMatchObject({
      code: 1,
      err: expect.stringContaining('bad name: The server answers 400: A name has letters.\n'),
    })
    expect((await told('import', 'a.json', '--lang', 'ko')).err).toBe('대시보드 1개를 망루에 넣었습니다.\n')
  })

  test('a file that is no dashboard by its size is not read', async () => {
    file('a.json', ' '.repeat(limits.dashboardBytes * 8 + 1))
    expect((await told('import', 'a.json')).code).toBe(1)
    file('a.json', ' '.repeat(limits.dashboardBytes * 8))
    expect((await told('import', 'a.json')).err).toContain('Should NOT be longer than')
  })
})
