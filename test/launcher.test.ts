/** The launcher on the Node that starts it, old and new: exit codes, signals, and a death that cannot be handled. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'mangru-launcher-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A Node on the path that cannot replace itself, so that the launcher stays as a parent. */
function olderNode(): string | undefined {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(directory, 'node')
    try {
      const has = execFileSync(file, ['-p', 'typeof process.execve'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      if (has.trim() === 'undefined') return file
    } catch {
      // Not there.
    }
  }
  return undefined
}

function script(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const older = olderNode()
const nodes: [string, string | undefined][] = [
  ['a Node that is new enough', process.execPath],
  ['an older Node', older],
]

describe.each(nodes)('started by %s', (_story, node) => {
  const run = (...args: string[]): ChildProcess =>
    spawn(node as string, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root })
  const launched = (name: string, text: string) => run(join(root, 'bin', 'node24.mjs'), script(name, text))

  test.skipIf(node === undefined)(
    'the program runs on Node 24 with its words, and its exit code comes through',
    async () => {
      const child = launched('code.mjs', `console.log(process.versions.node.split('.')[0]); process.exit(7)`)
      const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data')
      const [code] = await once(child, 'exit')
      expect([String(said).trim(), code]).toEqual(['24', 7])
    },
  )

  test.skipIf(node === undefined).each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s reaches the program',
    async signal => {
      const child = launched(
        `${signal}.mjs`,
        `process.on('${signal}', () => process.exit(9)); console.log('up'); setTimeout(() => {}, 20000)`,
      )
      await once(child.stdout as NodeJS.ReadableStream, 'data')
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([9, null])
    },
  )

  test.skipIf(node === undefined)('a program that dies of a signal is seen to die of it', async () => {
    const child = launched('dies.mjs', `process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 20000)`)
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  })

  test.skipIf(node === undefined)('mangru answers with its own exit codes', async () => {
    const child = run(join(root, 'bin', 'mangru.mjs'), 'up', '--memory', 'abc')
    const [said] = await once(child.stderr as NodeJS.ReadableStream, 'data')
    const [code] = await once(child, 'exit')
    expect([String(said), code]).toEqual(['--memory: "abc" is not a size (example: 1GiB)\n', 2])
  })
})

describe('our TypeScript without its types', () => {
  const hook = join(root, 'bin', 'stripped.mjs')
  const cache = join(root, '.cache', 'stripped')
  const kept = () => (existsSync(cache) ? readdirSync(cache, { recursive: true }).map(String) : [])

  test('is kept under the hash of its text, whole, and taken from there', () => {
    const text = `const answer: number = ${process.pid}\nconsole.log(answer)\n`
    const name = `${hash('sha1', text)}.js`
    const program = join(mkdtempSync(join(tmpdir(), 'mangru-stripped-')), 'program.ts')
    writeFileSync(program, text)
    const say = () =>
      execFileSync(process.execPath, ['--import', pathToFileURL(hook).href, program], { encoding: 'utf8' }).trim()
    expect(say()).toBe(String(process.pid))
    const file = kept().find(one => one.endsWith(name))
    expect(file).toBeDefined()
    const path = join(cache, file ?? '')
    // What is kept is what runs.
    writeFileSync(path, readFileSync(path, 'utf8').replace('console.log(answer)', 'console.log(-answer)'))
    expect(say()).toBe(String(-process.pid))
    rmSync(path)
    rmSync(dirname(program), { recursive: true })
  })
})

test.skipIf(older === undefined)('when the launcher is killed outright, the program ends too', async () => {
  const door = join(root, 'src', 'cli', 'launcher-watch.ts')
  const program = script(
    'orphan.mjs',
    `const { watchLauncher } = await import(${JSON.stringify(door)})
     watchLauncher(); console.log(process.pid); setTimeout(() => {}, 120000)`,
  )
  const child = spawn(older as string, [join(root, 'bin', 'node24.mjs'), program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = child.stdout as NodeJS.ReadableStream
  const [said] = await once(output, 'data')
  expect(Number(said)).toBeGreaterThan(0)
  // The program holds the other end of this pipe: it closes when the program is gone.
  const ended = once(output, 'end')
  child.kill('SIGKILL')
  await ended
})

describe('the flags of Node that the launcher gives', () => {
  const flagsOf = async (words: string, env: Record<string, string> = {}): Promise<string[]> => {
    const { serverFlags } = await import(join(root, 'bin', 'flags.mjs'))
    return serverFlags(words.split(' '), env)
  }
  const heapOf = async (words: string, env: Record<string, string> = {}) =>
    (await flagsOf(words, env)).flatMap(flag => /^--max-old-space-size=(\d+)$/.exec(flag)?.[1] ?? [])
  test.each<[string, Record<string, string>, string[]]>([
    ['up', {}, ['256']],
    ['up --memory 2GiB', {}, ['512']],
    ['up --memory=600MiB', {}, ['96']],
    ['up --memory 512MiB', {}, ['96']],
    ['up --memory 767MiB', {}, ['123']],
    ['up --memory 768MiB', {}, ['192']],
    ['up --memory 64GiB', {}, ['4096']],
    ['up', { MANGRU_MEMORY: '2147483648' }, ['512']],
    ['up --memory 2GiB', { MANGRU_MEMORY: '4GiB' }, ['512']],
    // What is wrong with it is said by the program.
    ['up --memory abc', {}, ['256']],
    ['up --memory', {}, ['256']],
    ['up', { NODE_OPTIONS: '--max-old-space-size=99' }, []],
    ['logs', {}, []],
  ])('%s %o', async (words, env, heap) => {
    expect(await heapOf(words, env)).toEqual(heap)
  })

  test.each([
    ['up', true],
    ['up --memory 768MiB', true],
    ['up --memory 767MiB', false],
    ['logs', false],
  ])('%s: an old heap that hardly grows is let be: %s', async (words, isLetBe) => {
    expect((await flagsOf(words)).some(flag => flag.startsWith('--initial-old-space-size='))).toBe(isLetBe)
  })
})
