/** Names, tags, tokens and patterns that would be something else to a database: all of them are only text. */
import { expect, test } from 'vitest'
import { mustCall } from '../../bench/wire/index.ts'
import { expectApi, expectAws } from './answers.ts'
import { eachRow, group, type LogEvent, type World } from './world.ts'

/** What would do harm if any of it ever became SQL, a path, a format or a property. */
const poison = [
  "'; DROP TABLE mangru.logs; --", '"; DROP TABLE log_groups; --', '\n\nDROP TABLE mangru.logs', "' OR 1=1 --", "\\'; DROP TABLE mangru.logs; --",
  '`; DROP TABLE mangru.logs', '/* comment */', '-- comment', '*/ DROP TABLE mangru.logs /*', '{x:String}', '{0}', '$1', '#{1+1}', '%', '_', '%s', '\\', "\\\\'",
  "''", '""', "'", '"', ');', '# comment', '\\n', 'FORMAT Native', '1; SELECT 1', "E'\\x27'", '../../etc/passwd', 'a\tb', 'ÿ', '한글', '🙂', '<script>alert(1)</script>',
  '__proto__', 'constructor', 'hasOwnProperty', 'null', 'undefined', '\u2019; DROP TABLE', '$$; DROP TABLE x; $$', "x' UNION SELECT * FROM system.users --",
] // biome-ignore format: a list of texts

const named = { logGroupName: group }

export function nameCases(world: () => World): void {
  const call = (operation: string, input: unknown) => world().client.call(operation, input)
  const api = (path: string, body?: unknown) => world().api(body === undefined ? 'GET' : 'POST', path, body)
  const filter = async (more: object): Promise<readonly string[]> => {
    const found: string[] = []
    for (let nextToken: unknown; ; ) {
      const asked = { ...named, ...more, ...(nextToken === undefined ? {} : { nextToken }) }
      const page = await mustCall(world().client, 'FilterLogEvents', asked)
      found.push(...(page.events as LogEvent[]).map(event => event.message))
      nextToken = page.nextToken
      if (nextToken === undefined) return found
    }
  }

  test('SQL in messages and in the names of streams stays text', async () => {
    const streams = poison.filter(name => !/[:*]/.test(name)).map(name => `s ${name}`)
    const now = Date.now()
    await Promise.all(
      streams.map(async name => {
        const stream = { ...named, logStreamName: name }
        expect((await world().aws('CreateLogStream', JSON.stringify(stream))).status).toBe(200)
        expectAws(await world().aws('CreateLogStream', JSON.stringify(stream)), 'ResourceAlreadyExistsException')
        const logEvents = [{ timestamp: now, message: `in ${name}` }]
        expect((await world().aws('PutLogEvents', JSON.stringify({ ...stream, logEvents }))).status).toBe(200)
        world().remember(name, [`in ${name}`])
      }),
    )
    await mustCall(world().client, 'CreateLogStream', { ...named, logStreamName: 'poison' })
    await world().put(
      'poison',
      poison.map((text, at) => ({ timestamp: now + at, message: `<${text}>` })),
    )
    expect(await world().read('poison')).toEqual(poison.map(text => `<${text}>`))
    for (const name of streams) {
      expect(await filter({ logStreamNames: [name] })).toEqual([`in ${name}`])
      const { logStreams } = await mustCall(world().client, 'DescribeLogStreams', {
        ...named,
        logStreamNamePrefix: name,
      })
      expect((logStreams as { logStreamName: string }[]).map(stream => stream.logStreamName)).toContain(name)
    }
    const listed = await api(`/api/logs/streams?group=${group}&prefix=${encodeURIComponent('s %')}&limit=1000`)
    const names = (JSON.parse(listed.body.toString()) as { streams: { name: string }[] }).streams.map(one => one.name)
    expect(names.sort()).toEqual(['s %', 's %s'])
  })

  test('SQL in patterns, words and filters stays text', async () => {
    const to = Date.now() + 600_000
    const range = { groups: [group], from: to - 3_600_000, to }
    const linesOf = async (more: object) => {
      const answer = await api('/api/logs/search', { ...range, order: 'oldest', limit: 1_000, ...more })
      const lines = answer.body
        .toString()
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
      expect(lines.at(-1)).toMatchObject({ type: 'done' })
      return lines.flatMap(line =>
        line.type === 'events' ? (line.events as LogEvent[]).map(event => event.message) : [],
      )
    }
    for (const text of poison) {
      const quoted = `"<${text.replaceAll(/["\\]/g, '\\$&')}>"`
      expect([text, await filter({ logStreamNames: ['poison'], filterPattern: quoted })]).toEqual([text, [`<${text}>`]])
      const pattern = { streams: ['poison'], pattern: quoted }
      expect([text, await linesOf(pattern)]).toEqual([text, [`<${text}>`]])
    }
    for (const text of poison.slice(0, 12)) {
      // As it stands it is a pattern or none; either way an answer.
      const bare = await call('FilterLogEvents', { ...named, filterPattern: text })
      if (bare.status !== 200) expect(bare.error).toBe('InvalidParameterException')
      for (const field of ['namespace', 'pod', 'container', 'node', 'level', 'stream'])
        expect(await linesOf({ filters: [{ field, value: text }] })).toEqual([])
      const word = await api('/api/logs/search', {
        ...range,
        order: 'newest',
        limit: 1,
        filters: [{ field: 'word', value: text }],
      })
      if (word.status !== 200) expectApi(word, 400, 'invalid-request')
      const groups = await api(`/api/logs/groups?contains=${encodeURIComponent(text)}`)
      expect([groups.status, (JSON.parse(groups.body.toString()) as { groups: unknown[] }).groups]).toEqual([200, []])
    }
  })

  test('SQL where a name of a group, a token or a tag should be', async () => {
    for (const text of poison.filter((_text, at) => at % 3 === 0)) {
      const asked = {
        logGroupName: text,
        logStreamName: 'x',
        startTime: 1,
        resourceArn: text,
        tags: { [text]: text },
        policyName: text,
      }
      for (const operation of [
        'CreateLogGroup',
        'DeleteLogGroup',
        'FilterLogEvents',
        'TagResource',
        'PutRetentionPolicy',
        'GetLogEvents',
      ]) {
        const { status, error } = await call(operation, asked)
        // Some of them are good names.
        if (status === 200) expect(text).toMatch(/^[.\-_/#A-Za-z0-9]+$/)
        else expect(error).toMatch(/Exception$/)
      }
      for (const token of ['nextToken', 'logStreamNamePrefix', 'logGroupNamePrefix', 'logGroupNamePattern'])
        for (const operation of ['GetLogEvents', 'DescribeLogStreams', 'DescribeLogGroups', 'ListLogGroups'])
          expect((await call(operation, { ...named, logStreamName: 'poison', [token]: text })).error).toMatch(
            /^$|Exception$/,
          )
    }
    expect((await call('DescribeLogGroups', {})).status).toBe(200)
  })

  eachRow<[string]>([['__proto__'], ['constructor'], ['hasOwnProperty'], ['toString'], ['..'], ['/'], ['#']])(
    'groups, streams and tags called like the language',
    async name => {
      const { client } = world()
      const which = { logGroupName: name }
      // Written out: an object with such a member would have another prototype.
      const created = await world().aws('CreateLogGroup', `{"logGroupName":"${name}","tags":{"${name}":"t"}}`)
      if (created.status !== 200) {
        // A tag may not be called #.
        expectAws(created, 'InvalidParameterException')
        await mustCall(client, 'CreateLogGroup', which)
      }
      await mustCall(client, 'CreateLogStream', { ...which, logStreamName: name })
      const message = `in ${name}`
      await mustCall(client, 'PutLogEvents', {
        ...which,
        logStreamName: name,
        logEvents: [{ timestamp: Date.now(), message }],
      })
      const { events } = await mustCall(client, 'GetLogEvents', { ...which, logStreamName: name })
      expect((events as LogEvent[]).map(event => event.message)).toEqual([message])
      const { tags } = await mustCall(client, 'ListTagsLogGroup', which)
      expect(Object.entries(tags as object)).toEqual(created.status === 200 ? [[name, 't']] : [])
      await mustCall(client, 'DeleteLogGroup', which)
      expect((await call('DescribeLogStreams', which)).error).toBe('ResourceNotFoundException')
    },
  )

  test('NUL in a name is refused, empty and endless ones too', async () => {
    for (const bad of ['a\0b', '\0', '', 'x'.repeat(513), 'x'.repeat(100_000)]) {
      expectAws(await world().aws('CreateLogGroup', JSON.stringify({ logGroupName: bad })), 'InvalidParameterException')
      const stream = { ...named, logStreamName: bad }
      expectAws(await world().aws('CreateLogStream', JSON.stringify(stream)), 'InvalidParameterException')
      const events = { logEvents: [{ timestamp: Date.now(), message: 'x' }] }
      expectAws(
        await world().aws('PutLogEvents', JSON.stringify({ ...stream, ...events })),
        'InvalidParameterException',
      )
      expectAws(await world().aws('GetLogEvents', JSON.stringify(stream)), 'InvalidParameterException')
    }
    expectApi(await api('/api/logs/groups', { name: 'a\0b' }), 400, 'invalid-request')
  })

  test('a name with half a surrogate pair is one name, whichever way it is asked for', async () => {
    const half = `{"logGroupName":"${group}","logStreamName":"half \\ud800"`
    expect((await world().aws('CreateLogStream', `${half}}`)).status).toBe(200)
    const again = await world().aws('CreateLogStream', `${half}}`)
    expectAws(again, 'ResourceAlreadyExistsException')
    const put = await world().aws('PutLogEvents', `${half},"logEvents":[{"timestamp":${Date.now()},"message":"half"}]}`)
    expect(put.status).toBe(200)
    world().remember('half \ufffd', ['half'])
    expect(await world().read('half \ufffd')).toEqual(['half'])
    expect(
      (await world().aws('DeleteLogStream', `{"logGroupName":"${group}","logStreamName":"nothing \\udc00"}`)).status,
    ).toBe(400)
  })

  test('NUL and halves in patterns, tokens and identifiers', async () => {
    for (const bad of ['a\0b', '\ud800', '\udfff', '"\0"', '{ $.a = "\0" }', '%\0%', '[a="\ud800"]']) {
      const { status, error } = await call('FilterLogEvents', { ...named, filterPattern: bad })
      if (status !== 200) expect(error).toBe('InvalidParameterException')
      for (const [operation, input] of [
        ['FilterLogEvents', { ...named, nextToken: bad }],
        ['DescribeLogGroups', { nextToken: bad }],
        ['DescribeLogGroups', { logGroupIdentifiers: [bad] }],
        ['GetLogEvents', { ...named, logStreamName: 'poison', nextToken: bad }],
        ['FilterLogEvents', { logGroupIdentifier: bad }],
        ['ListTagsForResource', { resourceArn: bad }],
      ] as const)
        expect((await call(operation, input)).error).toMatch(/Exception$/)
      const to = Date.now()
      const search = await api('/api/logs/search', {
        groups: [group],
        from: 0,
        to,
        order: 'newest',
        limit: 1,
        pattern: bad,
      })
      if (search.status !== 200) expectApi(search, 400, 'invalid-request')
      else expect(search.body.toString()).toMatch(/"type":"done"/)
    }
  })
}
