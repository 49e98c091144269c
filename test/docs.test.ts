/** Pages that repeat what the program knows, compared with the program. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLogsService, type LogsPorts } from '../src/api/cloudwatch/logs/index.ts'
import { deciders } from '../src/cli/decide/index.ts'
import { limits } from '../src/limits.ts'

const page = (name: string) => readFileSync(join(import.meta.dirname, '..', 'docs', name), 'utf8')

test('docs/cloudwatch-logs.md lists the operations that are answered, and no others', () => {
  // Operations are only listed here, not run: any ports will do, and all of them are there.
  const ports: LogsPorts = new Proxy({} as LogsPorts, { get: () => ({}) })
  const answered = [...createLogsService(ports).operations.keys()]
  const table =
    page('cloudwatch-logs.md')
      .match(/^\|.*\|$/gm)
      ?.join('\n') ?? ''
  expect(table.match(/\b[A-Z][a-z]+[A-Z]\w+/g)?.sort()).toEqual(answered.sort())
})

test('docs/cloudwatch-logs.md tells the limits of a PutLogEvents', () => {
  const number = (value: number) => value.toLocaleString('en-US')
  const text = page('cloudwatch-logs.md').replace(/\s+/g, ' ')
  expect(text).toContain(
    `${number(limits.putLogEventsCount)} events and ${number(limits.putLogEventsBytes)} bytes (${limits.logEventOverhead} are added`,
  )
  expect(text).toContain(
    `${limits.logEventAge / 86_400_000} days, no later than ${limits.logEventLead / 3_600_000} hours ahead, within ${limits.putLogEventsSpan / 3_600_000} hours`,
  )
})

test.each(['decide.md', 'decide.ko.md'])('docs/%s names the deciders, and how long a case may be', name => {
  const text = page(name)
  expect(text).toContain(limits.decideCaseLength.toLocaleString('en-US'))
  expect([...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(match => match[1])).toEqual(deciders.map(one => one.name))
})
