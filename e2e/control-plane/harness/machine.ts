/** What a real node does to the machine outside of its folder, and how it is undone: kernel settings, cgroups, a bridge, mounts, links to logs. */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { shortName } from './certificates.ts'
import { readNote, writeNote } from './note.ts'

/** What a kubelet sets without asking; and packets between pods need to be forwarded. */
const settings = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'net/ipv4/ip_forward',
]
const cgroups = '/sys/fs/cgroup'
/** Nodes side by side share the kernel's settings: the first writes down what was, the last one puts it back. */
const held = '/run/mangru-e2e-nodes'

/** Where a node's cgroups begin, in every hierarchy. */
export const cgroupOf = (folder: string): string => `/mangru-e2e-${shortName(folder)}`
/** What the network of a node's pods is called, and its bridge. */
export const networkOf = (folder: string): string => `mg-${shortName(folder)}`

export function holdSettings(folder: string): void {
  mkdirSync(held, { recursive: true })
  const before = join(held, 'settings.json')
  if (!existsSync(before)) {
    const values = settings.map(name => [name, readFileSync(`/proc/sys/${name}`, 'utf8').trim()])
    writeNote(before, Object.fromEntries(values))
  }
  writeFileSync(join(held, shortName(folder)), folder)
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1')
}

function letGoSettings(folder: string): void {
  rmSync(join(held, shortName(folder)), { force: true })
  const before = join(held, 'settings.json')
  if (!existsSync(before) || readdirSync(held).length > 1) return
  const values = readNote<Record<string, string>>(before) ?? {}
  for (const [name, value] of Object.entries(values)) writeFileSync(`/proc/sys/${name}`, value)
  rmSync(held, { recursive: true })
}

/** The hierarchies of version 1, or the one of version 2. */
const hierarchies = (): string[] =>
  existsSync(join(cgroups, 'cgroup.controllers'))
    ? [cgroups]
    : readdirSync(cgroups)
        .map(name => join(cgroups, name))
        .filter(path => existsSync(join(path, 'cgroup.procs')))

export function makeCgroups(folder: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, cgroupOf(folder)), { recursive: true })
}

/** After the parts were stopped; what outlived them is ended here. May be called again. */
export function removeTraces(folder: string): void {
  endHelpers(folder)
  for (const hierarchy of hierarchies()) endProcesses(join(hierarchy, cgroupOf(folder)))
  const mounted = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map(line => line.split(' ')[1] ?? '')
    .filter(path => path.startsWith(`${folder}/`))
  for (const path of mounted.toReversed()) spawnSync('umount', ['--lazy', path])
  spawnSync('ip', ['link', 'delete', networkOf(folder)])
  removeNetworkNotes(folder)
  for (const hierarchy of hierarchies()) removeCgroup(join(hierarchy, cgroupOf(folder)))
  removeLogLinks(folder)
  letGoSettings(folder)
}

/** Each container has a helper process, which outlives a containerd that was killed. It is known by our socket on its command line. */
function endHelpers(folder: string): void {
  const tasks = join(folder, 'run', 'containerd', 'io.containerd.runtime.v2.task', 'k8s.io')
  // Where each one listens is a socket in a folder that cannot be chosen.
  for (const task of existsSync(tasks) ? readdirSync(tasks) : []) {
    const address = join(tasks, task, 'address')
    if (existsSync(address)) rmSync(readFileSync(address, 'utf8').replace(/^unix:\/\//, ''), { force: true })
  }
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (/containerd-shim/.test(command) && command.includes(`${folder}/`)) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // Gone meanwhile.
    }
  }
}

/** All that lives in a cgroup of ours, and below it. */
function endProcesses(path: string): void {
  if (!existsSync(path)) return
  for (const pid of readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n'))
    if (pid !== '') process.kill(Number(pid), 'SIGKILL')
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) endProcesses(join(path, entry.name))
}

/** What was answered to containerd about each pod's network: kept in a folder that cannot be chosen, and left there of pods that were killed. */
function removeNetworkNotes(folder: string): void {
  const notes = '/var/lib/cni/results'
  if (!existsSync(notes)) return
  for (const name of readdirSync(notes)) {
    const note = join(notes, name)
    if (readFileSync(note, 'utf8').includes(`"${folder}/`)) unlinkSync(note)
  }
  for (const path of [notes, dirname(notes)]) if (readdirSync(path).length === 0) rmdirSync(path)
}

/** From the leaves up: only empty ones can be removed. */
function removeCgroup(path: string): void {
  if (!existsSync(path)) return
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeCgroup(join(path, entry.name))
  for (let tries = 0; tries < 50; tries++) {
    try {
      rmdirSync(path)
      return
    } catch {
      // A process in it is dead and not yet gone.
      spawnSync('sleep', ['0.1'])
    }
  }
}

/** The kubelet keeps a link to every log in a folder that cannot be chosen. */
function removeLogLinks(folder: string): void {
  const links = '/var/log/containers'
  if (!existsSync(links)) return
  for (const name of readdirSync(links)) {
    const link = join(links, name)
    try {
      if (readlinkSync(link).startsWith(`${folder}/`)) unlinkSync(link)
    } catch {
      // Not a link, or gone.
    }
  }
  if (readdirSync(links).length === 0) rmdirSync(links)
}
