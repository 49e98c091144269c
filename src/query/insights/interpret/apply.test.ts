/** Commands by a stream of rows give what they give over a table. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkInsights } from '../language/index.ts'
import type { Command } from '../tree.ts'
import { eventsOf } from './ask.cases.ts'
import {
  answerOf,
  applyCommand,
  applyCommands,
  eventRow,
  eventShape,
  gather,
  type InterpretContext,
  isStreaming,
  stream,
  type Table,
} from './index.ts'
import { specOwners, specWindow } from './spec.cases.ts'

const context: InterpretContext = {
  ...specWindow,
  startedAt: specWindow.to,
  region: 'r',
  lookupTable: name => (name === 'owners' ? specOwners : undefined),
  inner: () => start(['{"a":1}', '{"a":"x"}']),
  earlier: () => start([]),
  scanned: () => ({ records: 0, bytes: 0 }),
}
const start = (messages: readonly string[]): Table => ({ shape: eventShape, rows: eventsOf(messages).map(eventRow) })

const compiled = (text: string): readonly Command[] => {
  const checked = checkInsights(text)
  if (!checked.ok) throw new Error(`${text}: ${checked.error.message}`)
  return checked.value.query.commands
}

const streaming = [
  'filter a > 1',
  'filter a in (filter a = 1 | fields a)',
  'filterIndex a = 1',
  'fields a as b, strlen(@message) as n',
  'display a, n',
  'parse @message "*:*" as p, q',
  'parse @message /(\\d)/ as d multi',
  'json field=@message "a" as j',
  'unnest jsonParse(@message).l into u',
  'expand l',
  'unmask a',
  'lookup owners svc OUTPUT owner',
  'accum a as s',
  'autoregress a p=1-2',
  'filldown a',
  'limit 3',
]
const messages = fc.array(
  fc.constantFrom('{"a":1,"l":[1,2]}', '{"a":2,"l":[]}', '{"a":"3","svc":"api"}', '{"svc":"pay"}', 'plain: 5 6'),
  { maxLength: 10 },
)

test('stream and table agree', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(streaming, { minLength: 1, maxLength: 4 }), messages, (parts, lines) => {
      const commands = parts.flatMap(compiled)
      const table = start(lines)
      const whole = applyCommands(commands, table, context)
      const stage = stream(commands, table.shape, context)
      if (!whole.ok || !stage.ok) throw new Error('neither fails')
      const rows = []
      for (const row of table.rows) {
        if (stage.value.done?.()) break
        rows.push(...stage.value.push(row))
      }
      expect(answerOf({ shape: stage.value.shape, rows }, 'r')).toEqual(answerOf(whole.value, 'r'))
    }),
    { numRuns: 500 },
  )
})

describe('a command', () => {
  test.each([...streaming, 'dedup a', 'limit any 2', "join type=inner left=x right=y where x.a = y.a (SOURCE 'g')"])(
    '%s is streaming',
    text => {
      expect(compiled(text).every(isStreaming)).toBe(true)
      expect(stream(compiled(text), eventShape, context).ok).toBe(true)
    },
  )
  test.each([
    'sort a',
    'stats count(*)',
    'pattern @message',
    'outlier a',
    'sessionize a maxspan 5m as s',
    'countFrequent a',
    'relevantfields where a = 1',
    'estimate',
  ])('%s needs all rows', text => {
    expect(compiled(text).some(isStreaming)).toBe(false)
    expect(() => stream(compiled(text), eventShape, context)).toThrow('all rows')
  })
})

test('a limit is done with its last row', () => {
  const stage = stream(compiled('filter a > 0 | limit 1'), eventShape, context)
  if (!stage.ok) throw new Error('it streams')
  const [one, two] = start(['{"a":1}', '{"a":2}']).rows
  if (one === undefined || two === undefined) throw new Error('two rows')
  expect([
    stage.value.done?.(),
    stage.value.push(one).length,
    stage.value.done?.(),
    stage.value.push(two).length,
  ]).toEqual([false, 1, true, 0])
})

test('trouble is a value', () => {
  const [command] = compiled('lookup nosuch a OUTPUT b')
  if (command === undefined) throw new Error('a command')
  expect(applyCommand(command, start([]), context)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  expect(stream([command], eventShape, context)).toMatchObject({ ok: false, error: { code: 'not-found' } })
})

describe('gathering', () => {
  test.each([
    ['stats count(*) as n, max(a) as m by svc', 3],
    ['stats count(*) as n', 1],
    ['pattern @message', 0],
    ['countFrequent svc', 3],
  ])('%s: rows pushed one by one give what a table gives', (text, held) => {
    const [command] = compiled(text)
    const gathering = command && gather(command, context)
    if (command === undefined || !gathering) throw new Error('it gathers')
    const table = start(['{"a":1,"svc":"x"}', '{"a":2,"svc":"y"}', '{"a":5,"svc":"x"}', 'plain'])
    for (const row of table.rows) gathering.push(row)
    const whole = applyCommand(command, table, context)
    expect(gathering.held).toBe(held)
    expect(whole.ok && answerOf(gathering.result(), 'r')).toEqual(whole.ok && answerOf(whole.value, 'r'))
    expect(gathering.result()).toEqual(gathering.result())
  })
  test('is not for commands that need all rows together, or one', () => {
    expect(['sort a', 'filter a = 1', 'outlier a'].flatMap(compiled).map(command => gather(command, context))).toEqual([
      null,
      null,
      null,
    ])
  })
})
