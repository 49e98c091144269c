/** Every rule of a dashboard's body: what is taken, and what is said of what is not, and where. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { readDashboard, readDashboardJson } from './read.ts'
import type { MetricWidget, Widget } from './types.ts'

const region = 'us-east-1'
const cpu = ['AWS/EC2', 'CPUUtilization', 'InstanceId', 'i-1']
const metric = (properties: object) => ({ type: 'metric', properties: { region, metrics: [cpu], ...properties } })
const of = (...widgets: unknown[]) => readDashboardJson({ widgets })
const told = ({ errors }: { errors: readonly { path: string; message: string }[] }) =>
  errors.map(({ path, message }) => `${path} ${message}`)
const first = (reading: ReturnType<typeof of>): Widget => {
  expect(reading.errors).toEqual([])
  return reading.dashboard.widgets[0]!
}

describe('the body', () => {
  test.each([
    ['', 'The field DashboardBody must be a valid JSON object'],
    ['{', 'The field DashboardBody must be a valid JSON object'],
    ['[]', 'The field DashboardBody must be a valid JSON object'],
    ['null', 'The field DashboardBody must be a valid JSON object'],
    ['"x"', 'The field DashboardBody must be a valid JSON object'],
    ['{}', "Should have required property 'widgets'"],
    ['{"widgets":{}}', 'Should be array'],
    ['{"widgets":null}', 'Should be array'],
    ['{"widgets":[],"periodOverride":"sometimes"}', 'Should be equal to one of the allowed values: "auto", "inherit"'],
    ['{"widgets":[],"start":7}', 'Should be string'],
    [
      '{"widgets":[],"start":"PT3H"}',
      'Should be a length such as "-PT6H" or "-P7D", or a time in ISO 8601 with an end',
    ],
    ['{"widgets":[],"start":"2026-11-21T00:00:00Z"}', "Should have required property 'end'"],
    ['{"widgets":[],"end":"2026-11-21T00:00:00Z"}', "Should have required property 'start'"],
    ['{"widgets":[],"start":"2026-11-21T00:00:00Z","end":"soon"}', 'Should be a time in ISO 8601'],
    ['{"widgets":[],"start":"2026-11-22","end":"2026-11-21"}', 'The end has to be after the start'],
    ['{"widgets":[],"x":"\ud800"}', 'Should be well-formed Unicode'],
  ])('%s', (body, message) => {
    expect(readDashboard(body).errors.map(one => one.message)).toEqual([message])
  })

  test('is good when it is empty, and says what it opens with', () => {
    const { dashboard, errors, warnings } = readDashboard(
      '{"widgets":[],"start":"-PT6H","periodOverride":"inherit","variables":[]}',
    )
    expect([errors, warnings]).toEqual([[], []])
    expect(dashboard).toEqual({ start: '-PT6H', end: null, periodOverride: 'inherit', variables: [], widgets: [] })
    expect(readDashboard('{"widgets":[]}').dashboard.periodOverride).toBe('auto')
  })

  test('what nobody knows is told of and kept', () => {
    const { errors, warnings } = readDashboard(
      '{"widgets":[{"type":"text","properties":{"markdown":"","a/b":1}}],"__proto__":1}',
    )
    expect(errors).toEqual([])
    expect(warnings.map(one => one.path)).toEqual(['/__proto__', '/widgets/0/properties/a~1b'])
  })
})

describe('a widget', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['no object', 7, ['/widgets/0 Should be object']],
    [
      'nothing in it',
      {},
      ["/widgets/0 Should have required property 'type'", "/widgets/0 Should have required property 'properties'"],
    ],
    [
      'a type that is none',
      { type: 'graph', properties: {} },
      [
        '/widgets/0/type Should be equal to one of the allowed values: "metric", "text", "log", "alarm", "explorer", "custom", "chart"',
      ],
    ],
    ['x without y', { ...metric({}), x: 1 }, ["/widgets/0 Should have required property 'y'"]],
    ['y without x', { ...metric({}), y: 1 }, ["/widgets/0 Should have required property 'x'"]],
    ['x past the edge', { ...metric({}), x: 24, y: 0 }, ['/widgets/0/x Should be <= 23']],
    ['y above the top', { ...metric({}), x: 0, y: -1 }, ['/widgets/0/y Should be >= 0']],
    ['half a column', { ...metric({}), x: 0.5, y: 0 }, ['/widgets/0/x Should be integer']],
    ['no width', { ...metric({}), width: 0 }, ['/widgets/0/width Should be >= 1']],
    ['too wide', { ...metric({}), width: 25 }, ['/widgets/0/width Should be <= 24']],
    ['too high', { ...metric({}), height: 1001 }, ['/widgets/0/height Should be <= 1000']],
    ['a text for a height', { ...metric({}), height: '6' }, ['/widgets/0/height Should be integer']],
    ['properties that are a list', { type: 'text', properties: [] }, ['/widgets/0/properties Should be object']],
  ])('%s', (_name, widget, errors) => {
    expect(told(of(widget))).toEqual(errors)
    expect(of(widget).dashboard.widgets).toMatchObject([{ type: 'broken' }])
  })

  test('has six by six and no place unless it says so', () => {
    expect(first(of(metric({})))).toMatchObject({ x: null, y: null, width: 6, height: 6 })
    expect(first(of({ ...metric({}), x: 23, y: 0, width: 24, height: 1000 }))).toMatchObject({
      x: 23,
      y: 0,
      width: 24,
      height: 1000,
    })
  })

  test('that is broken says why and lets the others be', () => {
    const { dashboard, errors } = of(metric({}), { type: 'metric', properties: { title: 'T', region } }, metric({}))
    expect(dashboard.widgets.map(({ type }) => type)).toEqual(['metric', 'broken', 'metric'])
    expect(dashboard.widgets[1]).toMatchObject({ wanted: 'metric', title: 'T', troubles: errors })
  })
})

describe('a metric widget', () => {
  test('fills in what is not said', () => {
    expect(first(of(metric({})))).toEqual({
      ...{ type: 'metric', x: null, y: null, width: 6, height: 6, title: '', region, accountId: null },
      ...{ view: 'timeSeries', stacked: false, stat: 'Average', period: null, liveData: false, legend: 'bottom' },
      ...{ timezone: null, sparkline: false, trend: true, setPeriodToTimeRange: false },
      yAxis: {
        left: { label: null, min: null, max: null, showUnits: true },
        right: { label: null, min: null, max: null, showUnits: true },
      },
      annotations: { alarm: null, horizontal: [], vertical: [] },
      table: {
        ...{ layout: 'horizontal', stickySummary: false, showTimeSeriesData: true },
        summaryColumns: ['MIN', 'MAX', 'SUM', 'AVG'],
      },
      rows: [
        {
          ...{ kind: 'metric', namespace: 'AWS/EC2', metric: 'CPUUtilization' },
          dimensions: [{ name: 'InstanceId', value: 'i-1' }],
          ...{ id: null, label: null, color: null, visible: true, yAxis: 'left', period: null, stat: null },
          ...{ region: null, accountId: null },
        },
      ],
    })
  })

  test('reads all that can be said', () => {
    const said = {
      ...{
        title: '제목 😀',
        view: 'gauge',
        stacked: true,
        stat: 'p99.9',
        period: 60,
        liveData: true,
        timezone: '+0130',
      },
      ...{ sparkline: true, trend: false, setPeriodToTimeRange: true, accountId: '123456789012' },
      legend: { position: 'hidden' },
      yAxis: { left: { min: 0, max: 100, label: 'L', showUnits: false }, right: { max: 5 } },
      table: { layout: 'vertical', stickySummary: true, showTimeSeriesData: false, summaryColumns: ['MAX'] },
    }
    const reading = of(metric(said))
    expect(reading.warnings).toEqual([])
    expect(first(reading)).toMatchObject({
      ...said,
      legend: 'hidden',
      yAxis: { left: said.yAxis.left, right: { max: 5, min: null } },
    })
  })

  test('without metrics says the three things that CloudWatch says', () => {
    expect(told(of({ type: 'metric', properties: { region } }))).toEqual([
      "/widgets/0/properties Should have required property 'metrics'",
      '/widgets/0/properties The metric widget should have specified a region and a data source or an alarm annotation',
      "/widgets/0/properties Should have required property 'annotations'",
    ])
    expect(told(of({ type: 'metric', properties: { region, metrics: [] } }))).toEqual([])
  })

  test('of an alarm needs no metrics, and one that has both draws the alarm', () => {
    const annotations = { alarms: ['arn:aws:cloudwatch:us-east-1:0:alarm:a'] }
    const reading = of({ type: 'metric', properties: { region, annotations } })
    expect((first(reading) as MetricWidget).annotations.alarm).toBe(annotations.alarms[0])
    expect(of(metric({ annotations })).warnings.map(one => one.path)).toEqual(['/widgets/0/properties/annotations'])
  })

  test.each<[string, object, readonly string[]]>([
    ['no region', { region: undefined }, ["region Should have required property 'region'"]],
    ['an empty region', { region: '' }, ['region Should NOT be shorter than 1 characters']],
    [
      'a view that is none',
      { view: 'donut' },
      [
        'view Should be equal to one of the allowed values: "timeSeries", "singleValue", "gauge", "bar", "pie", "table"',
      ],
    ],
    ['stacked by a word', { stacked: 'yes' }, ['stacked Should be boolean']],
    ['a period of 90', { period: 90 }, ['period Should be 1, 5, 10, 20, 30 or a multiple of 60']],
    ['a period of nothing', { period: 0 }, ['period Should be >= 1']],
    ['a timezone in words', { timezone: 'KST' }, ['timezone Should match pattern "^[+-](?:0\\d|1[0-4])[0-5]\\d$"']],
    [
      'a legend in the middle',
      { legend: { position: 'middle' } },
      ['legend/position Should be equal to one of the allowed values: "right", "bottom", "hidden"'],
    ],
    ['a legend that is a word', { legend: 'right' }, ['legend Should be object']],
    ['an account with letters', { accountId: 'me' }, ['accountId Should match pattern "^\\d{12}$"']],
    [
      'an axis without end',
      { yAxis: { left: { max: Number.POSITIVE_INFINITY } } },
      ['yAxis/left/max Should be number'],
    ],
    [
      'a gauge without ends',
      { view: 'gauge' },
      ["yAxis/left Should have required property 'min'", "yAxis/left Should have required property 'max'"],
    ],
    [
      'a gauge upside down',
      { view: 'gauge', yAxis: { left: { min: 5, max: 5 } } },
      ['yAxis/left The min of a gauge has to be less than its max'],
    ],
    [
      'a summary of nothing',
      { table: { summaryColumns: ['MEDIAN'] } },
      ['table/summaryColumns/0 Should be equal to one of the allowed values: "MIN", "MAX", "SUM", "AVG"'],
    ],
    [
      'two alarms',
      { metrics: undefined, annotations: { alarms: ['a', 'b'] } },
      ['annotations/alarms Should NOT have more than 1 items'],
    ],
  ])('%s', (_name, properties, errors) => {
    expect(told(of(metric(properties)))).toEqual(errors.map(error => `/widgets/0/properties/${error}`))
  })
})

describe('annotations', () => {
  const annotated = (annotations: object) => of(metric({ annotations }))
  const linesOf = (annotations: object) => (first(annotated(annotations)) as MetricWidget).annotations

  test('are lines and bands, on either axis', () => {
    const { horizontal } = linesOf({
      horizontal: [
        { value: 20, label: 'L', color: '#9467bd', fill: 'above', yAxis: 'right' },
        [
          { value: 200, color: '#aaa', visible: false },
          { value: 95.5, label: 'bottom' },
        ],
      ],
    })
    expect(horizontal).toEqual([
      { value: 20, label: 'L', color: '#9467bd', yAxis: 'right', fill: 'above', visible: true, to: null },
      {
        ...{ value: 200, label: null, color: '#aaa', yAxis: 'left', fill: 'none', visible: false },
        to: { value: 95.5, label: 'bottom' },
      },
    ])
  })

  test('are moments and spans', () => {
    const { vertical } = linesOf({
      vertical: [
        { value: '2018-08-28T15:25:26Z', fill: 'after' },
        [{ value: '2018-08-27T15:25:26.5+0900', label: 'start' }, { value: '2018-08-28' }],
      ],
    })
    expect(vertical).toMatchObject([
      { at: Date.UTC(2018, 7, 28, 15, 25, 26), fill: 'after', to: null },
      { at: Date.UTC(2018, 7, 27, 6, 25, 26, 500), label: 'start', to: { at: Date.UTC(2018, 7, 28) } },
    ])
  })

  test.each<[string, object, readonly string[]]>([
    ['a line nowhere', { horizontal: [{ label: 'x' }] }, ["horizontal/0 Should have required property 'value'"]],
    ['a line at a word', { horizontal: [{ value: 'high' }] }, ['horizontal/0/value Should be number']],
    ['a band with one edge', { horizontal: [[{ value: 1 }]] }, ['horizontal/0 Should NOT have less than 2 items']],
    [
      'a band with three',
      { horizontal: [[{ value: 1 }, { value: 2 }, { value: 3 }]] },
      ['horizontal/0 Should NOT have more than 2 items'],
    ],
    [
      'a band without an end',
      { horizontal: [[{ value: 1 }, {}]] },
      ["horizontal/0/1 Should have required property 'value'"],
    ],
    [
      'red by name',
      { horizontal: [{ value: 1, color: 'red' }] },
      ['horizontal/0/color Should match pattern "^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"'],
    ],
    [
      'filled before',
      { horizontal: [{ value: 1, fill: 'before' }] },
      ['horizontal/0/fill Should be equal to one of the allowed values: "above", "below", "none"'],
    ],
    [
      'a moment that is none',
      { vertical: [{ value: 'yesterday' }] },
      ['vertical/0/value Should be a time in ISO 8601, such as "2026-11-21T06:00:00Z"'],
    ],
    ['a moment in numbers', { vertical: [{ value: 5 }] }, ['vertical/0/value Should be string']],
    [
      'the 31st of February',
      { vertical: [{ value: '2026-02-31T00:00:00Z' }] },
      ['vertical/0/value Should be a time in ISO 8601, such as "2026-11-21T06:00:00Z"'],
    ],
  ])('%s', (_name, annotations, errors) => {
    expect(told(annotated(annotations))).toEqual(errors.map(error => `/widgets/0/properties/annotations/${error}`))
  })
})

describe('other widgets', () => {
  test.each<[string, object, object]>([
    [
      'a text',
      { type: 'text', properties: { markdown: '# 안녕' } },
      { type: 'text', markdown: '# 안녕', background: 'solid' },
    ],
    [
      'a bare text',
      { type: 'text', properties: { markdown: '', background: 'transparent' } },
      { background: 'transparent' },
    ],
    [
      'a query',
      { type: 'log', properties: { region, query: "SOURCE 'g' | fields a", view: 'pie', stacked: true, title: 'T' } },
      { type: 'log', query: "SOURCE 'g' | fields a", view: 'pie', stacked: true, title: 'T' },
    ],
    ['a query as a table', { type: 'log', properties: { region, query: 'q' } }, { view: 'table', stacked: false }],
    [
      'alarms',
      { type: 'alarm', properties: { alarms: ['arn'], sortBy: 'timestamp', states: ['OK', 'OK'] } },
      { type: 'alarm', alarms: ['arn'], sortBy: 'timestamp', states: ['OK'] },
    ],
    [
      'all states',
      { type: 'alarm', properties: { alarms: ['arn'], states: [] } },
      { sortBy: 'default', states: ['ALARM', 'OK', 'INSUFFICIENT_DATA'] },
    ],
    [
      'an explorer',
      {
        type: 'explorer',
        properties: {
          metrics: [{ metricName: 'CPUUtilization', resourceType: 'AWS::EC2::Instance' }],
          labels: [{ key: 'State', value: 'running' }, { key: 'Team' }],
          aggregateBy: { key: 'InstanceType', func: 'MAX' },
          splitBy: 'AvailabilityZone',
          widgetOptions: { legend: { position: 'right' }, view: 'bar', rowsPerPage: 8, widgetsPerRow: 3 },
        },
      },
      {
        ...{
          type: 'explorer',
          aggregateBy: { key: 'InstanceType', func: 'MAX' },
          splitBy: 'AvailabilityZone',
          period: null,
        },
        metrics: [{ metricName: 'CPUUtilization', resourceType: 'AWS::EC2::Instance', stat: 'Average' }],
        labels: [
          { key: 'State', value: 'running' },
          { key: 'Team', value: null },
        ],
        options: { legend: 'right', view: 'bar', stacked: false, rowsPerPage: 8, widgetsPerRow: 3 },
      },
    ],
    [
      'a custom one',
      { type: 'custom', properties: { endpoint: 'arn:aws:lambda', title: 'C' } },
      { type: 'custom', endpoint: 'arn:aws:lambda', title: 'C' },
    ],
    ['a chart', { type: 'chart', properties: { data: {} } }, { type: 'custom', endpoint: null }],
  ])('%s', (_name, widget, read) => {
    expect(first(of(widget))).toMatchObject(read)
  })

  test('what is kept and not drawn is told', () => {
    expect(of({ type: 'custom', properties: {} }).warnings).toEqual([
      { path: '/widgets/0/properties', message: "Widgets of type 'custom' are kept and not drawn" },
    ])
    expect(of({ type: 'log', properties: { region, query: 'q', queryLanguage: 'SQL' } }).warnings).toHaveLength(1)
  })

  test.each<[string, object, readonly string[]]>([
    [
      'a text without one',
      { type: 'text', properties: {} },
      ["/widgets/0/properties Should have required property 'markdown'"],
    ],
    [
      'a text of a number',
      { type: 'text', properties: { markdown: 1 } },
      ['/widgets/0/properties/markdown Should be string'],
    ],
    [
      'a query without one',
      { type: 'log', properties: {} },
      [
        "/widgets/0/properties Should have required property 'query'",
        "/widgets/0/properties/region Should have required property 'region'",
      ],
    ],
    [
      'a query as a gauge',
      { type: 'log', properties: { region, query: 'q', view: 'gauge' } },
      ['/widgets/0/properties/view Should be equal to one of the allowed values: "table", "timeSeries", "bar", "pie"'],
    ],
    [
      'no alarms',
      { type: 'alarm', properties: { alarms: [] } },
      ['/widgets/0/properties/alarms Should NOT have less than 1 items'],
    ],
    [
      'alarms that are none',
      { type: 'alarm', properties: {} },
      ["/widgets/0/properties Should have required property 'alarms'"],
    ],
    [
      'a state that is none',
      { type: 'alarm', properties: { alarms: ['a'], states: ['FIRING'] } },
      [
        '/widgets/0/properties/states/0 Should be equal to one of the allowed values: "ALARM", "OK", "INSUFFICIENT_DATA"',
      ],
    ],
    [
      'an explorer of nothing',
      { type: 'explorer', properties: { metrics: [] } },
      [
        "/widgets/0/properties Should have required property 'labels'",
        '/widgets/0/properties/metrics Should NOT have less than 1 items',
      ],
    ],
    [
      'an explorer without a resource',
      {
        type: 'explorer',
        properties: { metrics: [{ metricName: 'x' }], labels: [{}], aggregateBy: { func: 'MEDIAN' } },
      },
      [
        "/widgets/0/properties/metrics/0 Should have required property 'resourceType'",
        "/widgets/0/properties/labels/0 Should have required property 'key'",
        "/widgets/0/properties/aggregateBy Should have required property 'key'",
        '/widgets/0/properties/aggregateBy/func Should be equal to one of the allowed values: "AVG", "MIN", "MAX", "STDDEV", "SUM"',
      ],
    ],
  ])('%s', (_name, widget, errors) => {
    expect(told(of(widget))).toEqual(errors)
  })
})

describe('variables', () => {
  const region = { type: 'property', property: 'region', inputType: 'input', id: 'region' }
  const read = (variable: unknown) => readDashboardJson({ widgets: [], variables: [variable] })

  test('say what is replaced, by what, and how one chooses', () => {
    const { dashboard, errors, warnings } = readDashboardJson({
      widgets: [],
      variables: [
        { ...region, label: 'Region', defaultValue: 'us-east-1', visible: false },
        {
          type: 'pattern',
          pattern: 'us-east-1',
          inputType: 'select',
          id: 'p',
          values: [{ value: 1 }, { value: true, label: 'T' }],
        },
        {
          type: 'pattern',
          pattern: 'x',
          inputType: 'radio',
          id: 's',
          search: '{A,B} c',
          populateFrom: 'B',
          defaultValue: '__FIRST',
        },
      ],
    })
    expect([errors, warnings]).toEqual([[], []])
    expect(dashboard.variables).toEqual([
      {
        ...{ id: 'region', label: 'Region', inputType: 'input', visible: false, values: [], search: null },
        ...{ replaces: { kind: 'property', property: 'region' }, defaultValue: 'us-east-1' },
      },
      {
        ...{ id: 'p', label: 'pattern_2', inputType: 'select', visible: true, search: null, defaultValue: null },
        values: [
          { value: '1', label: '1' },
          { value: 'true', label: 'T' },
        ],
        replaces: { kind: 'pattern', pattern: 'us-east-1' },
      },
      {
        ...{ id: 's', label: 'pattern_3', inputType: 'radio', visible: true, values: [], defaultValue: '__FIRST' },
        ...{ replaces: { kind: 'pattern', pattern: 'x' }, search: { expression: '{A,B} c', populateFrom: 'B' } },
      },
    ])
  })

  test('a property names itself where nobody does', () => {
    expect(read(region).dashboard.variables[0]?.label).toBe('region')
  })

  test.each<[string, unknown, readonly string[]]>([
    ['no object', [], [' Should be object']],
    [
      'nothing in it',
      {},
      [
        " Should have required property 'type'",
        " Should have required property 'inputType'",
        " Should have required property 'id'",
      ],
    ],
    [
      'of another type',
      { ...region, type: 'regex' },
      ['/type Should be equal to one of the allowed values: "property", "pattern"'],
    ],
    ['a pattern without one', { ...region, type: 'pattern' }, [" Should have required property 'pattern'"]],
    ['an empty property', { ...region, property: '' }, ['/property Should NOT be shorter than 1 characters']],
    [
      'typed in',
      { ...region, inputType: 'typed' },
      ['/inputType Should be equal to one of the allowed values: "input", "select", "radio"'],
    ],
    ['an id with a space', { ...region, id: 'a b' }, ['/id Should match pattern "^[0-9A-Za-z_-]+$"']],
    ['an id of 33', { ...region, id: 'a'.repeat(33) }, ['/id Should NOT be longer than 32 characters']],
    ['a label of 31', { ...region, label: 'a'.repeat(31) }, ['/label Should NOT be longer than 30 characters']],
    ['nothing to select from', { ...region, inputType: 'select' }, [" Should have required property 'values'"]],
    ['no values', { ...region, inputType: 'select', values: [] }, ['/values Should NOT have less than 1 items']],
    [
      'a value without one',
      { ...region, inputType: 'radio', values: [{ label: 'x' }] },
      ["/values/0 Should have required property 'value'"],
    ],
    [
      'a value that is a list',
      { ...region, inputType: 'radio', values: [{ value: [] }] },
      ['/values/0/value Should be string'],
    ],
    [
      'a value of 256',
      { ...region, values: [{ value: 'a'.repeat(256) }] },
      ['/values/0/value Should NOT be longer than 255 characters'],
    ],
    [
      'a search for nothing',
      { ...region, inputType: 'select', search: '{A} b' },
      [" Should have required property 'populateFrom'"],
    ],
    [
      'a search of 2049',
      { ...region, search: 'a'.repeat(2_049), populateFrom: 'B' },
      ['/search Should NOT be longer than 2048 characters'],
    ],
  ])('%s', (_name, variable, errors) => {
    expect(told(read(variable))).toEqual(errors.map(error => `/variables/0${error}`))
  })

  test('two of one id are refused; a default that is no value and a pattern that looks like one are told', () => {
    expect(told(readDashboardJson({ widgets: [], variables: [region, region] }))).toEqual([
      "/variables/1/id The id 'region' is used twice",
    ])
    expect(read({ ...region, inputType: 'select', values: [{ value: 'a' }], defaultValue: 'b' }).warnings).toEqual([
      { path: '/variables/0/defaultValue', message: "'b' is none of the values" },
    ])
    expect(read({ ...region, type: 'pattern', pattern: 'us-.*' }).warnings).toHaveLength(1)
  })
})

test(`no more than ${limits.dashboardTroubles} troubles are told (dashboardTroubles)`, () => {
  const broken = Array.from({ length: limits.dashboardWidgets }, () => ({}))
  expect(of(...broken).errors).toHaveLength(limits.dashboardTroubles)
})
