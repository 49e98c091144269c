#!/usr/bin/env node
/**
 * Makes the image without a container daemon, as an archive that `docker load`, `podman load` and `ctr images import` take. In place of a base image it takes
 * the libraries that Node and the engine are linked to from this machine.
 *
 *   node deploy/image/archive.mjs NAME:TAG FILE.tar
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { assemble, runAs } from './assemble.mjs'

const [name, target] = process.argv.slice(2)
if (name === undefined || target === undefined) {
  process.stderr.write('usage: node deploy/image/archive.mjs NAME:TAG FILE.tar\n')
  process.exit(2)
}
const work = mkdtempSync(join(tmpdir(), 'mangru-image-'))
try {
  await archive(resolve(target))
} finally {
  rmSync(work, { recursive: true, force: true })
}

async function archive(file) {
  const rootfs = join(work, 'rootfs')
  assemble(rootfs)
  addLibraries(rootfs)
  put(join(rootfs, 'etc/passwd'), 'root:x:0:0:root:/:/sbin/nologin\nmangru:x:10001:10001:mangru:/data:/sbin/nologin\n')
  put(join(rootfs, 'etc/group'), 'root:x:0:\nmangru:x:10001:\n')
  const layer = join(work, 'layer.tar')
  execFileSync('tar', ['-cf', layer, '--owner=0', '--group=0', '--sort=name', '--mtime=@0', '-C', rootfs, '.'])
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: runAs,
    rootfs: { type: 'layers', diff_ids: [`sha256:${await hashOf(layer)}`] },
  })
  const configName = `${createHash('sha256').update(config).digest('hex')}.json`
  writeFileSync(join(work, configName), config)
  writeFileSync(
    join(work, 'manifest.json'),
    JSON.stringify([{ Config: configName, RepoTags: [name], Layers: ['layer.tar'] }]),
  )
  execFileSync('tar', ['-cf', file, '-C', work, 'manifest.json', configName, 'layer.tar'])
  process.stdout.write(`${file}: ${(statSync(file).size / 1e6).toFixed(0)} MB\n`)
}

/** What the loader would look for, put where it looks. */
function addLibraries(rootfs) {
  const linked = filesUnder(rootfs).filter(path => /\.(node|so)$|usr\/local\/bin\/node$/.test(path))
  const libraries = new Set(
    linked.flatMap(path =>
      [...execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/(\/\S+\.so[.\d]*) \(/g)].map(
        ([, library]) => library,
      ),
    ),
  )
  for (const library of libraries) {
    // What came along in the packages is there already.
    if (library.startsWith(rootfs) || !existsSync(library)) continue
    mkdirSync(join(rootfs, dirname(library)), { recursive: true })
    copyFileSync(library, join(rootfs, library))
  }
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesUnder(path) : [path]
  })
}

function put(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

async function hashOf(file) {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return hash.digest('hex')
}
