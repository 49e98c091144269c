/** Bodies of AWS calls as bytes: packed, spoilt, cut; unpacking and decoding must end in an object or a refusal in words. */
import { setImmediate } from 'node:timers/promises'
import { deflateSync, gzipSync } from 'node:zlib'
import { awsJson } from '../../src/api/cloudwatch/protocol/json.ts'
import { unpack } from '../../src/api/cloudwatch/protocol/unpack.ts'
import { limits } from '../../src/limits.ts'
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { explained, must, numbers, pick, spoilt } from './noise.ts'

const pieces = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\u0000',
  '\\ud800',
  '\\',
  '1e999',
  '-',
  'nul',
  '"__proto__":',
  '{"a":',
  '/**/',
  '\ufeff',
]
const good =
  '{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":1790000000000,"message":"a \\"b\\" \\ud83d\\ude00"}]}'
const encodings = [
  undefined,
  '',
  'identity',
  'gzip',
  'GZIP',
  ' gzip ',
  'x-gzip',
  'deflate',
  'br',
  'gzip, gzip',
  '__proto__',
]

export const bodyFuzz: FuzzTarget = {
  name: 'aws-body',
  async run(seed, n) {
    const next = numbers(seed)
    for (let left = n; left > 0; left--) {
      // What zlib holds is let go between two turns of the event loop, of which a server has one for each request.
      if (left % 1_000 === 0) await setImmediate()
      const plain = Buffer.from(spoilt(next, good, pieces))
      const encoding = pick(next, encodings)
      // Zipping is dear: a quarter of the cases.
      const packed =
        next() % 4 > 0 ? plain : next() % 2 ? gzipSync(plain, { level: 1 }) : deflateSync(plain, { level: 1 })
      const bytes = Buffer.from(packed.subarray(0, next() % 4 === 0 ? next() % (packed.length + 1) : packed.length))
      for (let turns = next() % 3; turns > 0 && bytes.length > 0; turns--) bytes[next() % bytes.length] = next() & 0xff
      explained([bytes.toString('base64'), encoding], () => {
        const body = unpack(bytes, encoding)
        if (!body.ok) return must(/\w+ \w+/.test(body.error.message), 'no words')
        must(body.value.length <= limits.awsBodyBytes, 'too long')
        const decoded = awsJson.decode(body.value)
        if (!decoded.ok) return must(decoded.error.type === 'SerializationException', decoded.error.type)
        const { input } = decoded.value
        must(typeof input === 'object' && input !== null && !Array.isArray(input), 'no object')
      })
    }
  },
}
