/** Generated messages and queries for tests that hold SQL and interpreter to each other. */
import fc from 'fast-check'

const words = fc.constantFrom(
  '',
  'a',
  'b',
  'ERROR',
  'error',
  'INFO',
  '200',
  '404',
  '007',
  '7',
  '-7',
  '+7',
  '5.',
  '.5',
  '7.50',
  '1e3',
  '1E-7',
  '-0',
  'true',
  'false',
  'null',
  '{"x":1}',
  '[1]',
  '{',
  'naïve 😀',
  '\'"\\`',
  '-',
  'a1',
  'a12',
  'a2',
  'a01',
  'A',
  '10.0.0.1',
  '192.168.7.1',
  'x y',
  'line\nbreak',
  '9007199254740993',
  '1e999',
  'Infinity',
  'NaN',
  '0x10',
  '١',
  ' 1',
  '%_',
  '/a/b',
  'a\u0000b',
  'Timeout after 250 ms',
)
const numbers = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.constantFrom(
    200,
    404,
    500,
    0.1,
    12.5,
    1e21,
    1e-7,
    1.5e300,
    0.30000000000000004,
    123456.789,
    1234567.891234,
    -0.00001234,
    100,
    1e15,
  ),
)
const scalar = fc.oneof(words, numbers, fc.boolean(), fc.constant(null))
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  {
    weight: 1,
    arbitrary: fc.array(
      scalar.filter(one => one !== null),
      { maxLength: 3 },
    ),
  },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom('b', 'c', '0'), scalar, { maxKeys: 3 }) },
)
const keys = fc.constantFrom(
  'a',
  'b',
  'n',
  'level',
  'a.b',
  'a.0',
  '@x',
  'status',
  'k\'`\\"',
  'version',
  'bytes',
  'action',
  'd',
)
const json = fc
  .dictionary(keys, value, { maxKeys: 7 })
  .chain(object =>
    fc.constantFrom(
      JSON.stringify(object),
      JSON.stringify(object).replace('{', ' { '),
      JSON.stringify(object).replaceAll('a', '\\u0061'),
    ),
  )
const plain = fc.constantFrom(
  '',
  '{',
  '{"a":1',
  '[{"a":1}]',
  '"a"',
  'level=warn a=1',
  'ERROR it broke',
  'GET /a/b 200 12ms',
  'GET /c 404 7ms',
  'user=ann, latency := 327',
  '2 123456789012 eni-0a1b 10.0.0.1 10.0.0.2 443 51000 6 10 8400 1700000000 1700000060 ACCEPT OK',
  '2 123456789012 eni-0a1b - - - - - - - 1700000000 1700000060 - NODATA',
  '1.0 2026-01-20T10:00:00Z Z123 example.com A NOERROR UDP FRA6 192.168.7.1 -',
  '{"a":1} x',
  '{"a":1e999}',
  '{"a":1,"a":2}',
  '{"a":18446744073709551615,"n":1.10}',
)

export const anyMessage = fc.oneof({ weight: 5, arbitrary: json }, { weight: 2, arbitrary: plain })

const field = fc
  .constantFrom(
    'a',
    'b',
    'n',
    'level',
    'a.b',
    'a.0',
    'a.c',
    '@@x',
    'status',
    "`k'``",
    'version',
    'bytes',
    'action',
    'd',
    'nosuch',
    '@message',
    '@logStream',
    'p',
    'q',
  )
  .map(name => (name === "`k'``" ? '`level`' : name))
const quoted = (text: string): string =>
  `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\u0000', '')}"`
const literal = fc.oneof(
  words.map(quoted),
  fc.constantFrom('1', '0', '7', '-7', '200', '404', '12.5', '0.1', '1e3', '500'),
)
const numberExpression: fc.Arbitrary<string> = fc.letrec<{ one: string }>(tie => ({
  one: fc.oneof(
    { weight: 4, arbitrary: field },
    { weight: 2, arbitrary: fc.constantFrom('1', '2', '10', '0.5', '-3') },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('one'), fc.constantFrom('+', '-', '*', '/'), tie('one'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
    },
    { weight: 1, arbitrary: tie('one').map(a => `(toInt(${a}) % 7)`) },
    { weight: 1, arbitrary: tie('one').map(a => `(${a} ^ 2)`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('abs', 'ceil', 'floor', 'toInt', 'toNumber', 'sqrt', 'strlen'), tie('one'))
        .map(([f, a]) => `${f}(${a})`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('greatest', 'least'), tie('one'), tie('one'))
        .map(([f, a, b]) => `${f}(${a}, ${b})`),
    },
  ),
})).one
const textExpression = fc.oneof(
  field,
  fc.tuple(fc.constantFrom('trim', 'ltrim', 'rtrim'), field).map(([f, a]) => `${f}(${a})`),
  fc
    .tuple(fc.constantFrom('trim', 'ltrim', 'rtrim'), field, fc.constantFrom('a', '01', 'a]^-', '😀'))
    .map(([f, a, set]) => `${f}(${a}, "${set}")`),
  fc.tuple(field, fc.nat(4), fc.nat(3)).map(([a, from, length]) => `substr(${a}, ${from}, ${length})`),
  fc.tuple(field, field).map(([a, b]) => `concat(${a}, ":", ${b})`),
  fc.tuple(field, numberExpression).map(([a, b]) => `concat(${a}, ${b})`),
  fc
    .tuple(field, fc.constantFrom('a', '0', '', 'naïve'), fc.constantFrom('', 'x'))
    .map(([a, what, by]) => `replace(${a}, "${what}", "${by}")`),
  fc.tuple(field, field).map(([a, b]) => `coalesce(${a}, ${b}, "none")`),
  fc.tuple(field, literal, field, literal).map(([a, x, b, y]) => `if(${a} = ${x}, ${b}, ${y})`),
  fc.tuple(field, field, field).map(([a, b, c]) => `case(${a} > 5, ${b}, ${c} < 3, "low", "rest")`),
)
const expression = fc.oneof(
  { weight: 3, arbitrary: field },
  { weight: 2, arbitrary: numberExpression },
  { weight: 2, arbitrary: textExpression },
)
const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=')

export const anyCondition: fc.Arbitrary<string> = fc.letrec<{ one: string }>(tie => ({
  one: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(field, comparison, literal).map(parts => parts.join(' ')),
    fc.tuple(expression, comparison, literal).map(parts => parts.join(' ')),
    fc.tuple(literal, comparison, field).map(parts => parts.join(' ')),
    fc.tuple(expression, comparison, expression).map(parts => parts.join(' ')),
    fc.tuple(field, fc.constantFrom('like', 'not like'), words.map(quoted)).map(parts => parts.join(' ')),
    fc
      .tuple(
        field,
        fc.constantFrom('like', 'not like', '=~'),
        fc.constantFrom(
          '/a/',
          '/(?i)error/',
          '/(?i)(ERRo|war|b)[nr]?/',
          '/^[0-9]+$/',
          '/a.b/',
          '/(?s)e.b/',
          '/\\d{3}/',
          '/^$/',
        ),
      )
      .map(parts => parts.join(' ')),
    fc
      .tuple(field, fc.constantFrom('in', 'not in'), fc.array(literal, { minLength: 1, maxLength: 3 }))
      .map(([f, op, all]) => `${f} ${op} [${all.join(', ')}]`),
    fc.tuple(fc.constantFrom('ispresent', 'isempty', 'isNumeric', 'isValidIpV4'), field).map(([f, a]) => `${f}(${a})`),
    fc
      .tuple(fc.constantFrom('strcontains', 'startsWith', 'endsWith'), field, words.map(quoted))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
    field.map(a => `isIpv4InSubnet(${a}, "10.0.0.0/8")`),
    fc.constantFrom('@timestamp >= 1768903380000', '@timestamp < 1768903380000', '@ingestionTime > 5'),
    tie('one').map(a => `not (${a})`),
    fc.tuple(tie('one'), fc.constantFrom('and', 'or'), tie('one')).map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
})).one

const parse = fc
  .constantFrom(
    'parse @message "* * *ms" as p, q, r',
    'parse @message "GET * " as p',
    'parse @message "*=*" as p, q',
    'parse a "*" as p',
    'parse @message "a" ',
    'parse @message /(?<p>\\d+)/',
    'parse @message /"a":"?(?<p>[^",}]*)"?/',
    'parse @message /(\\w+)=(\\w+)/ as p, q',
    'parse @message /(?<p>a)|(?<q>b)/',
    'parse level /^(.)/ as q',
  )
  .filter(text => !text.endsWith('"a" '))
const columns = fc.tuple(expression, fc.constantFrom('p', 'q', 'n2')).map(([one, name]) => `fields ${one} as ${name}`)
const filter = anyCondition.map(condition => `filter ${condition}`)
const steps = fc.array(
  fc.oneof({ weight: 4, arbitrary: filter }, { weight: 1, arbitrary: parse }, { weight: 1, arbitrary: columns }),
  { maxLength: 3 },
)

const aggregate = fc.oneof(
  fc.constant('count(*)'),
  fc
    .tuple(
      fc.constantFrom(
        'count',
        'count_distinct',
        'sum',
        'avg',
        'min',
        'max',
        'median',
        'stddev',
        'variance',
        'earliest',
        'latest',
        'sortsFirst',
        'sortsLast',
      ),
      expression,
    )
    .map(([f, a]) => `${f}(${a})`),
  fc.tuple(expression, fc.constantFrom(0, 25, 50, 90, 99.9, 100)).map(([a, p]) => `pct(${a}, ${p})`),
)
const key = fc.oneof(
  { weight: 3, arbitrary: field },
  { weight: 1, arbitrary: expression },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'bin(1m)',
      'bin(5m)',
      'bin(2h)',
      'bin(1w)',
      'bin(1mo)',
      'datefloor(@timestamp, 90s)',
      'dateceil(@timestamp, 5m)',
      '@log',
      '@logStream',
    ),
  },
)
const stats = fc
  .tuple(fc.array(aggregate, { minLength: 1, maxLength: 3 }), fc.uniqueArray(key, { maxLength: 2 }))
  .map(([all, by]) => {
    const columns = all.map((one, at) => `${one} as v${at}`).join(', ')
    return by.length === 0
      ? `stats ${columns}`
      : `stats ${columns} by ${by.map((one, at) => `${one} as k${at}`).join(', ')}`
  })
const tailOfGroups = fc.constantFrom(
  '',
  ' | sort v0 desc',
  ' | sort v0',
  ' | filter v0 > 1',
  ' | sort v0 desc | limit 3',
  ' | stats count(*) as c, max(v0) as m',
)
const tailOfEvents = fc.oneof(
  fc.constantFrom('', ' | limit 3', ' | sort @timestamp asc | limit 4', ' | sort @timestamp | limit 30'),
  fc
    .tuple(expression, fc.constantFrom('asc', 'desc'), fc.nat(9))
    .map(([one, way, most]) => ` | sort ${one} ${way} | limit ${most + 1}`),
  fc.tuple(field, field).map(([a, b]) => ` | sort ${a} desc, ${b}`),
  fc.constant(' | fields a, n | dedup a'),
)

/** The text of a query. */
export const anyQuery = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(steps, stats, tailOfGroups).map(([before, one, after]) => [...before, one].join(' | ') + after),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(steps, tailOfEvents)
      .map(([before, after]) => [...before, 'fields a, b, level, p, q'].join(' | ') + after),
  },
)

const parsed = fc.constantFrom('p', 'q', 'p', 'q', 'r', '-p', '(p + q)', '(p * n)', '(q / 2)')
const parsedAggregate = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom('count(*)', 'count(*) / 2', 'sum(p) + count(*)') },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          ...['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'median', 'stddev'],
          ...['earliest', 'latest', 'sortsFirst', 'sortsLast'],
        ),
        parsed,
      )
      .map(([f, a]) => `${f}(${a})`),
  },
  { weight: 1, arbitrary: fc.constantFrom('pct(p, 90)', 'pct(q, 50)', 'count(n)', 'max(strlen(p))') },
)

/** The text of a query that counts by what `parse` found, of messages of which few hold it. */
export const anyParsedStats = fc
  .tuple(
    fc.uniqueArray(
      fc.constantFrom(
        'parse @message "GET * " as p',
        'parse @message "GET * * *ms" as p, q, r',
        'parse @message "*ERROR it *" as p, q',
        'parse @message "user=*, latency := *" as p, q',
        'parse @message "* 123456789012 * " as p, q',
        'parse @message "\\"a\\":*," as q',
      ),
      { minLength: 1, maxLength: 2 },
    ),
    fc.option(
      fc.constantFrom(
        'p = "/c"',
        'q > 5',
        'ispresent(q)',
        'p not like "a"',
        'q in ["200", 404]',
        'isempty(p)',
        'p != 2',
      ),
      { freq: 3 },
    ),
    fc.array(parsedAggregate, { minLength: 1, maxLength: 3 }),
    fc.uniqueArray(fc.constantFrom('p', 'q', 'p', 'bin(1m)', 'bin(5m)', '-p', 'level'), { maxLength: 2 }),
    tailOfGroups,
  )
  .map(([parses, condition, all, by, after]) => {
    const columns = all.map((one, at) => `${one} as v${at}`).join(', ')
    const groups = by.length === 0 ? '' : ` by ${by.map((one, at) => `${one} as k${at}`).join(', ')}`
    const filters = condition === null ? [] : [`filter ${condition}`]
    return [...parses, ...filters, `stats ${columns}${groups}`].join(' | ') + after
  })
