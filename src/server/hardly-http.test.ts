import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { limits } from '../limits.ts'
import { answerHardlyHttp, withHost } from './hardly-http.ts'

let server: Server
/** Answers when it is told to. */
let answerLate: (() => void) | undefined
beforeAll(async () => {
  server = createServer(
    { requireHostHeader: false },
    withHost((req, res) => {
      const answer = () => res.end('first')
      if (req.url === '/late') answerLate = answer
      else if (req.method === 'GET') answer()
      else req.resume()
    }),
  )
  answerHardlyHttp(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Keeps its own half of the connection open. */
function speak(text: string): { readonly socket: Socket; heard(): string; until(part: string): Promise<void> } {
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', allowHalfOpen: true })
  let heard = ''
  let tell: () => void = () => {}
  socket.on('error', () => {})
  socket.on('data', data => {
    heard += data
    tell()
  })
  socket.write(text)
  return {
    socket,
    heard: () => heard,
    until: part =>
      new Promise(resolve => {
        tell = () => {
          if (heard.includes(part)) resolve()
        }
        tell()
      }),
  }
}

test('the answer stands while the rest is still being sent, for as long as a lingering lasts', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { socket, until } = speak('this is no HTTP\r\n\r\n')
  await until('This is no HTTP request.')
  const open = await connections()
  vi.advanceTimersByTime(limits.httpLinger - 1)
  await new Promise(resolve => setImmediate(resolve))
  expect(open).toBe(1)
  expect(await connections()).toBe(1)
  vi.advanceTimersByTime(1)
  while ((await connections()) !== 0) await new Promise(resolve => setImmediate(resolve))
  socket.destroy()
})

test('an answer that is under way is given before the refusal of what follows it', async () => {
  const { socket, heard, until } = speak('GET /late HTTP/1.1\r\nHost: localhost\r\n\r\nthis is no HTTP\r\n\r\n')
  while (answerLate === undefined) await new Promise(resolve => setImmediate(resolve))
  expect(heard()).toBe('')
  answerLate()
  await until('This is no HTTP request.')
  expect(heard()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*first[\s\S]*HTTP\/1\.1 400 Bad Request/)
  socket.destroy()
})

test.each([
  ['HTTP/1.1 needs a host', 'GET / HTTP/1.1\r\n\r\n', '400 Bad Request', 'Host header'],
  ['HTTP/1.0 needs none', 'GET / HTTP/1.0\r\n\r\n', '200 OK', 'first'],
  [
    'a body that breaks',
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
    '400 Bad',
    'no HTTP',
  ],
  ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', '405 Method Not Allowed', 'no proxy'],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n', '417 Expectation Failed', '100-continue'],
  ['headers', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431 Request Header', 'too long'],
])('%s', async (_name, bytes, status, words) => {
  const { socket, heard, until } = speak(bytes)
  await until(words)
  expect(heard()).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`))
  socket.destroy()
})

const connections = (): Promise<number> =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))))
