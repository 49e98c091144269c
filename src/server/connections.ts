/**
 * Who is connected and who is being answered. Node's own ideas do not suffice when a server stops: a connection that has not asked
 * for anything yet is not idle to it, one whose answer ends later stays open for the next request, and one in the middle of a
 * TLS handshake is unknown.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Connections {
  /** From now on a connection ends when its last answer is out, and at once when it waits for none. */
  end(): void
  /** Cuts what is left. */
  destroy(): void
}

/** To be called before the server gets its handler. `opened`: the event that brings the sockets which requests come from. */
export function connectionsOf(server: Server, opened: 'connection' | 'secureConnection'): Connections {
  const all = new Set<Socket>()
  /** Requests under way on each connection: more than one when a client does not wait for answers. */
  const underway = new Map<Socket, number>()
  const answers = new Set<ServerResponse>()
  let ending = false
  server.on('connection', (socket: Socket) => {
    all.add(socket)
    socket.once('close', () => all.delete(socket))
  })
  server.on(opened, (socket: Socket) => {
    if (ending) return socket.destroySoon()
    underway.set(socket, 0)
    socket.once('close', () => underway.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, res: ServerResponse) => {
    underway.set(socket, (underway.get(socket) ?? 0) + 1)
    answers.add(res)
    // Says "connection: close" when the head is still to be sent.
    if (ending) res.shouldKeepAlive = false
    res.once('close', () => {
      answers.delete(res)
      const left = (underway.get(socket) ?? 1) - 1
      if (underway.has(socket)) underway.set(socket, left)
      if (ending && left === 0) socket.destroySoon()
    })
  })
  return {
    end: () => {
      ending = true
      for (const res of answers) res.shouldKeepAlive = false
      for (const [socket, requests] of underway) if (requests === 0) socket.destroySoon()
    },
    destroy: () => {
      for (const socket of all) socket.destroy()
    },
  }
}
