/** When a process is gone, as the harness of the control plane sees it: what it held can be taken by the next one. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startOf } from '../e2e/control-plane/harness/process-start.ts'

/** Its first thread ends (60: exit of one thread) while another one listens. */
const program = `
import ctypes, socket, threading, time
listener = socket.create_server(('127.0.0.1', 0))
threading.Thread(target=lambda: time.sleep(600)).start()
print(listener.getsockname()[1], flush=True)
ctypes.CDLL(None).syscall(60, 0)
`
const stateOf = (pid: number) => /^.*\) (\w)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]

test.skipIf(process.arch !== 'x64')(
  'of a process whose first thread is dead the others still hold its port',
  async ({ skip }) => {
    const child = spawn('python3', ['-c', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const port = await new Promise<number | undefined>(done => {
      child.on('error', () => done(undefined))
      child.stdout.once('data', text => done(Number(text)))
    })
    const { pid } = child
    if (port === undefined || pid === undefined) return skip('needs Python 3')
    const gone = new Promise(done => child.once('exit', done))
    await expect.poll(() => stateOf(pid)).toBe('Z')
    const listen = () =>
      new Promise<string>(done => {
        const server = createServer()
        server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? ''))
        server.listen(port, '127.0.0.1', () => server.close(() => done('listens')))
      })
    expect(startOf(pid)).toBeDefined()
    expect(await listen()).toBe('EADDRINUSE')
    child.kill('SIGKILL')
    await gone
    expect(startOf(pid)).toBeUndefined()
    expect(await listen()).toBe('listens')
  },
)

test('a process that never was has no start, this one has', () => {
  expect(startOf(2 ** 22 + 1)).toBeUndefined()
  expect(startOf(process.pid)).toMatch(/^\d+$/)
})
