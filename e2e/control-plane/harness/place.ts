/** Where a control plane lives: its folder, its address, its ports. Written down in the folder, so that every process that knows the folder knows them. */
import { randomInt } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readNote, writeNote } from './note.ts'
import { startOf } from './process-start.ts'

export interface Place {
  readonly folder: string
  /** What the cluster is called in its kubeconfig. */
  readonly cluster: string
  /** An IPv4 address of this machine that is not loopback: the API server refuses to send anybody to loopback. */
  readonly address: string
  readonly ports: Readonly<Record<PortName, number>>
  /** What pods get their addresses from: a /15, not the same for two that run side by side (as good as never). */
  readonly podRange: string
  /** Who started it: what a dead one leaves is swept. */
  readonly owner: { readonly pid: number; readonly started: string }
}

const portNames = ['api', 'etcd', 'etcdPeer', 'controllers', 'scheduler', 'kwok', 'kubelet'] as const
type PortName = (typeof portNames)[number]

export const folderPrefix = 'mangru-cluster-'
export const placeNote = 'place.json'

/** Undefined: this machine has no address but loopback. */
export const machineAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flat()
    .find(one => one !== undefined && one.family === 'IPv4' && !one.internal)?.address

export async function makePlace(address: string, cluster: string): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), folderPrefix))
  const free = await freePorts(portNames.length)
  const ports = Object.fromEntries(portNames.map((name, at) => [name, free[at]])) as Record<PortName, number>
  const podRange = `10.${128 + 2 * Math.floor(Math.random() * 60)}.0.0/15`
  const place: Place = {
    folder,
    cluster,
    address,
    ports,
    podRange,
    owner: { pid: process.pid, started: startOf(process.pid) ?? '' },
  }
  writeNote(join(folder, placeNote), place)
  return place
}

/** Undefined: no control plane lives there. */
export const readPlace = (folder: string): Place | undefined => readNote<Place>(join(folder, placeNote))

/**
 * All held at once while they are looked for, so no two are the same. Below those that the system gives to whoever connects: what is stopped and
 * started again would find its port taken by a client of something else.
 */
async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = []
  for (let tries = 0; servers.length < count; tries += 1) {
    const server = await listening(15_000 + randomInt(15_000)).catch(error => {
      if (tries < 50 * count) return
      throw error
    })
    if (server !== undefined) servers.push(server)
  }
  const ports = servers.map(server => (server.address() as { port: number }).port)
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
  return ports
}

function listening(port: number): Promise<Server> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '0.0.0.0', () => resolve(server))
  })
}
