#!/usr/bin/env node
/**
 * What `npm start` and `npm test` need before they can run: the packages as the lock file says, and the built page. Does only
 * what is not done yet (a fraction of a second when there is nothing), and says what it is doing while it does it.
 * Plain JavaScript for Node 20, and nothing from node_modules: they may not be there.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, missingNode, root } from './runtime.mjs'

const inRoot = (...parts) => join(root, ...parts)
const say = line => process.stderr.write(`${line}\n`)

await prepare(process.argv[2] ?? 'start')

async function prepare(goal) {
  const stale = staleReason()
  if (stale !== undefined && !(await install(stale))) process.exit(1)
  const node = findNode()
  if (node === undefined) {
    say(missingNode())
    process.exit(1)
  }
  // The service answers without its page, so a page that cannot be built does not stop it; tests do want to know.
  if (!(await buildPage(node)) && goal !== 'start') process.exit(1)
}

/** Why the packages are not those of the lock file, or undefined when they are. npm writes what it installed beside them. */
function staleReason() {
  const installed = readPackages(inRoot('node_modules', '.package-lock.json'))
  if (installed === undefined) return 'the packages are not there yet'
  const wanted = readPackages(inRoot('package-lock.json'))
  if (wanted === undefined) return undefined
  for (const [path, { version }] of Object.entries(installed)) {
    if (wanted[path]?.version !== version) return 'the lock file has changed'
  }
  for (const [path, entry] of Object.entries(wanted)) {
    // An optional package may be for another kind of machine.
    if (path !== '' && !entry.optional && !entry.devOptional && installed[path] === undefined)
      return 'a package is missing'
  }
  return undefined
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return undefined
  }
}

async function install(reason) {
  // Started by npm, we use that same npm, whatever its name on this machine.
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('js') ? [process.execPath, [npm]] : ['npm', []]
  // Not `npm ci`: it refuses a lock file that lacks a package for some other kind of machine, as happens where the registry at
  // hand does not carry it. This installs what the lock file says, to the letter, and writes neither file.
  const args = [
    ...first,
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const done = await step(`Installing packages (${reason})`, program, args)
  if (!done) say('The packages could not be installed: see above. "npm install" in this folder tries again.')
  return done
}

async function buildPage(node) {
  const vite = inRoot('node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(inRoot('web', 'index.html'))) return true
  const stamp = inRoot('web', 'dist', '.sources')
  const sources = hashOfSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true
  const done = await step('Building the page', node, [vite, 'build', 'web', '--logLevel', 'warn'])
  if (!done) {
    say('The page could not be built: see above. The service works without it.')
    return false
  }
  mkdirSync(inRoot('web', 'dist'), { recursive: true })
  writeFileSync(stamp, sources)
  return true
}

/** Of everything that the page is built from: its own sources, the parts of `src/` that it may use, and the packages. */
function hashOfSources() {
  const hash = createHash('sha256')
  const files = ['web', 'src/model', 'src/query']
    .filter(folder => existsSync(inRoot(folder)))
    .flatMap(folder => filesUnder(folder))
    .filter(file => !/\.test\.tsx?$/.test(file))
    .sort()
  for (const file of [...files, 'package-lock.json']) {
    hash.update(`${file}\0`)
    hash.update(readFileSync(inRoot(file)))
  }
  return hash.digest('hex')
}

function filesUnder(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ['dist', 'node_modules'].includes(entry.name) ? [] : filesUnder(path)
    return [path]
  })
}

/** Runs one program, with its words on standard error: `npm start` keeps standard output for the ready line. */
async function step(title, program, args) {
  const began = performance.now()
  const seconds = () => Math.round((performance.now() - began) / 1000)
  say(`${title} …`)
  const beat = setInterval(() => say(`${title} … ${seconds()} s`), 10_000)
  const code = await new Promise(resolve => {
    // What npm put into the environment for this script is not meant for the next npm.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)_/.test(name)),
    )
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 2, 'inherit'] })
    child.on('error', error => {
      say(`${program}: ${error.message}`)
      resolve(1)
    })
    child.on('exit', resolve)
  })
  clearInterval(beat)
  if (code === 0) say(`${title}: done in ${seconds()} s`)
  return code === 0
}
