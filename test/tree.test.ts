/** The rules of the house that matter, tested on our own source. A finding names the file; the rule's reason stands beside it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { limits } from '../src/limits.ts'
import { ringsIn } from './tree/rings.ts'
import { mayUse, roomOf } from './tree/rooms.ts'
import { filesUnder, foldersUnder, root, type Source, sourcesUnder, withoutComments } from './tree/sources.ts'

const folders = ['src', 'web', 'test', 'bench', 'e2e'].filter(folder => existsSync(join(root, folder)))
const all = sourcesUnder(...folders)
const byPath = new Map(all.map(source => [source.path, source]))
const ours = all.filter(({ path }) => path.startsWith('src/') || path.startsWith('web/'))
const isDoor = (path: string) => basename(path) === 'index.ts'
/** Written for tests alone, beside what they are for: contracts by their name, anything else says so where it opens. */
const forTests = (path: string) =>
  /(^|\/)(contract\/[^/]+|contract|[\w-]+\.cases)\.tsx?$/.test(path) ||
  /\b(for|only) (the )?tests\b|\bfuzz(ed|ing)?\b/i.test(opening(byPath.get(path)?.text ?? ''))
const opening = (text: string): string => /^(\/\*\*[\s\S]*?\*\/|(\/\/.*\n)+)/.exec(text)?.[0] ?? ''

/** Pure parts of a room that others use without the rest of it, each with its reason. */
const sideDoors: Readonly<Record<string, string>> = {
  'src/store/engine/sql.ts':
    'the words that SQL is made of: a query language needs them in the browser, where no engine is',
  'src/store/logs/columns.ts': 'the names of the columns, for the same reason',
  'src/server/memory.ts': 'the least memory, which the command line checks before it loads the server',
  'src/store/metrics/percentile.ts': 'the arithmetic of percentiles, without the store',
  'src/query/insights/functions/time-zone.ts': 'the arithmetic of time zones, without what only a server has',
  'src/query/schedules/expression.ts':
    'the arithmetic of schedules, without the one who runs them: the page shows the next times',
  'src/store/logs/event-id.ts': 'the arithmetic of event ids, without the store',
}
/** Made or checked by a test, and used by nothing else. */
const servesTests: Readonly<Record<string, string>> = {
  'src/cli/reference.ts': 'writes docs/cli.md, when its test is told to',
}

describe('imports', () => {
  test('point one way: model ← store ← query ← judge ← act; web sees model and query alone', () => {
    const wrong = ours.flatMap(source =>
      source.imports.flatMap(({ to }) => {
        const [from, room] = [roomOf(source.path), roomOf(to)]
        if (from === undefined || room === undefined || from === room || mayUse[from]?.includes(room)) return []
        return [`${source.path} (${from}) uses ${to} (${room})`]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('every room has its rule', () => {
    const rooms = new Set(ours.flatMap(({ path }) => roomOf(path) ?? []))
    expect([...rooms].filter(room => !(room in mayUse))).toEqual([])
  })

  test('of another room go to a door: an index.ts, or the types of a port or of the configuration', () => {
    const typesOfPort = /\/(port|config)\.ts$/
    const wrong = ours.flatMap(source =>
      source.imports
        .filter(({ to }) => roomOf(to) !== undefined && roomOf(to) !== roomOf(source.path))
        .filter(({ to, typeOnly }) => !isDoor(to) && !(to in sideDoors) && !(typeOnly && typesOfPort.test(to)))
        .filter(({ to }) => !(source.isTest && forTests(to)))
        .map(({ to }) => `${source.path} reaches into ${to}`),
    )
    expect(wrong).toEqual([])
  })

  test('make no ring', () => {
    expect(ringsIn(new Map(all.map(({ path, imports }) => [path, imports.map(({ to }) => to)])))).toEqual([])
  })

  test('name files that are there', () => {
    const generated = /\.grammar(\.terms)?(\.js)?$/
    const wrong = all.flatMap(({ path, imports }) =>
      imports.filter(({ to }) => !existsSync(join(root, to)) && !generated.test(to)).map(({ to }) => `${path}: ${to}`),
    )
    expect(wrong).toEqual([])
  })

  test('of what tests alone need come from tests alone', () => {
    const wrong = all
      .filter(({ path, isTest }) => path.startsWith('src/') && !isTest && !forTests(path))
      .flatMap(({ path, imports }) =>
        imports.filter(({ to }) => forTests(to) || /\.test\.tsx?$/.test(to)).map(({ to }) => `${path}: ${to}`),
      )
    expect(wrong).toEqual([])
  })
})

describe('folders and files', () => {
  test('bear the name of a thing', () => {
    const drawer = /(^|[-.])(utils?|helpers?|common|misc|shared|stuff)([-.]|$)/i
    const named = folders
      .flatMap(folder => filesUnder(folder))
      .filter(path => path.split('/').some(part => drawer.test(part)))
    expect(named).toEqual([])
  })

  test('are in kebab case', () => {
    const named = sourcesUnder('src').filter(
      ({ path }) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.(tsx?|m?js)$/.test(basename(path)),
    )
    expect(named.map(({ path }) => path)).toEqual([])
  })

  test('no folder is empty', () => {
    const empty = [...folders, 'docs', 'bin']
      .flatMap(folder => foldersUnder(folder))
      .filter(({ entries }) => entries.length === 0)
    expect(empty.map(({ path }) => path)).toEqual([])
  })

  test('every folder of src has a door', () => {
    // Cases, fixtures and SQL are read as files, not imported.
    const noDoor = foldersUnder('src')
      .filter(
        ({ path, entries }) =>
          path !== 'src' && entries.some(name => /\.tsx?$/.test(name)) && !entries.includes('index.ts'),
      )
      .filter(({ path }) => !/\/(cases|fixtures|sql)(\/|$)/.test(path))
    expect(noDoor.map(({ path }) => path)).toEqual([])
  })

  test('a file says why it exists before it says anything else', () => {
    const silent = ours.filter(
      ({ path, text }) => path.startsWith('src/') && !/\.test\.tsx?$/.test(path) && !/^(\/\*\*|\/\/)/.test(text),
    )
    expect(silent.map(({ path }) => path)).toEqual([])
  })

  test('nothing lies about unused', () => {
    const reached = new Set<string>()
    const reach = (path: string) => {
      if (reached.has(path)) return
      reached.add(path)
      for (const { to } of byPath.get(path)?.imports ?? []) reach(to)
    }
    const starts = (path: string) =>
      path === 'src/main.ts' ||
      /^(bench|e2e|test)\//.test(path) ||
      /^web\/(main|vite\.config|vitest\.config)\.tsx?$/.test(path)
    for (const { path } of all) if (starts(path)) reach(path)
    for (const start of [...pageEntries(), ...grammarSources()]) reach(start)
    const dead = ours.filter(
      ({ path, isTest }) => !isTest && !forTests(path) && !isDoor(path) && !(path in servesTests) && !reached.has(path),
    )
    expect(dead.map(({ path }) => path)).toEqual([])
  })
})

/** What grammars have their tokens cut and coloured by: only the generated parsers import it. */
function grammarSources(): string[] {
  const grammars = filesUnder('src').filter(path => path.endsWith('.grammar'))
  return grammars.flatMap(path =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/ from "\.\/([^"]+)"/g)].map(match =>
      join(dirname(path), match[1] ?? ''),
    ),
  )
}

/** The scripts that web/index.html names; `web/public` is served as it is. */
function pageEntries(): string[] {
  const page = join(root, 'web', 'index.html')
  if (!existsSync(page)) return []
  return [...readFileSync(page, 'utf8').matchAll(/<script[^>]*src="\/?(?:\.\/)?([^"]+)"/g)].map(([, path = '']) =>
    existsSync(join(root, 'web', 'public', path)) ? `web/public/${path}` : `web/${path}`,
  )
}

describe('time and chance are handed in', () => {
  /** Where the world is really read, each with its reason. */
  const allowed: Readonly<Record<string, string>> = {
    'src/store/engine/chdb/child.js': 'a process of its own, and nothing but a shell around the engine',
  }
  const readsWorld =
    /\b(Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|(?<!\.)setTimeout\(|(?<!\.)setInterval\(|timers\/promises)/

  const reading = (sources: readonly Source[]) =>
    sources.filter(({ path, code, isTest }) => {
      const room = roomOf(path)
      return (
        room !== undefined &&
        !['server', 'cli', 'web'].includes(room) &&
        !isTest &&
        !forTests(path) &&
        readsWorld.test(code)
      )
    })

  test('nothing below server and cli reads a clock or rolls dice', () => {
    expect(
      reading(all)
        .map(({ path }) => path)
        .filter(path => !(path in allowed)),
    ).toEqual([])
  })

  test('every exception is still one', () => {
    expect(Object.keys(allowed).filter(path => !reading(all).some(source => source.path === path))).toEqual([])
  })
})

describe('bounds', () => {
  const names = Object.keys(limits)
  const tests = all
    .filter(({ path, isTest }) => isTest || forTests(path) || path.startsWith('e2e/'))
    .map(({ text }) => text)
  const programs = ours
    .filter(({ isTest, path }) => !isTest && !forTests(path) && path !== 'src/limits.ts')
    .map(({ code }) => code)
  const missingFrom = (texts: readonly string[]) =>
    names.filter(name => !texts.some(text => new RegExp(`\\b${name}\\b`).test(text)))

  test('each is held by the program', () => {
    expect(missingFrom(programs)).toEqual([])
  })
  test('each is met by a test, which names it', () => {
    expect(missingFrom(tests)).toEqual([])
  })
})

describe('the words around the code', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean)
  const texts = tracked
    .filter(path => existsSync(join(root, path)) && !/\.(png|ico|gz|zst|bin|native|woff2?)$/.test(path))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))

  test('no place of a package registry is named', () => {
    const places = [
      ['registry', 'npmjs', 'org'],
      ['registry', 'yarnpkg', 'com'],
      ['pypi', 'org'],
      ['files', 'pythonhosted', 'org'],
      ['deb', 'debian', 'org'],
      ['crates', 'io'],
      ['proxy', 'golang', 'org'],
      ['repo', 'maven', 'apache', 'org'],
    ].map(parts => parts.join('.'))
    const naming = texts.flatMap(({ path, text }) =>
      places.filter(place => text.includes(place)).map(place => `${path}: ${place}`),
    )
    expect(naming).toEqual([])
  })

  test.each(['README.md', 'README.ko.md'])('the first block of %s is the two commands', file => {
    const block = /```\w*\n([\s\S]*?)```/.exec(readFileSync(join(root, file), 'utf8'))?.[1] ?? ''
    const commands = block
      .split('\n')
      .map(line => line.replace(/#.*/, '').trim())
      .filter(Boolean)
    expect(commands).toEqual(['npm start', 'npm test'])
  })

  test('every link between our own pages leads somewhere', () => {
    const broken = texts
      .filter(({ path }) => path.endsWith('.md'))
      .flatMap(({ path, text }) =>
        [...withoutBlocks(text).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)[^)]*\)/g)]
          .map(match => join(dirname(path), match[1] ?? ''))
          .filter(target => !existsSync(join(root, target)))
          .map(target => `${path}: ${target}`),
      )
    expect(broken).toEqual([])
  })

  test('every dependency says why it is there, in docs/dependencies.md', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    const page = readFileSync(join(root, 'docs', 'dependencies.md'), 'utf8')
    const names = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    expect(names.filter(name => !page.includes(`| \`${name}\` |`))).toEqual([])
    const told = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(match => match[1] ?? '')
    expect(told.filter(name => !names.includes(name))).toEqual([])
  })
})

const withoutBlocks = (text: string): string => text.replace(/```[\s\S]*?```/g, '')

describe('this test can fail', () => {
  test('rings are found', () => {
    expect(
      ringsIn(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
          ['d', ['a']],
          ['e', ['e']],
        ]),
      ),
    ).toEqual([['a', 'b', 'c'], ['e']])
  })
  test.each([
    ["const a = 'b' // Date.now()", false],
    ['/* Date.now() */ const a = 1', false],
    ["const a = 'http://x' + Date.now()", true],
    ['const a = /[\'"]/.test(b) ? Date.now() : 0', true],
  ])('%s', (code, reads) => {
    expect(withoutComments(code).includes('Date.now(')).toBe(reads)
  })
  test('imports of every kind are seen', () => {
    const here = byPath.get('test/tree.test.ts')
    expect(here?.imports.map(({ to }) => to)).toEqual([
      'src/limits.ts',
      'test/tree/rings.ts',
      'test/tree/rooms.ts',
      'test/tree/sources.ts',
    ])
    const lazy = byPath.get('src/main.ts')?.imports.map(({ to }) => to)
    expect(lazy).toEqual(['src/cli/index.ts'])
  })
})
