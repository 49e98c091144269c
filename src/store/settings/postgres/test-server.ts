/**
 * A PostgreSQL server for tests: Debian's binaries, in a folder of its own, on a Unix socket, as a user without rights.
 * Its collation is a linguistic one, so that a name compared by it instead of by bytes shows.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestServer {
  /** Of a database with UTF-8 and all rights in it. */
  readonly url: string
  start(): Promise<void>
  /** `fast`: breaks off its sessions in order. `crash`: like a power cut. */
  stop(how: 'fast' | 'crash'): Promise<void>
  /** Stops it and removes its folder. */
  dispose(): Promise<void>
}

/** The newest installed version's folder of binaries; undefined when there is none. */
export function postgresBinaries(): string | undefined {
  const version = (path: string) => Number.parseInt(path.split('/').at(-3) ?? '', 10)
  const found = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) => version(b) - version(a))
  return found[0]?.slice(0, -'/initdb'.length)
}

export async function startPostgres(binaries: string): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mangru-pg-'))
  const data = join(folder, 'data')
  const user = unprivileged()
  if (user) chownSync(folder, user.uid, user.gid)
  const options = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US']
  execFileSync(
    join(binaries, 'initdb'),
    ['--pgdata', data, '--username=mangru', '--auth=trust', '--no-sync', ...options],
    { cwd: folder, stdio: 'pipe', ...user },
  )

  let server: ChildProcess | undefined
  const killAtExit = () => server?.kill('SIGQUIT')
  process.once('exit', killAtExit)

  const start = async () => {
    // fsync is off: these tests crash the server, never the machine.
    const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off']
    const started = spawn(join(binaries, 'postgres'), ['-D', data, ...settings], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    })
    server = started
    await new Promise<void>((resolve, reject) => {
      let said = ''
      started.stderr.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4_000)
        if (said.includes('ready to accept connections')) resolve()
      })
      started.once('error', reject)
      started.once('exit', code => reject(new Error(`postgres ended with ${code}: ${said}`)))
    })
  }
  const stop = async (how: 'fast' | 'crash') => {
    const running = server
    server = undefined
    if (running === undefined || running.exitCode !== null) return
    const ended = new Promise(resolve => running.once('exit', resolve))
    running.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    await ended
  }
  const dispose = async () => {
    await stop('crash')
    process.off('exit', killAtExit)
    rmSync(folder, { recursive: true })
  }
  try {
    await start()
  } catch (error) {
    await dispose()
    throw error
  }
  return { url: `postgres://mangru@${encodeURIComponent(folder)}/postgres`, start, stop, dispose }
}

/** PostgreSQL refuses to run as root, so root runs it as a user who owns nothing else. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}
