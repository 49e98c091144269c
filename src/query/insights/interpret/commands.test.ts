/** Each command beside the table of the specification. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { ask, askWhole, eventsOf, objects } from './ask.cases.ts'
import { specEvents } from './spec.cases.ts'

const numbers = objects({ k: 'a', v: 1 }, { k: 'b', v: 2 }, { k: 'a', v: '3' }, { k: 'b', v: 'x' }, { k: 'a' })

describe('columns', () => {
  test.each([
    ['fields k | fields v | limit 1', ['k', 'v']],
    ['display k | display v | limit 1', ['v']],
    ['fields k | display v as w | limit 1', ['w']],
    ['limit 1', ['@timestamp', '@message']],
    ['parse @message "*:" as x | limit 1', ['@timestamp', '@message', 'x']],
    ['parse @message "*:" as x | fields k | limit 1', ['k']],
    ['fields k | parse @message "*:" as x | limit 1', ['k', 'x']],
    ['stats count(*), avg(v) as a by k', ['k', 'count(*)', 'a']],
    ['fields v * 2, strlen(k) | limit 1', ['v * 2', 'strlen(k)']],
  ])('of %s', (query, columns) => {
    expect(askWhole(query, numbers).columns).toEqual(columns)
  })
  test('an alias hides the field, also where it is null', () => {
    expect(ask('parse k "z*" as v | filter ispresent(v) | stats count(*) as n', numbers)).toEqual([{ n: '0' }])
  })
  test('an alias of one command is seen by the next, not by its neighbours', () => {
    const events = objects({ a: { b: 1 } })
    expect(ask('fields jsonParse(@message) as j, j.a.b | display j.a.b', events)).toEqual([{ 'j.a.b': '1' }])
    expect(ask('fields strlen("abc") as a, a + 1 as c | display c', events)).toEqual([{}])
  })
  test('more columns than insightsNames are right', () => {
    const count = limits.insightsNames + 1
    const wide = eventsOf([JSON.stringify(Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k${at}`, at])))])
    const query = (from: number) =>
      `display ${Array.from({ length: 150 }, (_, at) => `k${at} as c${from + at}`).join(', ')}`
    for (let from = 0; from < count; from += 150) {
      expect(ask(query(from), wide)[0]?.[`c${from + 149}`]).toBe('149')
    }
  })
  test('@ptr follows event rows alone, and once', () => {
    const last = (query: string) => askWhole(query, numbers).rows.map(row => row.map(({ field }) => field))
    expect(last('fields k | limit 1')).toEqual([['k', '@ptr']])
    expect(last('fields @ptr | limit 1')).toEqual([['@ptr']])
    expect(last('stats count(*)')).toEqual([['count(*)']])
  })
  test('system fields', () => {
    const query = 'fields @timestamp, @ingestionTime, @logStream, @log, @aws.account, @aws.region | limit 1'
    expect(ask(query, eventsOf(['x']))).toEqual([
      {
        '@timestamp': '2026-01-20 10:00:00.000',
        '@ingestionTime': '2026-01-20 10:00:00.005',
        '@logStream': 's',
        '@log': '1:/app/demo',
        '@aws.account': '1',
        '@aws.region': 'eu-west-1',
      },
    ])
  })
})

describe('rows', () => {
  test('the newest first, and of one time the last stored', () => {
    const [one, two] = eventsOf(['one', 'two'])
    if (one === undefined || two === undefined) throw new Error('two events')
    expect(ask('fields @message', [one, { ...two, timestamp: one.timestamp }])).toEqual([
      { '@message': 'two' },
      { '@message': 'one' },
    ])
  })
  test('only of the time range and the groups, both ends in', () => {
    const events = [...eventsOf(['a', 'b', 'c']), ...eventsOf(['d'], '/other')]
    const [from, to] = [events[0]?.timestamp ?? 0, events[1]?.timestamp ?? 0]
    expect(ask('fields @message', events, { from, to }).map(row => row['@message'])).toEqual(['b', 'a'])
    expect(ask("SOURCE '/other' | fields @message", events)).toEqual([{ '@message': 'd' }])
  })
  test('statistics', () => {
    expect(askWhole('filter k = "a" | filter v > 1 | stats count(*)', numbers).statistics).toEqual({
      recordsScanned: 5,
      recordsMatched: 1,
      bytesScanned: numbers.reduce((sum, { message }) => sum + message.length, 0),
    })
  })
  test('the smaller of the two limits; insightsDefaultRows without one', () => {
    const events = eventsOf(Array.from({ length: limits.insightsDefaultRows + 1 }, () => 'x'))
    const world = { limit: 100_000, to: Number.MAX_SAFE_INTEGER }
    expect(ask('fields @message', events, world)).toHaveLength(limits.insightsDefaultRows)
    expect(ask(`limit ${limits.insightsDefaultRows + 1}`, events, world)).toHaveLength(events.length)
    expect(ask('limit 7', events, { limit: 5 })).toHaveLength(5)
    expect(ask('limit any 5', events, { limit: 7 })).toHaveLength(5)
  })
})

describe('conditions', () => {
  test.each([
    ['v = 3', 1],
    ['v = "3"', 1],
    ['v > 1', 3],
    ['v != 1', 3],
    ['not (v = 1)', 4],
    ['not ispresent(v)', 1],
    ['v not in [1, 2]', 2],
    ['v not like "x"', 3],
    ['v like /[0-9]/', 3],
    ['v', 3],
    ['k = "a" and (v = 1 or v = 3)', 2],
    ['strcontains(k, "b")', 2],
    ['v = k', 0],
    ['k in ["a", "c"] and v in ["1"]', 1],
  ])('%s holds for %d rows', (condition, rows) => {
    expect(ask(`filter ${condition} | stats count(*) as n`, numbers)).toEqual([{ n: String(rows) }])
  })
  test('filterIndex is a filter', () => {
    expect(ask('filterIndex k = "a" | stats count(*) as n', numbers)).toEqual([{ n: '3' }])
  })
})

describe('aggregates', () => {
  test.each([
    ['sum(v)', '6'],
    ['avg(v)', '2'],
    ['min(v)', undefined, 'x'],
    ['max(v)', '3'],
    ['min(k)', 'a'],
    ['count(v)', '4'],
    ['count_distinct(k)', '2'],
    ['pct(v, 0)', '1'],
    ['pct(v, 100)', '3'],
    ['pct(v, 25)', '1.5'],
    ['median(v)', '2'],
    ['variance(v)', '0.6667'],
    ['stddev(v)', '0.8165'],
    ['values(k)', '["a","b"]'],
    ['topk(1, k)', '["a"]'],
    ['histogram(v, 2)', '{"0":1,"2":2}'],
    ['countOverTime(v)', '4'],
    ['sumOverTime(v)', '6'],
    ['rate(v, 1m)', '60'],
    ['latest(v)', 'x'],
    ['earliest(@timestamp)', '1768903200000'],
    ['max(@timestamp)', '1768903204000'],
    ['sortsLast(v)', '3'],
    ['sum(nosuch)', undefined],
    ['max(nosuch)', undefined],
    ['avg(v) + max(v) * 2', '8'],
  ])('%s is %s', (aggregate, text, other?: string) => {
    const row = ask(`stats ${aggregate} as x`, numbers)[0]
    expect(row?.x).toBe(text ?? other)
  })
  test('of nothing: one row without keys, none with', () => {
    expect(ask('filter k = "z" | stats count(*) as n, sum(v) as s', numbers)).toEqual([{ n: '0' }])
    expect(ask('filter k = "z" | stats count(*) as n by k', numbers)).toEqual([])
  })
  test('groups are alike when they print alike, and come in the order of their keys', () => {
    const events = objects({ s: 200 }, { s: '200' }, { s: 99 }, { s: 'x' }, {})
    expect(ask('stats count(*) as n by s', events)).toEqual([
      { n: '1' },
      { s: 'x', n: '1' },
      { s: '99', n: '1' },
      { s: '200', n: '2' },
    ])
  })
  test('offset moves bins forward', () => {
    expect(ask('stats count(*) as n by bin(5m) as t offset 1h', numbers)).toEqual([
      { t: '2026-01-20 11:00:00.000', n: '5' },
    ])
  })
  test('a second stats over the first', () => {
    expect(ask('stats count(*) as n by k | stats max(n) as most, count(*) as groups', numbers)).toEqual([
      { most: '3', groups: '2' },
    ])
  })
})

describe('sort', () => {
  test('two keys, null first in asc and last in desc', () => {
    const shown = (query: string) => ask(`${query} | display k, v`, numbers).map(({ k, v }) => `${k}${v ?? ''}`)
    expect(shown('sort v')).toEqual(['a', 'bx', 'a1', 'b2', 'a3'])
    expect(shown('sort v desc')).toEqual(['a3', 'b2', 'a1', 'bx', 'a'])
    expect(shown('sort k desc, v')).toEqual(['bx', 'b2', 'a', 'a1', 'a3'])
    expect(shown('sort k')).toEqual(['a', 'a3', 'a1', 'bx', 'b2'])
  })
})

describe('parse', () => {
  const lines = eventsOf(['a=1 b=2', 'nothing', 'a=3'])
  test.each([
    ['parse "a=*" as x', [{ x: '3' }, {}, { x: '1 b=2' }]],
    ['parse @message /a=(\\d)/ as x', [{ x: '3' }, {}, { x: '1' }]],
    ['parse @message /(?<x>[ab])=(?<y>\\d)/', [{ x: 'a', y: '3' }, {}, { x: 'a', y: '1' }]],
    ['parse @message /(?<x>[ab])=(?<y>\\d)/ multi', [{ x: 'a', y: '3' }, {}, { x: 'a', y: '1' }, { x: 'b', y: '2' }]],
    ['parse @message logfmt as x', [{ x: '{"a":"3"}' }, {}, { x: '{"a":"1","b":"2"}' }]],
    ['parse @message csv as x, y', [{ x: 'a=3' }, { x: 'nothing' }, { x: 'a=1 b=2' }]],
  ])('%s', (query, rows) => {
    expect(ask(`${query} | display x, y`, lines)).toEqual(rows)
  })
})

describe('lists', () => {
  const lists = objects({ l: [1, { a: 2 }], t: '["p","q"]' }, { l: 'one' }, { l: [] })
  test('unnest: one row per element, what is no list is one', () => {
    expect(ask('unnest l into x | display x', lists)).toEqual([{ x: 'one' }, { x: '1' }, { x: '{"a":2}' }])
    expect(ask('unnest jsonParse(t) into x | filter ispresent(x) | display x', lists)).toEqual([{ x: 'p' }, { x: 'q' }])
  })
  test('expand: the field itself, also JSON text', () => {
    expect(ask('filter ispresent(t) | expand t | display t', lists)).toEqual([{ t: 'p' }, { t: 'q' }])
  })
  test('json takes one path', () => {
    expect(ask('json field=@message "l[1].a" as x | filter ispresent(x) | display x', lists)).toEqual([{ x: '2' }])
  })
  test('steps by index', () => {
    expect(
      ask(
        'fields jsonParse(@message) as j | filter j.l[1].a = 2 | fields j.l[0] as x, l[1].a as y | display x, y',
        lists,
      ),
    ).toEqual([{ x: '1', y: '2' }])
  })
})

describe('tables', () => {
  const tables = {
    lookupTable: (name: string) =>
      ({
        kinds: [
          ['k', 'v', 'name'],
          ['a', '1', 'first'],
          ['a', '1', 'second'],
          ['b', '2', 'two'],
        ],
        nets: [
          ['note', 'net'],
          ['wide', '10.0.0.0/8'],
          ['narrow', '10.0.2.0/24'],
          ['six', '2001:db8::/32'],
        ],
      })[name],
  }
  test('lookup: all keys, the first row of equal ones', () => {
    expect(ask('lookup kinds k, v OUTPUT name | filter ispresent(name) | display name', numbers, tables)).toEqual([
      { name: 'two' },
      { name: 'first' },
    ])
  })
  test('OUTPUT overwrites, OUTPUTNEW fills what is missing', () => {
    const one = objects({ k: 'b', name: 'mine' })
    expect(ask('lookup kinds k OUTPUT name | display name', one, tables)).toEqual([{ name: 'two' }])
    expect(ask('lookup kinds k OUTPUTNEW name, v | display name, v', one, tables)).toEqual([{ name: 'mine', v: '2' }])
    expect(ask('lookup kinds k OUTPUT name | display name', objects({ k: 'z', name: 'mine' }), tables)).toEqual([{}])
  })
  test('cidrlookup: the narrowest network', () => {
    expect(
      ask('filter ispresent(ip) | cidrlookup nets ip OUTPUT note | stats count(*) as n by note', specEvents, tables),
    ).toEqual([{ n: '1' }, { note: 'narrow', n: '2' }, { note: 'six', n: '1' }, { note: 'wide', n: '1' }])
  })
  test('what is not there is told', () => {
    expect(() => ask('lookup nosuch k OUTPUT x', numbers, tables)).toThrow(
      'not-found: There is no lookup table "nosuch".',
    )
    expect(() => ask('lookup kinds k OUTPUT x', numbers, tables)).toThrow('has no column "x"; it has k, v, name')
    expect(() => ask('cidrlookup kinds k OUTPUT name', numbers, tables)).toThrow('not-found')
  })
  test('join', () => {
    const events = [
      ...objects({ id: 1, a: 'x' }, { id: 2, a: 'y' }),
      ...eventsOf(['{"id":"1","b":"p"}', '{"id":1,"b":"q"}'], '/other'),
    ]
    const shown = 'fields l.id, l.a, r.b | sort l.id, r.b | display l.id, l.a, r.b'
    expect(ask(`join type=inner left=l right=r where l.id=r.id (SOURCE '/other') | ${shown}`, events)).toEqual([
      { 'l.id': '1', 'l.a': 'x', 'r.b': 'p' },
      { 'l.id': '1', 'l.a': 'x', 'r.b': 'q' },
    ])
    expect(ask(`join type=left left=l right=r where l.id=r.id (SOURCE '/other') | ${shown}`, events)).toHaveLength(3)
  })
  test('the right side of a join has insightsJoinKeys keys, not one more', () => {
    const right = (count: number) =>
      eventsOf(
        Array.from({ length: count }, (_, at) => `{"id":${at}}`),
        '/other',
      )
    const query =
      "join type=inner left=l right=r where l.id=r.id (SOURCE '/other' | limit 100000) | stats count(*) as n"
    expect(
      ask(query, [...objects({ id: 5 }), ...right(limits.insightsJoinKeys)], { to: Number.MAX_SAFE_INTEGER }),
    ).toEqual([{ n: '1' }])
    expect(() =>
      ask(query, [...objects({ id: 5 }), ...right(limits.insightsJoinKeys + 1)], { to: Number.MAX_SAFE_INTEGER }),
    ).toThrow('over-limit')
  })
  test('an inner query', () => {
    expect(ask('filter v not in (filter k = "b" | fields v) | stats count(*) as n', numbers)).toEqual([{ n: '2' }])
  })
  test('appendcols', () => {
    const query = (how: string) => `stats count(*) as n by k | appendcols ${how} (stats max(v) as m, sum(v) as n)`
    expect(ask(query('override=true'), numbers)[0]).toEqual({ k: 'a', n: '6', m: '3' })
    expect(ask(query(''), numbers)).toEqual([
      { k: 'a', n: '3', m: '3' },
      { k: 'b', n: '2' },
    ])
  })
})

describe('rows before', () => {
  const rising = 'sort @timestamp | '
  test.each([
    ['accum v as s', 's', ['1', '3', '6', undefined, undefined]],
    ['autoregress v p=1', 'v_p1', [undefined, '1', '2', '3', 'x']],
    ['autoregress v p=1-2', 'v_p2', [undefined, undefined, '1', '2', '3']],
    ['filldown v', 'v', ['1', '2', '3', 'x', 'x']],
    ['fields v | filldown v*', 'v', ['1', '2', '3', 'x', 'x']],
    ['sessionize k maxspan 2s as id', 'id', ['1', '2', '1', '2', '3']],
  ])('%s', (query, column, values) => {
    expect(ask(`${rising}${query} | display ${column}`, numbers).map(row => row[column])).toEqual(values)
  })
})

describe('totals and gaps', () => {
  test('addtotals', () => {
    expect(ask('stats count(*) as n, count(v) as m by k | addtotals', numbers)).toEqual([
      { k: 'a', n: '3', m: '2', Total: '5' },
      { k: 'b', n: '2', m: '2', Total: '4' },
    ])
    expect(ask('stats count(*) as n by k | addtotals row=false col=true', numbers).at(-1)).toEqual({ n: '5' })
  })
  test('fillmissing: each bin for each of the other keys', () => {
    const rows = ask('filter k = "b" | stats count(*) as n by k, bin(10m) as t | fillmissing', numbers)
    expect(rows).toEqual([
      { k: 'b', t: '2026-01-20 10:00:00.000', n: '2' },
      { k: 'b', t: '2026-01-20 10:10:00.000', n: '0' },
    ])
    expect(ask('filter k = "z" | stats count(*) as n by bin(10m) | fillmissing with 7 for n', numbers)).toEqual([
      { 'bin(10m)': '2026-01-20 10:00:00.000', n: '7' },
      { 'bin(10m)': '2026-01-20 10:10:00.000', n: '7' },
    ])
  })
  test('fillmissing makes insightsGrownRows rows, not one more', () => {
    const query = 'stats count(*) as n by bin(1ms) as t | fillmissing | stats count(*) as n'
    const { timestamp: from } = numbers[0] as { timestamp: number }
    expect(ask(query, numbers, { from, to: from + limits.insightsGrownRows })).toEqual([
      { n: String(limits.insightsGrownRows) },
    ])
    expect(() => ask(query, numbers, { from, to: from + limits.insightsGrownRows + 1 })).toThrow('over-limit')
  })
  test('unnest makes insightsGrownRows rows, not one more', () => {
    const list = { l: Array.from({ length: 1_000 }, () => 1) }
    const many = objects(...Array.from({ length: limits.insightsGrownRows / 1_000 }, () => list))
    expect(ask('unnest l into x | stats count(*) as n', many, { to: Number.MAX_SAFE_INTEGER })).toEqual([
      { n: String(limits.insightsGrownRows) },
    ])
    const more = [...many, ...objects({ l: [1] })]
    expect(() => ask('unnest l into x | stats count(*) as n', more, { to: Number.MAX_SAFE_INTEGER })).toThrow(
      'over-limit',
    )
  })
  test('outlier', () => {
    const values = objects(...[1, 2, 3, 4, 100].map(v => ({ v })))
    const shown = (query: string) => ask(`${query} | sort v | display v`, values).map(row => row.v)
    expect(shown('outlier v')).toEqual(['1', '2', '3', '4', '9'])
    expect(shown('outlier action=remove v')).toEqual(['1', '2', '3', '4'])
    expect(shown('outlier mark=true v')).toContain('0009')
    expect(shown('outlier param=0.4 uselower=true action=remove v')).toEqual(['2', '3', '4'])
  })
  test('countFrequent', () => {
    expect(ask('countFrequent k', numbers)).toEqual([
      { k: 'a', _approxcount: '3' },
      { k: 'b', _approxcount: '2' },
    ])
  })
  test('estimate', () => {
    expect(ask('estimate', eventsOf(['é', 'abc']))).toEqual([{ recordsScanned: '2', bytesScanned: '5' }])
  })
})

describe('relevantfields', () => {
  test('values that stand beside the condition, the strongest first', () => {
    expect(ask('relevantfields where level = "ERROR"', specEvents)[0]).toMatchObject({
      '@relevance': '1',
      '@matchedCount': '2',
      '@otherCount': '0',
    })
    expect(ask('relevantfields svc where level = "ERROR"', specEvents)).toEqual([
      { '@field': 'svc', '@value': 'api', '@matchedCount': '1', '@otherCount': '1', '@relevance': '0.3333' },
      { '@field': 'svc', '@value': 'pay', '@matchedCount': '1', '@otherCount': '2', '@relevance': '0.1667' },
    ])
  })
  test('insightsRelevantValues values, each up to insightsRelevantValueLength', () => {
    const wide = (count: number) =>
      objects({ hit: 1, ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, at])) }, {})
    expect(ask('relevantfields where hit = 1', wide(limits.insightsRelevantValues - 1))).toHaveLength(
      limits.insightsRelevantValues,
    )
    expect(ask('relevantfields where hit = 1', wide(limits.insightsRelevantValues))).toHaveLength(
      limits.insightsRelevantValues,
    )
    const long = (length: number) => objects({ hit: 1, t: 'x'.repeat(length) }, {})
    expect(ask('relevantfields t where hit = 1', long(limits.insightsRelevantValueLength))).toHaveLength(1)
    expect(ask('relevantfields t where hit = 1', long(limits.insightsRelevantValueLength + 1))).toHaveLength(0)
  })
})
