/** The metrics array: its shorthand written out, its options, and what is wrong with a row. */
import { describe, expect, test } from 'vitest'
import { metricRowsAt } from './metric-rows.ts'
import { noNotes } from './notes.ts'

const read = (metrics: unknown) => {
  const notes = noNotes()
  return {
    rows: metricRowsAt({ value: metrics, path: '/metrics', notes }),
    errors: notes.errors,
    warnings: notes.warnings,
  }
}
/** `AWS/EC2 CPU a=1 b=2` */
const shown = (metrics: unknown) => {
  const { rows, errors } = read(metrics)
  expect(errors).toEqual([])
  return rows.map(row =>
    row.kind === 'expression'
      ? row.expression
      : [row.namespace, row.metric, ...row.dimensions.map(({ name, value }) => `${name}=${value}`)].join(' '),
  )
}
const told = (metrics: unknown) => read(metrics).errors.map(({ path, message }) => `${path} ${message}`)

describe('the shorthand', () => {
  test.each<[string, unknown[], string[]]>([
    [
      'nothing short',
      [
        ['N', 'm'],
        ['N', 'm', 'a', '1'],
      ],
      ['N m', 'N m a=1'],
    ],
    [
      "CloudWatch's own example",
      [
        ['AWS/EC2', 'Disk', 'Id', 'i-1'],
        ['.', '.', '.', 'i-2'],
        ['.', '.', '.', 'i-3', { label: 'x' }],
      ],
      ['AWS/EC2 Disk Id=i-1', 'AWS/EC2 Disk Id=i-2', 'AWS/EC2 Disk Id=i-3'],
    ],
    [
      'a point stands for what the row before had written out',
      [
        ['N', 'm', 'a', '1'],
        ['.', 'n', '.', '.'],
        ['.', '.', '.', '2'],
      ],
      ['N m a=1', 'N n a=1', 'N n a=2'],
    ],
    [
      'points need not go on to the end',
      [
        ['N', 'm', 'a', '1', 'b', '2'],
        ['.', '.', '.', '9'],
      ],
      ['N m a=1 b=2', 'N m a=9'],
    ],
    [
      'three points stand for all before the last',
      [
        ['N', 'm', 'a', '1', 'b', '2'],
        ['...', '3'],
      ],
      ['N m a=1 b=2', 'N m a=1 b=3'],
    ],
    [
      '… or the last few',
      [
        ['N', 'm', 'a', '1', 'b', '2'],
        ['...', '8', '.', '9'],
      ],
      ['N m a=1 b=2', 'N m a=8 b=9'],
    ],
    [
      '… or for all of it',
      [
        ['N', 'm', 'a', '1'],
        ['...', { stat: 'p99' }],
      ],
      ['N m a=1', 'N m a=1'],
    ],
    [
      'expressions are passed over',
      [['N', 'm', 'a', '1'], [{ expression: 'm1*2' }], ['...', '2']],
      ['N m a=1', 'm1*2', 'N m a=2'],
    ],
    [
      'a point that is meant as a value after another row',
      [
        ['N', 'm', 'a', '.b'],
        ['.', '.', '.', '..'],
      ],
      ['N m a=.b', 'N m a=..'],
    ],
  ])('%s', (_name, metrics, rows) => {
    expect(shown(metrics)).toEqual(rows)
  })

  test.each<[string, unknown[], string[]]>([
    ['points without a row before', [['.', 'm']], ['/metrics/0 "." has nothing before it in place 1']],
    ['three points without a row before', [['...', 'x']], ['/metrics/0 "..." has no metric before it']],
    ['after an expression alone', [[{ expression: 'm' }], ['...', 'x']], ['/metrics/1 "..." has no metric before it']],
    [
      'a point past the row before',
      [
        ['N', 'm'],
        ['.', '.', '.', 'x'],
      ],
      ['/metrics/1 "." has nothing before it in place 3'],
    ],
    [
      'more than the row before has',
      [
        ['N', 'm'],
        ['...', 'a', 'b', 'c'],
      ],
      ['/metrics/1 "..." is followed by more than the metric before has'],
    ],
  ])('%s', (_name, metrics, errors) => {
    expect(told(metrics)).toEqual(errors)
  })
})

describe('a row', () => {
  const words =
    'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element'
  test.each<[string, unknown, string[]]>([
    ['metrics that are no list', { a: 1 }, ['/metrics Should be array']],
    [
      "the mistake of CloudWatch's documentation",
      ['N', 'm'],
      ['/metrics/0 Should be array', `/metrics/0 ${words}`, '/metrics/1 Should be array', `/metrics/1 ${words}`],
    ],
    ['nothing in it', [[]], ['/metrics/0 Should NOT have less than 1 items']],
    ['options alone', [[{ label: 'x' }]], ["/metrics/0 Should have required property 'expression'"]],
    ['a number among the names', [['N', 5, 'a', '1']], ['/metrics/0/1 Should be string', `/metrics/0 ${words}`]],
    ['options in the middle', [['N', {}, 'm']], ['/metrics/0/1 Should be string', `/metrics/0 ${words}`]],
    ['a namespace alone', [['N']], ['/metrics/0 Should NOT have less than 2 items']],
    ['a dimension without a value', [['N', 'm', 'a']], ["/metrics/0 The dimension 'a' has no value"]],
    ['a dimension twice', [['N', 'm', 'a', '1', 'a', '2']], ['/metrics/0 A dimension is named twice']],
    [
      'an empty value',
      [['N', 'm', 'a', '']],
      ['/metrics/0 Names have 1 to 255 characters, values of dimensions up to 1024'],
    ],
    [
      'a name of 256',
      [['N', 'm'.repeat(256)]],
      ['/metrics/0 Names have 1 to 255 characters, values of dimensions up to 1024'],
    ],
    [
      'a value of 1025',
      [['N', 'm', 'a', 'v'.repeat(1_025)]],
      ['/metrics/0 Names have 1 to 255 characters, values of dimensions up to 1024'],
    ],
    [
      'a color by name',
      [['N', 'm', { color: 'red' }]],
      ['/metrics/0/2/color Should match pattern "^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"'],
    ],
    ['an id in capitals', [['N', 'm', { id: 'M1' }]], ['/metrics/0/2/id Should match pattern "^[a-z][a-zA-Z0-9_]*$"']],
    [
      'one id twice',
      [
        ['N', 'm', { id: 'm' }],
        ['N', 'n', { id: 'm' }],
      ],
      ["/metrics/1/2/id The id 'm' is used twice in this widget"],
    ],
    [
      'an axis of its own',
      [['N', 'm', { yAxis: 'top' }]],
      ['/metrics/0/2/yAxis Should be equal to one of the allowed values: "left", "right"'],
    ],
    ['a period in words', [['N', 'm', { period: '60' }]], ['/metrics/0/2/period Should be integer']],
    ['hidden by a word', [['N', 'm', { visible: 'no' }]], ['/metrics/0/2/visible Should be boolean']],
    ['an expression of a number', [[{ expression: 5 }]], ['/metrics/0/0/expression Should be string']],
    [
      'an empty expression',
      [[{ expression: '' }]],
      ['/metrics/0/0/expression Should NOT be shorter than 1 characters'],
    ],
    [
      'two queries of Metrics Insights',
      [[{ expression: 'SELECT AVG(a) FROM b' }], [{ expression: ' select MAX(a) FROM b' }]],
      ['/metrics/1 A widget can have one Metrics Insights query'],
    ],
  ])('%s', (_name, metrics, errors) => {
    expect(told(metrics)).toEqual(errors)
  })

  test('may have a dimension value of 1024 characters and names in every script', () => {
    expect(shown([['네임스페이스', 'métrique', '차원', '😀'.repeat(512)]])).toHaveLength(1)
  })

  test('its options are read, and unknown ones told of', () => {
    const options = {
      id: 'a',
      label: '라벨',
      color: '#ABC',
      visible: false,
      yAxis: 'right',
      period: 10,
      stat: 'p50',
      region: 'r',
      accountId: '123456789012',
    }
    expect(read([['N', 'm', options]]).rows).toEqual([
      { kind: 'metric', namespace: 'N', metric: 'm', dimensions: [], ...options },
    ])
    expect(read([['N', 'm', { width: 2 }]]).warnings).toEqual([
      { path: '/metrics/0/2/width', message: "Unknown property 'width': it is kept and has no effect" },
    ])
  })
})
