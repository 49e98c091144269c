/** The running server's end of the control socket: one JSON request on one line, one JSON answer, good bye. */
import { chmodSync, closeSync, openSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import type { KeyOffice } from './key-office.ts'

export const controlSocket = 'control.sock'

export const controlRequest = z.discriminatedUnion('do', [
  z.object({ do: z.literal('create'), name: z.string(), role: z.enum(['reader', 'writer', 'operator']) }),
  z.object({ do: z.literal('list') }),
  z.object({ do: z.literal('revoke'), accessKeyId: z.string() }),
])
export type ControlRequest = z.output<typeof controlRequest>

export interface ControlDoor {
  close(): Promise<void>
}

/** Call it only while this process holds `dataDir`: a socket file that lies there already is a dead server's, and is replaced. */
export async function serveControl(
  dataDir: string,
  office: KeyOffice,
  patience: number = limits.controlPatience,
): Promise<Result<ControlDoor, { readonly message: string }>> {
  const open = new Set<Socket>()
  const server = createServer(socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(patience, () => socket.destroy())
    answerOn(socket, office)
  })
  const path = reachable(dataDir)
  try {
    rmSync(path.file, { force: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path.file, resolve)
    })
    chmodSync(path.file, 0o600)
  } catch (error) {
    path.release()
    return err({
      message: `The control socket ${join(dataDir, controlSocket)} cannot be made: ${(error as Error).message}`,
    })
  }
  return ok({
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
      path.release()
    },
  })
}

function answerOn(socket: Socket, office: KeyOffice): void {
  let text = ''
  const take = (piece: string) => {
    text += piece
    if (text.length > limits.controlRequestChars) socket.destroy()
    if (!text.includes('\n')) return
    socket.off('data', take)
    answer(text, office).then(
      reply => socket.end(`${JSON.stringify(reply)}\n`),
      () => socket.destroy(),
    )
  }
  socket.setEncoding('utf8').on('data', take)
}

async function answer(
  text: string,
  office: KeyOffice,
): Promise<Result<unknown, { readonly code: string; readonly message: string }>> {
  const request = controlRequest.safeParse(asJson(text))
  if (!request.success)
    return err({ code: 'bad-request', message: 'This server does not know that request. Is it another version?' })
  switch (request.data.do) {
    case 'create':
      return office.create(request.data)
    case 'list':
      return office.list()
    case 'revoke':
      return office.revoke(request.data.accessKeyId)
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A socket's path has about 100 bytes; a longer one is reached through an open folder, where the system offers that (Linux). */
export function reachable(dataDir: string): { readonly file: string; release(): void } {
  const file = join(dataDir, controlSocket)
  if (Buffer.byteLength(file) <= limits.socketPathBytes || process.platform !== 'linux')
    return { file, release: () => undefined }
  const folder = openSync(dataDir, 'r')
  return { file: `/proc/self/fd/${folder}/${controlSocket}`, release: () => closeSync(folder) }
}
