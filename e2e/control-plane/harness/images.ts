/** Container images made here, without a registry: a tar of a root folder, and the two files that say so. Loaded by `ctr images import`. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Image {
  /** With its tag: `docker.io/library/busybox:1`. */
  readonly name: string
  readonly entrypoint: readonly string[]
  /** Files of this machine by where they stand in the image. */
  readonly files: Readonly<Record<string, string>>
  /** Links by where they stand, with what they point to. */
  readonly links?: Readonly<Record<string, string>>
  /** Files with their text. */
  readonly texts?: Readonly<Record<string, string>>
}

/** What every pod has beside its containers, and holds its network open; it only sleeps. */
export const pauseImage: Image = {
  name: 'localhost/pause:1',
  entrypoint: ['/bin/busybox', 'sleep', '2147483647'],
  files: { '/bin/busybox': '/bin/busybox' },
}

/** A shell and its tools. */
export function busyboxImage(): Image {
  const tools = spawnSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).stdout.split('\n')
  const named = tools.filter(tool => tool !== '' && tool !== 'busybox')
  return {
    name: 'docker.io/library/busybox:1',
    entrypoint: [],
    files: { '/bin/busybox': '/bin/busybox' },
    links: Object.fromEntries(named.map(tool => [`/bin/${tool}`, 'busybox'])),
    texts: { '/etc/passwd': 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' },
  }
}

/** Writes the archive, and what it needs beside it for a moment. */
export function writeImage(image: Image, archive: string): void {
  const work = `${archive}.work`
  const rootfs = join(work, 'rootfs')
  const at = (path: string) => {
    const target = join(rootfs, path)
    mkdirSync(dirname(target), { recursive: true })
    return target
  }
  for (const folder of ['tmp', 'etc', 'proc', 'sys', 'dev']) mkdirSync(join(rootfs, folder), { recursive: true })
  for (const [path, file] of Object.entries(image.files)) copyFileSync(file, at(path))
  for (const [path, target] of Object.entries(image.links ?? {})) symlinkSync(target, at(path))
  for (const [path, text] of Object.entries(image.texts ?? {})) writeFileSync(at(path), text)
  tar(['-cf', join(work, 'layer.tar'), '--owner=0', '--group=0', '-C', rootfs, '.'])
  const layer = createHash('sha256')
    .update(readFileSync(join(work, 'layer.tar')))
    .digest('hex')
  const config = JSON.stringify({
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Entrypoint: image.entrypoint, Env: ['PATH=/usr/local/bin:/usr/bin:/bin'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer}`] },
  })
  const configFile = `${createHash('sha256').update(config).digest('hex')}.json`
  writeFileSync(join(work, configFile), config)
  const manifest = [{ Config: configFile, RepoTags: [image.name], Layers: ['layer.tar'] }]
  writeFileSync(join(work, 'manifest.json'), JSON.stringify(manifest))
  tar(['-cf', archive, '-C', work, 'manifest.json', configFile, 'layer.tar'])
  rmSync(work, { recursive: true })
}

function tar(args: readonly string[]): void {
  const ran = spawnSync('tar', args, { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`tar: ${ran.stderr}`)
}
