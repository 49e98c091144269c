/**
 * For tests, a process of its own: opens the file named on its command line and changes it without end, one line of JSON on
 * standard output for each change that was acknowledged. Whoever starts it kills it. With `once` it only says how opening went.
 */
import { instant, type Result } from '../../../model/index.ts'
import { openSqlite } from './open.ts'

const [file = '', once] = process.argv.slice(2)
const opened = await openSqlite(file)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
if (!opened.ok) {
  say(opened)
  process.exit(0)
}
say({ opened: file })
if (once) process.exit(0)

const { logs } = opened.value
const must = <T>(answer: Result<T, { readonly code: string }>): T => {
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}
const run = process.pid
for (let n = 0; ; n++) {
  const name = `${run}/${n}`
  const tags = { a: name, b: name, c: name }
  const at = instant(n)
  const common = { createdAt: at, class: 'STANDARD', deletionProtection: false, kmsKeyId: null } as const
  const { id } = must(await logs.create({ ...common, name, tags }))
  say({ made: name, id })
  for (const stream of ['s', 't']) {
    must(await logs.createStream(id, stream, at))
    say({ stream, of: id })
  }
  if (n % 3 !== 0) continue
  must(await logs.remove(name, at))
  say({ removed: name, id })
}
