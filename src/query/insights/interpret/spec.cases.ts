/** The table of the specification, for tests: eight sample events, and queries with their results. Whoever runs queries must give these rows. */
import type { EventRow } from '../value.ts'

/** The window of the table: both ends inclusive, epoch milliseconds. */
export const specWindow = { from: Date.UTC(2026, 0, 20, 10, 0), to: Date.UTC(2026, 0, 20, 10, 15) - 1 } as const
export const specAccount = '123456789012'
export const specGroup = '/app/demo'
/** The lookup table `owners`: its header, then its rows. */
export const specOwners: readonly (readonly string[])[] = [
  ['svc', 'owner'],
  ['api', 'alice'],
  ['pay', 'paul'],
]

const event = (at: string, stream: string, message: string): EventRow => {
  const timestamp = Date.parse(`2026-01-20T${at}Z`)
  return {
    timestamp,
    ingestionTime: timestamp + 500,
    message,
    stream,
    log: `${specAccount}:${specGroup}`,
    ptr: `ptr-${timestamp}`,
  }
}
export const specEvents: readonly EventRow[] = [
  event(
    '10:00:00.000',
    'web-1',
    '{"level":"INFO","svc":"api","status":200,"latency":12.5,"user":{"id":1,"name":"ann"},"ip":"10.0.1.5","path":"/a"}',
  ),
  event(
    '10:01:00.000',
    'web-1',
    '{"level":"ERROR","svc":"api","status":500,"latency":250,"user":{"id":2,"name":"bob"},"ip":"10.0.2.9","path":"/b","err":"Timeout after 250 ms"}',
  ),
  event(
    '10:02:30.000',
    'web-2',
    '{"level":"INFO","svc":"pay","status":201,"latency":40,"user":{"id":1,"name":"ann"},"ip":"192.168.7.1","path":"/a","tags":["x","y"]}',
  ),
  event(
    '10:04:59.999',
    'web-2',
    '{"level":"WARN","svc":"pay","status":404,"latency":8,"user":{"id":3,"name":"cy"},"ip":"2001:db8::1","path":"/c"}',
  ),
  event(
    '10:05:00.000',
    'web-1',
    '{"level":"ERROR","svc":"pay","status":503,"latency":1000,"user":{"id":2,"name":"bob"},"ip":"10.0.2.9","path":"/b","err":"Timeout after 1000 ms"}',
  ),
  event('10:07:00.000', 'sys-1', '[INFO] Request time: 327 ms user=ann, method:GET, latency := 327'),
  event('10:09:00.000', 'sys-1', '[ERROR] Request time: 5 ms user=bob, method:PUT, latency := 5'),
  event('10:11:00.000', 'sys-1', 'level=warn msg="disk low" host=n1 pct=91'),
]

export interface SpecCase {
  readonly id: string
  readonly query: string
  /** Compatible unless it says strict. */
  readonly mode?: 'strict'
  /** Instead of rows: the text does not compile, and the message matches. */
  readonly error?: RegExp
  /** Fields in the order of the columns, without `@ptr`. */
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly ordered: boolean
  /** Numbers may differ by so much. */
  readonly tolerance?: number
  /** Every row ends with `@ptr`; else none has it. */
  readonly pointed: boolean
  /** Further fields of every row, which must match. */
  readonly matching?: Readonly<Record<string, RegExp>>
}

export const specCases: readonly SpecCase[] = [
  {
    id: '1',
    query: 'fields @timestamp, @message | sort @timestamp desc | limit 2',
    rows: [
      { '@timestamp': '2026-01-20 10:11:00.000', '@message': 'level=warn msg="disk low" host=n1 pct=91' },
      {
        '@timestamp': '2026-01-20 10:09:00.000',
        '@message': '[ERROR] Request time: 5 ms user=bob, method:PUT, latency := 5',
      },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '2',
    query: 'fields level, svc | sort @timestamp asc | limit 3',
    rows: [
      { level: 'INFO', svc: 'api' },
      { level: 'ERROR', svc: 'api' },
      { level: 'INFO', svc: 'pay' },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '3',
    query: 'filter level = "ERROR" | fields err | sort @timestamp',
    rows: [{ err: 'Timeout after 250 ms' }, { err: 'Timeout after 1000 ms' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '4',
    query: 'filter status >= 500',
    rows: [
      {
        '@timestamp': '2026-01-20 10:05:00.000',
        '@message':
          '{"level":"ERROR","svc":"pay","status":503,"latency":1000,"user":{"id":2,"name":"bob"},"ip":"10.0.2.9","path":"/b","err":"Timeout after 1000 ms"}',
      },
      {
        '@timestamp': '2026-01-20 10:01:00.000',
        '@message':
          '{"level":"ERROR","svc":"api","status":500,"latency":250,"user":{"id":2,"name":"bob"},"ip":"10.0.2.9","path":"/b","err":"Timeout after 250 ms"}',
      },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '5',
    query: 'filter status in [200, 201] | fields path, status | sort status',
    rows: [
      { path: '/a', status: '200' },
      { path: '/a', status: '201' },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '6',
    query: 'filter ispresent(level) and level not in ["INFO","WARN"] | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '7',
    query: 'filter @message like /Timeout/ | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '8',
    query: 'filter @message like "timeout" | stats count(*) as n',
    rows: [{ n: '0' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '8 by svc',
    query: 'filter @message like "timeout" | stats count(*) as n by svc',
    rows: [],
    ordered: true,
    pointed: false,
  },
  {
    id: '9',
    query: 'filter @message like /(?i)timeout/ | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '10',
    query: 'filter @message =~ /^\\[/ | fields @logStream',
    rows: [{ '@logStream': 'sys-1' }, { '@logStream': 'sys-1' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '11',
    query: 'filter @message not like "level" | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '12',
    query: 'filter user.name = "ann" | fields path, status | sort status',
    rows: [
      { path: '/a', status: '200' },
      { path: '/a', status: '201' },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '13',
    query: 'filter tags.0 = "x" | fields svc, tags.1',
    rows: [{ svc: 'pay', 'tags.1': 'y' }],
    ordered: true,
    pointed: true,
  },
  { id: '14', query: 'stats count(*) as n', rows: [{ n: '8' }], ordered: true, pointed: false },
  {
    id: '15',
    query: 'stats count(status) as s, count() as c',
    rows: [{ s: '5', c: '8' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '16',
    query: 'filter ispresent(svc) | stats count(*) as n, avg(latency) as a by svc | sort svc',
    rows: [
      { svc: 'api', n: '2', a: '131.25' },
      { svc: 'pay', n: '3', a: '349.3333' },
    ],
    ordered: true,
    tolerance: 0.0001,
    pointed: false,
  },
  {
    id: '17',
    query: 'stats count(*) by svc',
    rows: [{ svc: 'api', 'count(*)': '2' }, { svc: 'pay', 'count(*)': '3' }, { 'count(*)': '3' }],
    ordered: false,
    pointed: false,
  },
  {
    id: '18',
    query: 'filter ispresent(latency) | stats avg(latency) by bin(5m) as t | sort t',
    rows: [
      { t: '2026-01-20 10:00:00.000', 'avg(latency)': '77.625' },
      { t: '2026-01-20 10:05:00.000', 'avg(latency)': '1000' },
    ],
    ordered: true,
    tolerance: 0.0001,
    pointed: false,
  },
  {
    id: '18 bare',
    query: 'filter ispresent(latency) | stats avg(latency) by bin(5m)',
    rows: [
      { 'bin(5m)': '2026-01-20 10:00:00.000', 'avg(latency)': '77.625' },
      { 'bin(5m)': '2026-01-20 10:05:00.000', 'avg(latency)': '1000' },
    ],
    ordered: false,
    tolerance: 0.0001,
    pointed: false,
  },
  {
    id: '19',
    query: 'stats count(*) as n by bin(300s) as t | sort t',
    rows: [
      { t: '2026-01-20 10:00:00.000', n: '1' },
      { t: '2026-01-20 10:01:00.000', n: '1' },
      { t: '2026-01-20 10:02:00.000', n: '1' },
      { t: '2026-01-20 10:04:00.000', n: '1' },
      { t: '2026-01-20 10:05:00.000', n: '1' },
      { t: '2026-01-20 10:07:00.000', n: '1' },
      { t: '2026-01-20 10:09:00.000', n: '1' },
      { t: '2026-01-20 10:11:00.000', n: '1' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '20',
    query: 'stats pct(latency, 50) as p50, max(latency) as mx, min(latency) as mn',
    rows: [{ p50: '40', mx: '1000', mn: '8' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '21',
    query: 'stats variance(latency) as v, stddev(latency) as s',
    rows: [{ v: '144167.64', s: '379.6941' }],
    ordered: true,
    tolerance: 0.001,
    pointed: false,
  },
  {
    id: '22',
    query: 'stats sum(latency)/count(latency) as m, max(latency)-min(latency) as d',
    rows: [{ m: '262.1', d: '992' }],
    ordered: true,
    tolerance: 0.0001,
    pointed: false,
  },
  { id: '23', query: 'stats count_distinct(user.name) as u', rows: [{ u: '3' }], ordered: true, pointed: false },
  {
    id: '24',
    query:
      'filter ispresent(path) | stats earliest(path) as f, latest(path) as l, sortsFirst(path) as a, sortsLast(path) as z',
    rows: [{ f: '/a', l: '/b', a: '/a', z: '/c' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '25',
    query:
      'filter ispresent(svc) | stats sum(latency) as s by svc, bin(5m) as t | stats max(s) as mx by svc | sort mx desc',
    rows: [
      { svc: 'pay', mx: '1000' },
      { svc: 'api', mx: '262.5' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '26',
    query: 'filter ispresent(level) | stats count(*) as n by level | filter n > 1 | sort n desc, level',
    rows: [
      { level: 'ERROR', n: '2' },
      { level: 'INFO', n: '2' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '27 strict',
    query: 'stats avg(latency) as a by svc | filter level = "ERROR"',
    mode: 'strict',
    error: /Unknown symbols.*level/,
    rows: [],
    ordered: true,
    pointed: false,
  },
  {
    id: '27',
    query: 'stats avg(latency) as a by svc | filter level = "ERROR"',
    rows: [
      { svc: 'api', a: '250' },
      { svc: 'pay', a: '1000' },
    ],
    ordered: false,
    pointed: false,
  },
  {
    id: '28',
    query: 'stats count(*) as n by svc | filter n > 1 and level = "ERROR"',
    error: /./,
    rows: [],
    ordered: true,
    pointed: false,
  },
  {
    id: '28 strict',
    query: 'stats count(*) as n by svc | filter n > 1 and level = "ERROR"',
    mode: 'strict',
    error: /./,
    rows: [],
    ordered: true,
    pointed: false,
  },
  {
    id: '29',
    query: 'sort @timestamp desc | stats count(*)',
    mode: 'strict',
    error: /./,
    rows: [],
    ordered: true,
    pointed: false,
  },
  {
    id: '30',
    query: 'stats count(*) as n by @logStream | stats max(n) by bin(5m)',
    error: /Unknown symbols found in or after stats: @timestamp/,
    rows: [],
    ordered: true,
    pointed: false,
  },
  {
    id: '31',
    query:
      'stats count(*) as n, max(@timestamp) as t by @logStream | stats sum(n) as s by datefloor(t, 5m) as b | sort b',
    rows: [
      { b: '2026-01-20 10:00:00.000', s: '2' },
      { b: '2026-01-20 10:05:00.000', s: '3' },
      { b: '2026-01-20 10:10:00.000', s: '3' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '32',
    query:
      'filter @message like "Request time" | parse @message "[*] Request time: * ms" as lvl, ms | sort ms desc | display lvl, ms',
    rows: [
      { lvl: 'INFO', ms: '327' },
      { lvl: 'ERROR', ms: '5' },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '33',
    query:
      'parse @message "user=*, method:*, latency := *" as u, m, l | filter ispresent(u) | stats avg(l) as al by u, m | sort u',
    rows: [
      { u: 'ann', m: 'GET', al: '327' },
      { u: 'bob', m: 'PUT', al: '5' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '34',
    query: 'parse @message /user=(?<u>\\w+), method:(?<m>\\w+)/ | filter m = "PUT" | fields u',
    rows: [{ u: 'bob' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '35',
    query: 'parse err "Timeout after * ms" as t | stats max(t) as mx',
    rows: [{ mx: '1000' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '36',
    query: 'parse @message "a * b" as x | stats count(*) as n, count(x) as k',
    rows: [{ n: '8', k: '0' }],
    ordered: true,
    pointed: false,
  },
  { id: '37', query: 'parse @message "* *" as x', error: /./, rows: [], ordered: true, pointed: false },
  {
    id: '38',
    query: 'parse @message logfmt as lf | filter lf.level = "warn" | display lf.host, lf.pct, lf.msg',
    rows: [{ 'lf.host': 'n1', 'lf.pct': '91', 'lf.msg': 'disk low' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '39',
    query: 'filter @logStream = "sys-1" | parse @message /(\\d+)/ as num multi | stats count(*) as c, sum(num) as s',
    rows: [{ c: '6', s: '756' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '40',
    query: 'filter ispresent(latency) | stats count(*) as n by ceil(latency/100) as b | sort b',
    rows: [
      { b: '1', n: '3' },
      { b: '3', n: '1' },
      { b: '10', n: '1' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '41',
    query:
      'filter status = 200 | fields strlen(path) as n, tolower(level) as L, substr(path,1) as p, concat(svc,":",status) as cs | display n, L, p, cs',
    rows: [{ n: '2', L: 'info', p: 'a', cs: 'api:200' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '42',
    query:
      'fields greatest(1,5,3) as g, least(4,2) as l, abs(-3) as a, floor(2.7) as f, 2 ^ 3 as p, 10 % 3 as m | limit 1',
    rows: [{ g: '5', l: '2', a: '3', f: '2', p: '8', m: '1' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '43',
    query: 'filter isIpv4InSubnet(ip, "10.0.0.0/8") | stats count(*) as n',
    rows: [{ n: '3' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '44',
    query: 'filter isIpInSubnet(ip, "2001:db8::/32") | fields ip',
    rows: [{ ip: '2001:db8::1' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '45',
    query: 'filter isPrivateIP(ip) | stats count(*) as n',
    rows: [{ n: '4' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '46',
    query: 'fields coalesce(err, level, "none") as x | stats count(*) as n by x | sort n desc | limit 2',
    rows: [
      { x: 'none', n: '3' },
      { x: 'INFO', n: '2' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '47',
    query:
      'filter ispresent(status) | fields if(status >= 500, "bad", "good") as q | stats count(*) as n by q | sort q',
    rows: [
      { q: 'bad', n: '2' },
      { q: 'good', n: '3' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '48',
    query:
      'filter ispresent(status) | fields case(status<300,"2xx",status<500,"4xx","5xx") as c | stats count(*) as n by c | sort c',
    rows: [
      { c: '2xx', n: '2' },
      { c: '4xx', n: '1' },
      { c: '5xx', n: '2' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '49',
    query:
      'filter status = 404 | fields datefloor(@timestamp, 5m) as a, dateceil(@timestamp, 5m) as b, toMillis(@timestamp) as m',
    rows: [{ a: '2026-01-20 10:00:00.000', b: '2026-01-20 10:05:00.000', m: '1768903499999' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '50',
    query: 'filter ispresent(svc) | fields svc, status | sort @timestamp desc | dedup svc',
    rows: [
      { svc: 'pay', status: '503' },
      { svc: 'api', status: '500' },
    ],
    ordered: true,
    pointed: true,
  },
  {
    id: '51',
    query: 'fields level | dedup level',
    rows: [{}, {}, {}, { level: 'ERROR' }, { level: 'WARN' }, { level: 'INFO' }],
    ordered: true,
    pointed: true,
  },
  { id: '52', query: 'fields level | dedup level | sort level', error: /./, rows: [], ordered: true, pointed: false },
  {
    id: '53',
    query: 'filter ispresent(tags.0) | fields jsonParse(@message) as j | unnest j.tags into t | display t',
    rows: [{ t: 'x' }, { t: 'y' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '54',
    query: 'fields jsonParse(@message) as j | filter j.user.id = 2 | stats count(*) as n by j.svc',
    rows: [
      { 'j.svc': 'api', n: '1' },
      { 'j.svc': 'pay', n: '1' },
    ],
    ordered: false,
    pointed: false,
  },
  {
    id: '55',
    query: 'fields jsonParse(@message) as j | display toupper(j)',
    rows: [{}, {}, {}, {}, {}, {}, {}, {}],
    ordered: true,
    pointed: true,
  },
  {
    id: '56',
    query: 'stats count(*) as n by @logStream | sort n desc, @logStream',
    rows: [
      { '@logStream': 'sys-1', n: '3' },
      { '@logStream': 'web-1', n: '3' },
      { '@logStream': 'web-2', n: '2' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '57',
    query: 'fields @log | limit 1',
    rows: [{ '@log': '123456789012:/app/demo' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '58',
    query: 'filter level = "ERROR" or status = 404 and svc = "api" | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '59',
    query: 'filter (level = "ERROR" or status = 404) and svc = "api" | stats count(*) as n',
    rows: [{ n: '1' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '60',
    query: 'filter ispresent(svc) and not (svc = "api") | stats count(*) as n',
    rows: [{ n: '3' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '61',
    query: 'filter strcontains(path, "/b") | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '62',
    query: 'fields replace(path, "/", "_") as p | filter status = 404 | display p',
    rows: [{ p: '_c' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '63',
    query: 'fields level # x\n# | limit 1\n| filter status = 200',
    rows: [{ level: 'INFO' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '64',
    query: 'fields `svc` as s | filter s = "api" | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  { id: '65', query: 'filter status = "200" | stats count(*) as n', rows: [{ n: '1' }], ordered: true, pointed: false },
  {
    id: '66',
    query: 'filter ispresent(latency) | fields latency | sort latency asc',
    rows: [{ latency: '8' }, { latency: '12.5' }, { latency: '40' }, { latency: '250' }, { latency: '1000' }],
    ordered: true,
    pointed: true,
  },
  {
    id: '67',
    query: 'stats max(latency) as mx, mx / 10 as t',
    rows: [{ mx: '1000', t: '100' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '68',
    query: 'filter ispresent(path) | stats count(*) as n by substr(path,1) as p | sort p',
    rows: [
      { p: 'a', n: '2' },
      { p: 'b', n: '2' },
      { p: 'c', n: '1' },
    ],
    ordered: true,
    pointed: false,
  },
  { id: '69', query: 'fields nosuch | limit 1', rows: [{}], ordered: true, pointed: true },
  { id: '70', query: 'fields foo-bar | limit 1', rows: [{}], ordered: true, pointed: true },
  {
    id: '71',
    query: "SOURCE logGroups(namePrefix: ['/app']) | filter status = 404 | stats count(*) as n",
    rows: [{ n: '1' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '72',
    query: 'filter user.id in ( SOURCE \'/app/demo\' | filter level = "ERROR" | fields user.id ) | stats count(*) as n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '73',
    query: 'filter ispresent(svc) | lookup owners svc OUTPUT owner | stats count(*) as n by owner | sort owner',
    rows: [
      { owner: 'alice', n: '2' },
      { owner: 'paul', n: '3' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '74',
    query: 'filter @message like "Request" | pattern @message',
    rows: [{ '@sampleCount': '2', '@ratio': '1' }],
    ordered: false,
    matching: {
      '@pattern':
        /^\[<[A-Za-z]+-1>\] Request time: <[A-Za-z]+-2> ms user=<[A-Za-z]+-3>, method:<[A-Za-z]+-4>, latency := <[A-Za-z]+-5>$/,
      '@severityLabel': /^(Info|Error)$/,
    },
    pointed: false,
  },
  {
    id: '75',
    query: 'filter ispresent(latency) | stats count(*) as n by bin(5m) as t | fillmissing with 0 for n | sort t',
    rows: [
      { t: '2026-01-20 10:00:00.000', n: '4' },
      { t: '2026-01-20 10:05:00.000', n: '1' },
      { t: '2026-01-20 10:10:00.000', n: '0' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '76',
    query: 'FILTER level LIKE "ERR" | STATS COUNT(*) AS n',
    rows: [{ n: '2' }],
    ordered: true,
    pointed: false,
  },
  {
    id: '77',
    query: 'filter @timestamp >= 1768903500000 | stats count(*) as n',
    rows: [{ n: '4' }],
    ordered: true,
    pointed: false,
  },
  { id: '78.1', query: 'fields @message |', error: /./, rows: [], ordered: true, pointed: false },
  { id: '78.2', query: 'fields', error: /./, rows: [], ordered: true, pointed: false },
  { id: '78.3', query: 'foo x', error: /./, rows: [], ordered: true, pointed: false },
  { id: '78.4', query: '   ', error: /./, rows: [], ordered: true, pointed: false },
  { id: '79', query: 'filter abs("x") = 1 | stats count(*) as n', rows: [{ n: '0' }], ordered: true, pointed: false },
  {
    id: '80',
    query: 'stats count(*) as n by level, bin(5m) as t | sort t, level | limit 3',
    rows: [
      { level: 'ERROR', t: '2026-01-20 10:00:00.000', n: '1' },
      { level: 'INFO', t: '2026-01-20 10:00:00.000', n: '2' },
      { level: 'WARN', t: '2026-01-20 10:00:00.000', n: '1' },
    ],
    ordered: true,
    pointed: false,
  },
  {
    id: '80 present',
    query: 'filter ispresent(level) | stats count(*) as n by level, bin(5m) as t | sort t, level | limit 3',
    rows: [
      { level: 'ERROR', t: '2026-01-20 10:00:00.000', n: '1' },
      { level: 'INFO', t: '2026-01-20 10:00:00.000', n: '2' },
      { level: 'WARN', t: '2026-01-20 10:00:00.000', n: '1' },
    ],
    ordered: true,
    pointed: false,
  },
]
