/** What goes into the image: all that the program imports, no test, and what its recipes say alike. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sourcesUnder } from './tree/sources.ts'

const root = join(import.meta.dirname, '..')
const assemble = new URL('../deploy/image/assemble.mjs', import.meta.url).href
const { ownFiles, packageFiles, runAs } = (await import(assemble)) as {
  ownFiles(): readonly string[]
  packageFiles(): readonly string[]
  readonly runAs: { readonly User: string; readonly Entrypoint: readonly string[]; readonly Env: readonly string[] }
}
const own = new Set(ownFiles())

test('what a file of the image imports is in the image too', () => {
  const missing = sourcesUnder('src')
    .filter(({ path }) => own.has(path))
    .flatMap(({ path, imports }) =>
      imports.filter(({ to, typeOnly }) => !typeOnly && !own.has(to)).map(({ to }) => `${path}: ${to}`),
    )
  expect(missing).toEqual([])
  expect(own).toContain('src/main.ts')
  expect(own).toContain('src/store/engine/chdb/child.js')
  expect(own).toContain('src/server/start.ts')
})

test('no test is, nor what is for building', () => {
  expect([...own].filter(path => /\.test\.|\.cases\.ts$|\/contract\/|prepare\.mjs|\.map$/.test(path))).toEqual([])
})

test('of the packages, those of a server: the engine, and nothing of the page’s or of the tests’', () => {
  const names = new Set(packageFiles().map(path => path.replace(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*/, '$1')))
  expect([...names]).toEqual(expect.arrayContaining(['chdb', 'fastify', 'zod', 'yaml', 'pg']))
  expect([...names].filter(name => /^(vitest|typescript|react|@biomejs\/.*|node-linux-.*)$/.test(name))).toEqual([])
})

test('the Containerfile and the archive run it alike', () => {
  const recipe = readFileSync(join(root, 'deploy', 'image', 'Containerfile'), 'utf8')
  expect(recipe).toContain(`USER ${runAs.User}\n`)
  expect(recipe).toContain(`ENTRYPOINT ${JSON.stringify(runAs.Entrypoint)}\n`)
  expect(recipe).toContain(`ENV ${runAs.Env.join(' ')}\n`)
})
