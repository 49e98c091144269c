/**
 * The AWS SDK for Go, version 2, from the Go module proxy: it speaks RPC v2 CBOR, and signs it. Its program is built under `.cache/go` on
 * the first run, where Go is installed.
 */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { root, runProgram, type Server, startServer } from './server.ts'

const source = join(root, 'e2e', 'go')
const program = join(root, '.cache', 'go', 'metrics')
const go = ['/usr/local/go/bin/go', '/usr/bin/go'].find(existsSync)

async function haveProgram(): Promise<string | undefined> {
  const isNew = (file: string) => statSync(join(source, file)).mtimeMs > statSync(program).mtimeMs
  if (existsSync(program) && !['main.go', 'go.mod'].some(isNew)) return undefined
  if (go === undefined) return 'Go is not installed'
  const built = await runProgram(go, ['-C', source, 'build', '-o', program, '.'], {}, 300_000)
  return built.code === 0 ? undefined : `its program could not be built: ${built.err}`
}

const missing = await haveProgram()
if (missing !== undefined) console.warn(`SKIPPED: the AWS SDK for Go. ${missing}`)

let server: Server
beforeAll(async () => {
  if (missing === undefined) server = await startServer()
})
afterAll(() => server?.stop())

test.skipIf(missing !== undefined)('Go puts, lists, reads and is refused, all by CBOR', async () => {
  const { accessKeyId, secretAccessKey } = await createKey(server.dataDir, 'operator')
  const { code, out, err } = await runProgram(program, [server.url, accessKeyId, secretAccessKey])
  expect(err).toBe('')
  expect(code).toBe(0)
  const { wire, ...saw } = JSON.parse(out)
  expect(saw).toEqual({
    listed: [500, 302],
    statistics: [20.5, 5, 'Seconds', { p50: 2 }, true],
    data: [
      ['m1', 'pay 한글', [10], true, 'Complete'],
      ['s1', 'Latency', [4.1], true, 'Complete'],
      ['q1', expect.any(String), [4], true, 'Complete'],
    ],
    refused: [
      [
        'InvalidParameterCombination',
        'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
      ],
      [
        'InvalidParameterValue',
        'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
      ],
      ['MissingParameter', 'The parameter MetricData.member.1.Value is required.'],
    ],
  })
  expect(wire).toContain('/service/ rpc-v2-cbor gzip')
  expect(wire.every((look: string) => look.startsWith('/service/ rpc-v2-cbor '))).toBe(true)
})
