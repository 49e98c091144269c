/** What every refusal owes to its caller: the shape of its protocol, words, and nothing of our insides. */
import { expect } from 'vitest'
import type { Answer } from '../../bench/wire/index.ts'

const insides = /node:internal|node_modules|\.ts:\d|\n\s+at |chdb|DB::Exception|SQLITE/

/** AWS JSON: exactly `__type` and `message`, the headers that SDKs look at, and words without our insides. */
export function expectAws(answer: Answer, type: string | RegExp, status = 400): string {
  const { headers, body } = answer
  const said = body.toString('utf8')
  expect({ status: answer.status, said: said.slice(0, 300) }).toMatchObject({ status })
  const json = JSON.parse(said) as { __type: string; message: string }
  expect(Object.keys(json).sort()).toEqual(['__type', 'message'])
  expect(json.__type).toMatch(type)
  expect(headers['content-type']).toBe('application/x-amz-json-1.1')
  expect(headers['x-amzn-errortype']).toBe(json.__type)
  expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/)
  expectWords(json.message)
  return json.message
}

/** Our own API: `{error: {code, message, at?}}`. */
export function expectApi(answer: Answer, status: number, code: string | RegExp): string {
  const said = answer.body.toString('utf8')
  expect({ status: answer.status, said: said.slice(0, 300) }).toMatchObject({ status })
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  const { error, ...others } = JSON.parse(said) as { error: { code: string; message: string; at?: unknown } }
  expect(others).toEqual({})
  expect(Object.keys(error).filter(name => !['code', 'message', 'at'].includes(name))).toEqual([])
  expect(error.code).toMatch(code)
  expectWords(error.message)
  return error.message
}

/** Not even HTTP: nobody knows the protocol, so the answer speaks both, and the connection ends. */
export function expectHttp(answer: Answer | undefined, status: number): void {
  expect(answer?.status).toBe(status)
  const json = JSON.parse(answer?.body.toString('utf8') ?? '') as {
    __type: string
    message: string
    error: { code: string }
  }
  expect(json).toMatchObject({
    __type: expect.stringMatching(/Exception$/),
    error: { code: expect.stringMatching(/^[a-z-]+$/) },
  })
  expectWords(json.message)
  expect(answer?.headers.connection).toBe('close')
}

function expectWords(message: string): void {
  expect(message).toMatch(/\w+ \w+/)
  expect(message.length).toBeLessThan(20_000)
  expect(message).not.toMatch(insides)
}
