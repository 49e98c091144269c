/**
 * Who is connected and who is being answered. Node's own ideas do not suffice when a server stops: a connection that has not asked
 * for anything yet is not idle to it, one whose answer ends later stays open for the next request, and one in the middle of a
 * TLS handshake is unknown. Answers stand in arrays: what leaves a `Set` stays in the tables that it grew out of until they are collected,
 * which is late once they are old, and with each answer its whole request.
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
  /** What is being answered on each connection: more than one when a client does not wait for answers. */
  const underway = new Map<Socket, ServerResponse[]>()
  let ending = false
  server.on('connection', (socket: Socket) => {
    all.add(socket)
    socket.once('close', () => all.delete(socket))
  })
  server.on(opened, (socket: Socket) => {
    if (ending) return socket.destroySoon()
    underway.set(socket, [])
    socket.once('close', () => underway.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, res: ServerResponse) => {
    const answers = underway.get(socket) ?? []
    answers.push(res)
    // Says "connection: close" when the head is still to be sent.
    if (ending) res.shouldKeepAlive = false
    res.once('close', () => {
      answers.splice(answers.indexOf(res), 1)
      if (ending && answers.length === 0) socket.destroySoon()
    })
  })
  return {
    end: () => {
      ending = true
      for (const [socket, answers] of underway) {
        for (const res of answers) res.shouldKeepAlive = false
        if (answers.length === 0) socket.destroySoon()
      }
    },
    destroy: () => {
      for (const socket of all) socket.destroy()
    },
  }
}
