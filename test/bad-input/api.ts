/** Our own API and the page's files: wrong types, wrong ranges, paths that climb, and requests that other sites' pages would send. */
import { expect, test } from 'vitest'
import { expectApi } from './answers.ts'
import { eachRow, group, type World } from './world.ts'

const deep = '['.repeat(200_000) + ']'.repeat(200_000)
const range = { from: 0, to: 1_000 }
const search = { groups: [group], ...range, order: 'newest', limit: 10 }

export function apiCases(world: () => World): void {
  const post = (path: string, body: unknown, headers?: Record<string, string>) =>
    world().api('POST', path, body, headers)
  const questions = ['/api/logs/search', '/api/logs/histogram', '/api/logs/facets']

  eachRow<[string, unknown]>([
    ['a list', []],
    ['null', 'null'],
    ['a text', '"x"'],
    ['nothing', {}],
    ['no JSON', '{"groups":'],
    ['wrong UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['200,000 levels', deep],
    ['200,000 levels inside', `{"groups":${deep},"from":0,"to":1}`],
    ['150,000 levels of objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['a prototype', '{"__proto__":{"groups":["x"]}}'],
    ['a constructor', '{"constructor":{"prototype":{"x":1}}}'],
    ['a list of 200,000 groups', { ...search, groups: Array(200_000).fill('x') }],
    ['101 groups', { ...search, groups: Array(101).fill('x') }],
    ['no group', { ...search, groups: [] }],
    ['a number for a group', { ...search, groups: [1] }],
    ['a text for the groups', { ...search, groups: group }],
    ['a group with no end', { ...search, groups: ['x'.repeat(600_000)] }],
    ['from after to', { ...search, from: 2, to: 1 }],
    ['an empty range', { ...search, from: 1, to: 1 }],
    ['a negative range', { ...search, from: -5, to: -1 }],
    ['1e300', { ...search, to: 1e300 }],
    ['1e999', `{"groups":["${group}"],"from":0,"to":1e999,"order":"newest","limit":1}`],
    ['NaN', `{"groups":["${group}"],"from":NaN,"to":1,"order":"newest","limit":1}`],
    ['a fraction', { ...search, from: 0.5 }],
    ['a text for a time', { ...search, from: '0' }],
    ['past the last instant', { ...search, to: 10_000_000_000_000 }],
    ['a pattern that is none', { ...search, pattern: '{ $.a = ' }],
    ['a pattern of 16,385 units', { ...search, pattern: 'x'.repeat(16_385) }],
    ['a pattern of 5,000 levels', { ...search, pattern: `{ ${'('.repeat(5_000)}$.a = 1${')'.repeat(5_000)} }` }],
    ['a regular expression that explodes', { ...search, pattern: `%${'(a+)+'.repeat(50)}%` }],
    ['51 filters', { ...search, filters: Array(51).fill({ field: 'pod', value: 'x' }) }],
    ['a filter on nothing', { ...search, filters: [{ field: '__proto__', value: 'x' }] }],
    ['a filter of a number', { ...search, filters: [{ field: 'pod', value: 1 }] }],
    ['101 streams', { ...search, streams: Array(101).fill('x') }],
  ])('a question that is none', async (_name, body) => {
    for (const path of questions) expectApi(await post(path, body), 400, 'invalid-request')
  })

  test('bounds of each question, one past them', async () => {
    for (const [path, more] of [
      ['/api/logs/search', { limit: 10_001 }],
      ['/api/logs/search', { limit: 0 }],
      ['/api/logs/search', { order: 'sideways' }],
      ['/api/logs/search', { after: 'x' }],
      ['/api/logs/search', { after: '1.99999999999999999999.1' }],
      ['/api/logs/histogram', { bars: 1_001 }],
      ['/api/logs/histogram', { bars: 1.5 }],
      ['/api/logs/facets', { top: 101 }],
    ] as const)
      expectApi(await post(path, { ...search, ...more }), 400, 'invalid-request')
    for (const path of [
      '/api/logs/context?group=x&id=1',
      `/api/logs/context?group=${group}&id=${'9'.repeat(56)}`,
      `/api/logs/context?group=${group}&id=3${'9'.repeat(55)}`,
      '/api/logs/context',
      '/api/logs/groups?limit=1e9',
      '/api/logs/groups?limit=NaN',
      '/api/logs/groups?limit=10&limit=20',
      '/api/logs/streams',
      '/api/logs/streams?group[]=x',
      '/api/logs/streams?group=x&after=%ff',
      '/api/logs/follow',
      '/api/logs/follow?selection={',
      `/api/logs/follow?selection=${encodeURIComponent('['.repeat(3_000))}`,
      '/api/logs/download?selection=null',
      '/api/logs/download?selection=%7B%22groups%22%3A%5B%22none%22%5D%2C%22from%22%3A0%2C%22to%22%3A1%7D',
    ]) {
      const answer = await world().api('GET', path)
      expectApi(answer, answer.status === 404 ? 404 : 400, /^(invalid-request|not-found)$/)
    }
  })

  test('what is asked with members that nobody knows is answered', async () => {
    const answer = await post('/api/logs/histogram', { ...search, other: { deep: [[[]]] } })
    expect(answer.status).toBe(200)
  })

  test('100 MB, told beforehand, and just past the bound', async () => {
    for (const length of [1_048_577, 100_000_000])
      expectApi(await post('/api/logs/search', Buffer.alloc(length, ' ')), 413, 'over-limit')
    const chunk = `100000\r\n${' '.repeat(1_048_576)}\r\n`
    const answer = await world().send(
      `POST /api/logs/search HTTP/1.1\r\nHost: ${world().host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array<string>(96).fill(chunk),
      '0\r\n\r\n',
    )
    expectApi(answer, 413, 'over-limit')
  })

  test('only JSON, and only as it is', async () => {
    const body = JSON.stringify(search)
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
      '',
    ])
      expectApi(await post('/api/logs/search', body, { 'Content-Type': type }), 415, 'invalid-request')
    expectApi(
      await post('/api/logs/groups', '{"name":"by-a-form"}', { 'Content-Type': 'text/plain' }),
      415,
      'invalid-request',
    )
    const groups = await world().api('GET', '/api/logs/groups?contains=by-a-form')
    expect(JSON.parse(groups.body.toString())).toMatchObject({ groups: [] })
  })

  test('a page of another site, or another name for this host, is shut out', async () => {
    const body = JSON.stringify({ name: 'by-a-stranger' })
    for (const headers of [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://localhost:1' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
      { 'Sec-Fetch-Site': 'same-origin', Host: 'evil.example' },
      { Host: 'evil.example' },
      { Host: '127.0.0.1.evil.example' },
      { Host: 'localhost@evil.example' },
      { Host: '0.0.0.0' },
      { Host: '[::2]' },
    ])
      expectApi(await post('/api/logs/groups', body, headers), 403, 'forbidden')
    expectApi(await world().api('GET', '/', undefined, { Host: 'evil.example' }), 403, 'forbidden')
    const groups = await world().api('GET', '/api/logs/groups?contains=by-a-stranger')
    expect(JSON.parse(groups.body.toString())).toMatchObject({ groups: [] })
  })

  test('paths that climb out of the page lead nowhere', async () => {
    for (const path of [
      '/../package.json', '/../../etc/passwd', '/%2e%2e/package.json', '/%2e%2e%2fpackage.json', '/..%2f..%2fpackage.json', '/..%5c..%5cpackage.json',
      '/assets/../../package.json', '/assets/..%2f..%2fpackage.json', '/....//package.json', '//etc/passwd', '/%2fetc/passwd', '/%252e%252e/package.json',
      '/..\\package.json', '/.%00./package.json', '/%c0%ae%c0%ae/package.json', '/index.html%00.js', '/.git/config', '/.env', '/package.json', '/file:///etc/passwd',
    ]) {
      const answer = await world().api('GET', path)
      const said = answer.body.toString()
      expect([path, said]).toEqual([path, expect.not.stringMatching(/"devDependencies"|root:x:0|\[core\]/)])
      if (answer.status !== 200) expectApi(answer, answer.status, /^(not-found|invalid-request|forbidden)$/)
    } // biome-ignore format: a list of paths
  })

  test('cookies and tokens that are none', async () => {
    for (const headers of [
      { Cookie: 'mangru_session=x' },
      { Cookie: 'mangru_session' },
      { Cookie: `mangru_session=${'x'.repeat(8_000)}` },
      { Cookie: '=;;==;mangru_session==; __proto__=1' },
      { Cookie: '\xff\xfe=\x80' },
    ])
      expect((await world().api('GET', '/api/logs/groups', undefined, headers)).status).toBe(200)
    for (const token of ['x', 'x'.repeat(8_000), '__proto__', '%00'])
      expectApi(
        await world().api('GET', '/api/logs/groups', undefined, { Authorization: `Bearer ${token}` }),
        401,
        'unauthenticated',
      )
    for (const login of [{ token: '__proto__' }, { accessKeyId: '__proto__', secretAccessKey: 'constructor' }])
      expectApi(await post('/api/session', login), 401, 'unauthenticated')
    expectApi(await post('/api/session', { token: 1 }), 400, 'invalid-request')
  })

  test.each([[{ pattern: '[', messages: [] }], [{ pattern: '{ $.a IS }', messages: ['x'] }]])(
    'a pattern that is none is told apart: %j',
    async body => {
      const answer = await post('/api/logs/pattern', body)
      expect(answer.status).toBe(200)
      expect(JSON.parse(answer.body.toString())).toMatchObject({ ok: false, message: expect.stringMatching(/\w+ \w+/) })
    },
  )
}
