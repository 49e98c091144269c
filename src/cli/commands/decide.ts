/** `mangru decide`: our deciders, asked by cases on standard input, so that others can check them without a server. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { nearestNames } from '../../model/index.ts'
import { type Call, command, fine, misused, type Outcome } from '../command.ts'
import { anyWord, optionMeta, switchedBy } from '../option.ts'

const options = z.object({
  file: anyWord().optional().register(optionMeta, {
    value: 'FILE',
    en: 'cases from a file instead of standard input',
    ko: '표준 입력 대신 파일의 사례',
  }),
  list: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'the deciders, each with a case', ko: '판정기 목록과 각각의 사례' }),
  example: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'print a case that works', ko: '동작하는 사례 하나를 출력' }),
  pretty: switchedBy()
    .prefault('false')
    .register(optionMeta, { en: 'one indented JSON array', ko: '들여쓴 JSON 배열 하나로' }),
  json: switchedBy().prefault('false').register(optionMeta, { en: 'the list as JSON', ko: '목록을 JSON으로' }),
})
type DecideCall = Call<z.output<typeof options>>
type Decisions = typeof import('../decide/index.ts')
type Decider = Decisions['deciders'][number]

/** `load`: brings the deciders, which nothing else needs. */
export const decideCommand = (load: () => Promise<Decisions>) =>
  command({
    name: 'decide',
    usage: 'NAME',
    en: 'answer cases (one JSON value a line, or one array) by the deciders that Mangru itself uses; see docs/decide.md',
    ko: '망루가 쓰는 판정기로 사례(한 줄에 JSON 하나, 또는 배열 하나)에 답함; docs/decide.ko.md 참고',
    options,
    async run(call) {
      const { words, values } = call
      const [name, extra] = words
      if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
      const decisions = await load()
      if (values.list) return listed(call, decisions.deciders)
      if (name === undefined) return misused(say => say['missing-word']('NAME'))
      const decider = decisions.deciders.find(one => one.name === name)
      if (decider === undefined) {
        const names = decisions.deciders.map(one => one.name)
        const [near = ''] = nearestNames(name, names, 1)
        return misused(say => say['unknown-decider'](name, near))
      }
      if (!values.example) return decideAll(call, decider, decisions)
      await call.terminal.out(`${JSON.stringify(decider.example, null, values.pretty ? 2 : undefined)}\n`)
      return fine
    },
  })

async function listed({ values, terminal, language }: DecideCall, all: readonly Decider[]): Promise<Outcome> {
  if (values.json) {
    const rows = all.map(one => ({ name: one.name, meaning: one[language], example: one.example }))
    await terminal.out(`${JSON.stringify(rows)}\n`)
  } else {
    const lines = all.map(one => `${one.name}: ${one[language]}\n  ${JSON.stringify(one.example)}\n`)
    await terminal.out(lines.join(''))
  }
  return fine
}

async function decideAll(call: DecideCall, decider: Decider, { caseTexts, answerTo }: Decisions): Promise<Outcome> {
  const { values, terminal } = call
  const body = await bodyOf(call)
  if ('code' in body) return body
  let [count, failures] = [0, 0]
  for await (const text of caseTexts(body)) {
    if (terminal.interrupted.aborted) return { code: 1 }
    const { answer, failed } = answerTo(decider, text)
    if (failed) failures++
    await terminal.out(
      values.pretty ? `${count === 0 ? '[' : ','}\n${indented(answer)}` : `${JSON.stringify(answer)}\n`,
    )
    count++
  }
  if (values.pretty) await terminal.out(count === 0 ? '[]\n' : '\n]\n')
  return failures > 0 ? { code: 1 } : fine
}

const indented = (answer: unknown): string => JSON.stringify(answer, null, 2).replace(/^/gm, '  ')

async function bodyOf({ values, terminal, cwd }: DecideCall): Promise<AsyncIterable<Uint8Array> | Outcome> {
  if (values.file === undefined) return terminal.inputBytes() ?? misused(say => say['no-cases']())
  const file = resolve(cwd, values.file)
  try {
    await (await open(file)).close()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return misused(say =>
      code === 'ENOENT' ? say['file-missing']('--file', file) : say['file-unreadable']('--file', file, message),
    )
  }
  return createReadStream(file)
}
