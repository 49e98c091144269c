import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { decideCommand } from './decide.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

async function decide(words: string[], changes: Parameters<typeof testWorld>[0] = {}) {
  const world = testWorld(changes)
  const commands = [decideCommand(() => import('../decide/index.ts'))]
  const code = await run(['decide', ...words], commands, world)
  return { code, out: world.stdout(), err: world.stderr() }
}
const rule = (AlarmRule: string, state = 'OK') =>
  JSON.stringify({ alarm: { AlarmName: 'a', AlarmRule }, state, now: 60 })
const states = (out: string) =>
  out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).state ?? JSON.parse(line).error)

describe('cases on standard input', () => {
  test('one a line', async () => {
    const { code, out } = await decide(['composite-alarm'], { input: `${rule('TRUE')}\n${rule('FALSE')}\n` })
    expect([code, ...states(out)]).toEqual([0, 'ALARM', 'OK'])
  })
  test('one array', async () => {
    const { code, out } = await decide(['composite-alarm'], { input: `[${rule('TRUE')},\n${rule('FALSE')}]` })
    expect([code, ...states(out)]).toEqual([0, 'ALARM', 'OK'])
  })
  test('one that is wrong is told in its place, and the rest goes on', async () => {
    const { code, out } = await decide(['composite-alarm'], { input: `${rule('TRUE')}\n{"al\n{}\n${rule('FALSE')}` })
    expect(code).toBe(1)
    expect(states(out)).toMatchObject([
      'ALARM',
      { message: expect.stringMatching(/^not valid JSON: /), at: 'line 2' },
      { message: expect.any(String), at: 'alarm' },
      'OK',
    ])
  })
  test('none at all', async () => {
    expect(await decide(['composite-alarm'], { input: '' })).toEqual({ code: 0, out: '', err: '' })
    expect((await decide(['composite-alarm', '--pretty'], { input: '' })).out).toBe('[]\n')
  })
  test('a person who gave none is told how', async () => {
    const { code, err } = await decide(['alarm'])
    expect([code, err]).toEqual([
      2,
      'Cases are missing: give them on standard input or with --file FILE; --example prints one.\n',
    ])
  })
  test('--pretty is one array', async () => {
    const { out } = await decide(['composite-alarm', '--pretty'], { input: `${rule('TRUE')}\n${rule('FALSE')}` })
    expect(JSON.parse(out).map(({ state }: { state: string }) => state)).toEqual(['ALARM', 'OK'])
    expect(out).toMatch(/^\[\n {2}\{\n {4}"state": "ALARM",\n/)
  })
})

test('--file', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'decide-'))
  folders.push(cwd)
  writeFileSync(join(cwd, 'cases.jsonl'), rule('TRUE'))
  expect(states((await decide(['composite-alarm', '--file', 'cases.jsonl'], { cwd })).out)).toEqual(['ALARM'])
  const missing = await decide(['composite-alarm', '--file', 'none.jsonl'], { cwd })
  expect([missing.code, missing.err]).toEqual([2, `--file: there is no file ${join(cwd, 'none.jsonl')}\n`])
})

describe('what there is', () => {
  test('--list has an example for each that works', async () => {
    const rows = JSON.parse((await decide(['--list', '--json'])).out) as { name: string; example: unknown }[]
    expect(rows.map(({ name }) => name)).toEqual(['alarm', 'composite-alarm', 'alarm-rehearsal', 'metric-math'])
    for (const { name, example } of rows)
      expect((await decide([name], { input: JSON.stringify(example) })).code).toBe(0)
    const { out } = await decide(['--list', '--lang', 'ko'])
    expect(out.split('\n').filter(line => /^[a-z-]+: .*[가-힣]/.test(line))).toHaveLength(rows.length)
  })
  test('--example is a case, indented with --pretty', async () => {
    const { out } = await decide(['alarm', '--example'])
    expect((await decide(['alarm'], { input: out })).code).toBe(0)
    expect(JSON.parse((await decide(['alarm', '--example', '--pretty'])).out)).toEqual(JSON.parse(out))
  })
  test.each<[string[], string]>([
    [['alarms'], 'There is no decider "alarms". Did you mean "alarm"? "mangru decide --list" shows them.\n'],
    [[], 'NAME is missing\n'],
    [['alarm', 'more'], '"more" is one word too many\n'],
  ])('%j', async (words, message) => {
    const { code, err } = await decide(words, { input: '' })
    expect([code, err]).toEqual([2, message])
  })
})
