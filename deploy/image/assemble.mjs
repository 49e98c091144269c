#!/usr/bin/env node
/**
 * Puts together what an image of Mangru holds, and nothing else: Node (the one that runs this), our source without its tests and already stripped of types,
 * the built page, and the packages that a server needs, for this kind of machine.
 *
 *   node deploy/image/assemble.mjs FOLDER     FOLDER becomes the root of the image's files
 */
import { hash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** Files of Mangru by their path from the root. */
export function ownFiles() {
  const launcher = ['mangru.mjs', 'flags.mjs', 'runtime.mjs', 'stripped.mjs'].map(name => `bin/${name}`)
  const page = filesUnder('web/dist').filter(path => !path.endsWith('.map'))
  return [...launcher, ...reached('src/main.ts'), ...page, 'package.json', 'LICENSE']
}

/** What a program imports, and what those import: no test is among them. */
function reached(start) {
  const found = new Set()
  const reach = path => {
    if (found.has(path)) return
    found.add(path)
    const text = readFileSync(join(root, path), 'utf8')
    for (const [, imported, named] of text.matchAll(
      /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'|new URL\(\s*'(\.[^']+\.[cm]?[jt]s)'/g,
    ))
      reach(join(dirname(path), imported ?? named))
  }
  reach(start)
  return [...found].sort()
}

/** Files of the packages that the lock file calls no development's, where they are installed: those of other kinds of machines are not. */
export function packageFiles() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const wanted = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path)
    // Node itself goes in by its own path; a library for musl is of no use to glibc.
    .filter(path => !/node_modules\/node-[a-z]+-[a-z0-9]+$|-musl$/.test(path) && existsSync(join(root, path)))
  return wanted
    .flatMap(path => filesUnder(path, name => name === 'node_modules'))
    .filter(
      path =>
        !/\.(map|md|markdown|flow|tsbuildinfo)$|\.[cm]?ts$|\/(test|tests|__tests__|examples?)\//i.test(path) ||
        /licen[cs]e/i.test(path),
    )
}

function filesUnder(folder, skip = () => false) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return skip(entry.name) ? [] : filesUnder(path, skip)
    return entry.isFile() ? [path] : []
  })
}

/** The first line of a script names its program, since the image has no shell to look for it. */
const command = "#!/usr/local/bin/node\nimport('/opt/mangru/bin/mangru.mjs')\n"

export function assemble(to) {
  const put = (path, write) => {
    const file = join(to, path)
    mkdirSync(dirname(file), { recursive: true })
    write(file)
  }
  for (const path of [...ownFiles(), ...packageFiles()])
    put(`opt/mangru/${path}`, file => copyFileSync(join(root, path), file))
  for (const path of ownFiles().filter(name => /^src\/.*\.ts$/.test(name))) {
    const text = readFileSync(join(root, path), 'utf8')
    // As bin/stripped.mjs looks for it: the image's root cannot be written later.
    put(`opt/mangru/.cache/stripped/${process.versions.node}/${hash('sha1', text)}.js`, file =>
      writeFileSync(file, stripTypeScriptTypes(text)),
    )
  }
  put('usr/local/bin/node', file => copyFileSync(process.execPath, file))
  put('usr/local/bin/mangru', file => writeFileSync(file, command))
  for (const program of ['node', 'mangru']) chmodSync(join(to, 'usr/local/bin', program), 0o755)
  for (const folder of ['data', 'tmp']) mkdirSync(join(to, folder), { recursive: true })
}

/** How the image is run: the same in the Containerfile. */
export const runAs = {
  User: '10001:10001',
  WorkingDir: '/data',
  Entrypoint: ['/usr/local/bin/mangru'],
  Cmd: ['up'],
  Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp', 'MANGRU_DATA=/data', 'MANGRU_LISTEN=0.0.0.0:7070'],
  ExposedPorts: { '7070/tcp': {}, '7443/tcp': {}, '8443/tcp': {} },
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [to] = process.argv.slice(2)
  if (to === undefined) {
    process.stderr.write('usage: node deploy/image/assemble.mjs FOLDER\n')
    process.exit(2)
  }
  if (!existsSync(join(root, 'web/dist/index.html'))) {
    process.stderr.write('The page is not built: npm run build:web\n')
    process.exit(1)
  }
  assemble(to)
  const sizes = new Map()
  const count = (folder, group) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) count(path, group)
      else sizes.set(group, (sizes.get(group) ?? 0) + statSync(path).size)
    }
  }
  const parts = {
    source: 'opt/mangru/src',
    stripped: 'opt/mangru/.cache',
    page: 'opt/mangru/web',
    packages: 'opt/mangru/node_modules',
    node: 'usr/local/bin',
  }
  for (const [group, path] of Object.entries(parts)) count(join(to, path), group)
  for (const [group, size] of sizes) process.stdout.write(`${group} ${(size / 1e6).toFixed(1)} MB\n`)
}
