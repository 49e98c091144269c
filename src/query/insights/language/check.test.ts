import { describe, expect, test } from 'vitest'
import { scalarImplementations } from '../functions/registry.ts'
import { saidKo, sayIn } from '../said/index.ts'
import type { CheckedQuery, CompileError } from '../tree.ts'
import { aggregateFunctions, checkInsights, commands, parseInsights, printQuery, scalarFunctions } from './index.ts'
import { publishedQueries } from './samples.cases.ts'
import { specCases } from './spec.cases.ts'

const taken = (text: string, mode: 'strict' | 'compatible' = 'compatible'): CheckedQuery => {
  const checked = checkInsights(text, { mode })
  if (!checked.ok) throw new Error(`${text}\n${checked.error.message}`)
  return checked.value
}
const refused = (text: string, mode: 'strict' | 'compatible' = 'compatible'): CompileError => {
  const checked = checkInsights(text, { mode })
  if (checked.ok) throw new Error(`${text} is taken`)
  return checked.error
}
const mended = (text: string): string => {
  const { mend } = refused(text)
  if (mend === null) throw new Error(`${text} has no mend: ${refused(text).message}`)
  return text.slice(0, mend.span.from) + mend.insert + text.slice(mend.span.to)
}
/** What the query became. */
const meant = (text: string): string => printQuery(taken(text).query)

describe('the queries of the description', () => {
  test.each(specCases)('$number $query', ({ query, refused: message, strictly }) => {
    const strict = strictly ?? message
    if (message === undefined) taken(query)
    else expect(refused(query).message.startsWith(message)).toBe(true)
    if (strict === undefined) taken(query, 'strict')
    else expect(refused(query, 'strict').message.startsWith(strict)).toBe(true)
  })
})

describe('published queries', () => {
  test.each(Object.entries(publishedQueries).flatMap(([service, all]) => all.map(query => [service, query])))(
    '%s: %s',
    (_service, query) => {
      taken(query)
    },
  )
})

describe('the queries of the notes', () => {
  const one =
    'stats count(*) as ACCESS_COUNT | filter ( kubernetes.container_name = "backend-app") | filter ( log not like /^\\[/ and (log like /Health GET API called./ or log like / REGION GET ALL API/ or log like /LOCATION LIST BY REGION ID API/ )'
  const wrapped = `stats count(*) as ACCESS_COUNT
| filter ( kubernetes.container_name = "backend-app")
| filter ( log not like /^\\[/ and (log like /Health GET API
   called./ or log like / REGION GET ALL
   API/ or log like /LOCATION LIST BY REGION ID API/ )`

  test('one says which parenthesis is missing, and where; mended it is taken', () => {
    const { message, span, suggestion } = refused(one)
    expect(message).toBe(
      'unexpected end of query at line 1 and position 235: the ( at line 1 and position 95 is not closed',
    )
    expect(one.slice(span.from)).toMatch(/^\( log not like/)
    expect(suggestion).toBe('Add the missing ) for the ( at line 1 and position 95.')
    expect(mended(one)).toBe(`${one})`)
    const { query, notices } = taken(mended(one))
    expect(notices.map(({ code }) => code)).toEqual(['filter-before-stats', 'filter-before-stats'])
    expect(query.commands.map(({ kind }) => kind)).toEqual(['filter', 'filter', 'stats'])
  })

  test('the same is there for any language, with what AWS says', () => {
    const { said } = refused(one)
    expect(sayIn(saidKo, said.sentence)).toBe('1행 95번째 자리의 ( 괄호가 닫히지 않았습니다')
    expect(sayIn(saidKo, said.suggestion!)).toBe('1행 95번째 자리의 ( 괄호를 닫는 ) 기호를 넣으세요.')
    expect(said.place).toEqual({ line: 1, position: 235 })
    expect(said.aws).toBe('unexpected end of query at line 1 and position 235')
    expect(refused('tail 3 | dedup a | stats count(*)').said.aws).toMatch(/^unexpected symbol found /)
    expect(refused('stats count(*), count(*)').said.aws).toBeNull()
  })

  test('one with line breaks, in regular expressions too', () => {
    expect(refused(wrapped).message).toBe(
      'unexpected end of query at line 5 and position 55: the ( at line 3 and position 10 is not closed',
    )
    const { query, notices } = taken(mended(wrapped))
    expect(notices.map(({ code }) => code)).toEqual([
      'filter-before-stats',
      'filter-before-stats',
      'regex-line-break',
      'regex-line-break',
    ])
    expect(printQuery(query)).toContain('log like /Health GET APIcalled./ or log like / REGION GET ALLAPI/')
  })

  test('a blank before the line break stays', () => {
    expect(meant('filter log like /GET \n    ALL/')).toBe('filter log like /GET ALL/')
  })

  test('two', () => {
    const two =
      'stats count(*) as ERROR_COUNT by kubernetes.container_name as APP | filter ( log not like /^\\[/ and (log like /WARN/ or log like /error/) )'
    expect(meant(two)).toBe(
      'filter log not like /^\\[/ and (log like /WARN/ or log like /error/) | stats count(*) as ERROR_COUNT by kubernetes.container_name as APP',
    )
  })
})

describe('one edit mends', () => {
  test.each([
    ['filter (a = 1 | stats count(*)', 'filter (a = 1) | stats count(*)'],
    ['filter a in ["x", "y" | limit 5', 'filter a in ["x", "y"] | limit 5'],
    ['stats avg(x by svc', 'stats avg(x) by svc'],
    ['filter a = 1) | limit 3', 'filter a = 1 | limit 3'],
    ['fields @timestamp\nfilter level = "ERROR"', 'fields @timestamp\n| filter level = "ERROR"'],
    ['stats count(*) as n by level filter n > 1', 'stats count(*) as n by level | filter n > 1'],
    ['feilds @timestamp', 'fields @timestamp'],
    ['stats cuont(*) by svc', 'stats count(*) by svc'],
    ['fields strlne(a)', 'fields strlen(a)'],
    ['sort @timestamp desk', 'sort @timestamp desc'],
    ['stats count(*) as cnt by svc | sort cnd desc', 'stats count(*) as cnt by svc | sort cnt desc'],
    ['filter level = "ERROR | limit 5', 'filter level = "ERROR" | limit 5'],
    ["filter level = 'ERROR", "filter level = 'ERROR'"],
    ['filter x like /abc | limit 5', 'filter x like /abc/ | limit 5'],
    ['filter `foo bar = 1', 'filter `foo bar` = 1'],
    ['filter a = “x y” | limit 1', 'filter a = "x y" | limit 1'],
    ['filter a == 1', 'filter a = 1'],
    ['filter a <> 1', 'filter a != 1'],
    ['filter a = 1 && b = 2', 'filter a = 1 and b = 2'],
    ['filter a = 1 || b = 2', 'filter a = 1 or b = 2'],
    ['filter a in ("x", "y")', 'filter a in ["x", "y"]'],
    ['filter @message = /x/', 'filter @message like /x/'],
    ['fields a b', 'fields a, b'],
    ['fields a, b, | limit 1', 'fields a, b | limit 1'],
    ['fields @message |', 'fields @message '],
    ['stats avg(x) by bin(5)', 'stats avg(x) by bin(5s)'],
    ['filter ip = 10.0.0.1', 'filter ip = "10.0.0.1"'],
    ['fields a as in', 'fields a as `in`'],
    ['fields a as "x y"', 'fields a as `x y`'],
  ])('%s', (text, whole) => {
    expect(mended(text)).toBe(whole)
    taken(whole)
  })
})

describe('what is refused, and why', () => {
  test.each([
    ['stats cuont(*)', 'unexpected symbol found ( at line 1 and position 12: there is no function cuont'],
    ['fields a\n| sort b |\n', 'unexpected end of query at line 3 and position 1: a command was expected'],
    [
      'filter @message like /(?=a)b/',
      'invalid regular expression at line 1 and position 22: look-ahead and look-behind',
    ],
    ['filter @message like /(a)\\1/', 'invalid regular expression at line 1 and position 22: a back-reference'],
    ['filter @message like /[a/', 'invalid regular expression at line 1 and position 22: missing closing ]'],
    ['fields regexReplace(a, "(", "")', 'invalid regular expression'],
    ['parse @message /x/', 'the regular expression names no field'],
    ['parse @message /(x)(y)/ as a', 'the regular expression has 2 groups and 1 name'],
    ['fields substr(a)', 'substr takes 2 to 3 arguments, and 1 stands here'],
    ['fields now(1)', 'now takes 0 arguments, and 1 stands here'],
    ['stats sum(*)', 'sum takes no *'],
    ['search 5m', 'a condition was expected at line 1 and position 8'],
    ['search "a" and not 5m', 'a condition was expected at line 1 and position 20'],
    ['fields 5m as x, replace(a, /x/, "")', 'replace takes no regular expression'],
    ['stats pct(a, b)', 'pct takes a number here'],
    ['fields count(*)', 'unexpected symbol found count'],
    ['stats a by b', 'a stands outside of an aggregate function'],
    ['stats sum(x) + y', 'y stands outside of an aggregate function'],
    ['stats 1', 'an aggregate function was expected'],
    ['stats sum(count(*))', 'unexpected symbol found count'],
    ['stats count(*) as n, sum(a) as n', 'two columns are named n'],
    ['stats topk(3, a) by b', 'topk stands alone in stats, without by'],
    ['stats count(*) by jsonParse(@message)', 'stats takes no map or list'],
    ['fields jsonParse(@message) as j | sort j', 'sort takes no map or list'],
    ['parse @message logfmt as lf | dedup lf', 'dedup takes no map or list'],
    ['stats count(*) offset 1h', 'offset shifts bins, and this stats has none'],
    ['stats count(*) by a offset 1h', 'offset shifts bins'],
    ['diff', 'Diff operation has to be used after Pattern'],
    ['pattern @message | limit 5 | diff', 'Diff operation has to be used after Pattern'],
    ['anomaly', 'Anomaly operation has to be used after Pattern'],
    ['estimate | limit 5', 'unexpected symbol found estimate'],
    ['fields a | SOURCE "g"', 'unexpected symbol found SOURCE'],
    ['parse @message "*" as a | filterIndex a = "x"', 'unexpected symbol found filterIndex'],
    ['fillmissing with 0 for n', 'unexpected symbol found fillmissing'],
    ['dedup a | stats count(*)', 'unexpected symbol found stats'],
    ['limit 5 | stats count(*)', 'unexpected symbol found limit'],
    ['limit 0', 'unexpected symbol found 0'],
    ['filter a in (SOURCE "g" | fields a, b)', 'the query in parentheses gives 2 columns'],
    [
      'filter a in (SOURCE "g" | filter b in (SOURCE "h" | fields b) | fields a)',
      'a query in parentheses may not hold another one',
    ],
    ['join left=a right=a where a.x = a.y (SOURCE "g")', 'unexpected symbol found'],
    ['join left=a right=b where a.x > b.y (SOURCE "g")', 'unexpected symbol found >'],
    [
      'join left=a right=b where a.x = b.y (SOURCE "g") | join left=a right=b where a.x = b.y (SOURCE "g")',
      'a query may have one join',
    ],
    ['SOURCE logGroups(namePrefix: ["a","b","c","d","e","f"])', 'this list may have 5 texts'],
    ['SOURCE logGroups(prefix: ["a"])', 'unexpected symbol found prefix'],
    ['fields a.., b', 'unexpected symbol found a..'],
    ['fields `` as x', 'unexpected symbol found ``'],
    ['filter level = {{p}}', 'unexpected symbol found {{p}}'],
    ['$Errors() | limit 5', 'unexpected symbol found $Errors'],
  ])('%s', (text, message) => {
    expect(refused(text).message.slice(0, message.length)).toBe(message)
  })

  test('a misspelt command has a suggestion when something else is wrong too', () => {
    const { suggestion, mend } = refused('feilds @timestamp | filter (')
    expect(suggestion).toBe('Did you mean fields?')
    expect(mend).toBeNull()
  })
})

describe('names after stats', () => {
  test.each([
    ['stats count(*) by svc | sort count(*) desc', 'stats count(*) by svc | sort `count(*)` desc'],
    ['stats count(*) by bin(5m) | sort bin(5m)', 'stats count(*) by bin(5m) | sort `bin(5m)`'],
    ['stats avg(a+b) by svc | filter avg(a + b) > 2', 'stats avg(a+b) by svc | filter `avg(a+b)` > 2'],
    ['stats count(*) by svc | stats sum(count(*)) as s', 'stats count(*) by svc | stats sum(`count(*)`) as s'],
    ['stats count(*) by svc | stats count(*)', 'stats count(*) by svc | stats count(*)'],
    [
      'stats max(@timestamp) as @timestamp by svc | stats count(*) by bin(1h)',
      'stats max(@timestamp) as @timestamp by svc | stats count(*) by bin(1h)',
    ],
    [
      'stats count(*) as n by a.b | filter a.b = 1 | fields n * 2 as m | sort m',
      'stats count(*) as n by a.b | filter a.b = 1 | fields n * 2 as m | sort m',
    ],
    ['stats values(a) as v | filter v.0 = 1', 'stats values(a) as v | filter v.0 = 1'],
    ['stats max(a) as m, m / 10 as t', 'stats max(a) as m, m / 10 as t'],
  ])('%s', (text, whole) => {
    expect(meant(text)).toBe(whole)
    taken(text, 'strict')
  })

  test.each([
    ['stats count(*) as n by svc | fields level', 'level'],
    ['stats count(*) as n by svc | sort level, a', 'level, a'],
    ['stats count(*) as n by a as b | sort a', 'a'],
    ['stats count(*) as n by svc | dedup level', 'level'],
    ['stats count(*) as n by svc | stats max(m)', 'm'],
    ['stats count(*) as n by svc | stats latest(n)', '@timestamp'],
    ['stats count(*) as n by svc | fields bin(5m)', '@timestamp'],
    [
      'fields a, request_source | fields coalesce(a, b) as request_source | stats count(*) by request_source',
      'request_source',
    ],
    ['stats count(*) as n | stats count(*) as m | filter level = 1', 'level'],
  ])('%s', (text, names) => {
    expect(refused(text).message.startsWith(`Unknown symbols found in or after stats: ${names} at line 1`)).toBe(true)
  })
})

describe('compatibility', () => {
  test('filters on raw fields go before the one stats, in their order; others stay', () => {
    const text =
      'fields a | stats count(*) as n by svc | filter n > 1 | filter level = 1 | filter svc = "x" and level = 2 | sort n'
    expect(meant(text)).toBe(
      'fields a | filter level = 1 | filter svc = "x" and level = 2 | stats count(*) as n by svc | filter n > 1 | sort n',
    )
    expect(refused(text, 'strict').message).toContain('level')
  })
  test('a sort before stats, and a sort by @timestamp after it, are left out and told', () => {
    const { query, notices } = taken('sort @timestamp desc | stats count(*) as n by svc | sort n, @timestamp')
    expect(printQuery(query)).toBe('stats count(*) as n by svc | sort n')
    expect(notices.map(({ code }) => code)).toEqual(['sort-ignored', 'sort-key-ignored'])
  })
  test('a bin past its cap is told', () => {
    expect(taken('stats count(*) by bin(60s)').notices).toEqual([])
    expect(taken('stats count(*) by bin(61s)').notices).toEqual([
      {
        code: 'bin-capped',
        values: { name: 'bin', period: '61s', capped: '60s' },
        message: 'bin: 61s acts as 60s; for more use a larger unit.',
        span: { from: 22, to: 25 },
      },
    ])
  })
  test('a tree is checked as its text', () => {
    const text = 'stats count(*) as n | filter level = 1'
    const parsed = parseInsights(text)
    if (!parsed.ok) throw new Error(parsed.error.message)
    expect(checkInsights(parsed.value)).toEqual(checkInsights(text))
    const strict = checkInsights(parsed.value, { mode: 'strict' })
    expect(!strict.ok && strict.error.message).toBe('Unknown symbols found in or after stats: level')
  })
})

describe('words and shapes', () => {
  test.each([
    ['FIELDS a AS b | WHERE NOT a IN [1] AND b LIKE "x"', 'fields a as b | filter not a in [1] and b like "x"'],
    ['| fields limit, sort, desc, json, by', 'fields limit, sort, `desc`, json, `by`'],
    ['search "a" and not /b/ | head 5', 'filter @message like "a" and not @message like /b/ | limit 5'],
    ['fields a | order by b desc | tail 3', 'fields a | sort b desc | sort b | limit 3 | sort b desc'],
    ['fields a | tail 3', 'fields a | sort @timestamp | limit 3 | sort @timestamp desc'],
    ['limit any 5', 'limit any 5'],
    ['fields a / b / c, a/b', 'fields a / b / c, a/b'],
    ['parse a /(?<x>b)/ | fields a/b/c', 'parse a /(?<x>b)/ | fields a/b/c'],
    [
      'fields -1, - 2, -x, 2 ^ 3 ^ 4 as p, (a - b) - c as q, a - (b - c) as r',
      'fields -1, - 2, -x, 2 ^ 3 ^ 4 as p, a - b - c as q, a - (b - c) as r',
    ],
    ['filter a = 1 or b = 2 and c = 3', 'filter a = 1 or b = 2 and c = 3'],
    ['filter (a = 1 or b = 2) and !c', 'filter (a = 1 or b = 2) and not c'],
    ['filter x =~ /\\/a\\// and y =~ "z"', 'filter x like /\\/a\\// and y like "z"'],
    ["filter a = 'it\\'s \"x\"'", 'filter a = "it\'s \\"x\\""'],
    ['filter ok = true', 'filter ok = 1'],
    ['stats countdistinct(a) as n, COUNT_OVER_TIME(b) as m', 'stats count_distinct(a) as n, countOverTime(b) as m'],
    ['fields @@name, @`aws.tag.x:y`, a.`b.c`.d', 'fields @@name, @`aws.tag.x:y`, a.`b.c`.d'],
    ['fields jsonParse(a).b[1].`c d` as x', 'fields jsonParse(a).b[1]["c d"] as x'],
    ['json field=a "b.c[0]" as d', 'json field=a "b.c[0]" as d'],
    [
      'stats count(*) as n, sum(b) as b by bin(1hrs) | fillmissing with 0 for n, b',
      'stats count(*) as n, sum(b) as b by bin(1hrs) | fillmissing with 0 for n, b',
    ],
    ['SOURCE "a", "b" START=5 | SOURCE c-d | limit 1', 'SOURCE "a" | SOURCE "b" START=5 | SOURCE "c-d" | limit 1'],
  ])('%s', (text, whole) => {
    expect(meant(text)).toBe(whole)
  })

  test('an unnamed column has its text as name, without comments and line breaks', () => {
    const { query } = taken('stats count( * ), avg(a # x\n  +b)')
    expect(query.commands[0]).toMatchObject({ aggregates: [{ name: 'count( * )' }, { name: 'avg(a +b)' }] })
  })
  test('names keep their segments', () => {
    const { query } = taken('fields kubernetes.labels.`app.kubernetes.io/name`')
    expect(query.commands[0]).toMatchObject({
      columns: [
        {
          name: 'kubernetes.labels.app.kubernetes.io/name',
          expression: { field: { segments: ['kubernetes', 'labels', 'app.kubernetes.io/name'] } },
        },
      ],
    })
  })
})

describe('the catalogue', () => {
  test('explains everything in both languages, once', () => {
    const all = [...scalarFunctions, ...aggregateFunctions, ...commands]
    for (const entries of [[...scalarFunctions, ...aggregateFunctions], commands]) {
      const names = entries.flatMap(({ name, aliases }) => [name, ...aliases]).map(name => name.toLowerCase())
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    }
    for (const { doc } of all) {
      expect(doc.en).toMatch(/^[A-Z].*\.$/)
      expect(doc.ko).toMatch(/[가-힣].*[.)]$/)
    }
  })
  test('every function has its meaning, and nothing else has', () => {
    expect([...scalarImplementations.keys()].sort()).toEqual(scalarFunctions.map(({ name }) => name).sort())
  })
  test('every snippet of a command is a query, in its place', () => {
    const before: Readonly<Record<string, string>> = {
      diff: 'pattern @message | ',
      anomaly: 'pattern @message | ',
      fillmissing: 'stats count(*) as field by bin(5m) | ',
    }
    for (const { name, snippet } of commands)
      taken((before[name] ?? '') + snippet.replace(/#\{([^}]*)\}/g, '$1').replace('where condition', 'where a > 1'))
  })
})
