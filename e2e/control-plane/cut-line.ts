/** A line to the API server that a test can cut, hold and mend: a relay of bytes in between, as a firewall or a load balancer is. */
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import type { ControlPlane } from './harness/index.ts'

export interface CutLine {
  /** An administrator's, by this line. */
  readonly kubeconfig: string
  /** Every connection breaks; new ones are taken. */
  cut(): void
  /** Nothing comes through any more, and nobody is told: as when a firewall forgets a connection. New ones are held as well. */
  hold(): void
  /** Breaks what was held, and lets new ones through. */
  mend(): void
  stop(): Promise<void>
}

export async function openCutLine(plane: ControlPlane): Promise<CutLine> {
  const open = new Set<Socket>()
  let held = false
  const server = createServer(client => {
    const upstream = connect(plane.place.ports.api, '127.0.0.1')
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(one)
      one.on('data', data => {
        if (!held) other.write(data)
      })
      one.on('error', () => undefined)
      one.on('close', () => {
        open.delete(one)
        if (!held) other.destroy()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const kubeconfig = join(plane.place.folder, `line-${port}.kubeconfig`)
  const own = readFileSync(plane.kubeconfig, 'utf8')
  writeFileSync(kubeconfig, own.replace(`127.0.0.1:${plane.place.ports.api}`, `127.0.0.1:${port}`), { mode: 0o600 })
  const cut = () => {
    for (const one of open) one.destroy()
  }
  return {
    kubeconfig,
    cut,
    hold: () => {
      held = true
    },
    mend: () => {
      held = false
      cut()
    },
    async stop() {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
