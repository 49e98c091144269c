/**
 * The one cluster of all tests of this folder: started before them, with three fake nodes and the real one, stopped after them. Where it cannot be had,
 * it is said why, and the tests are skipped. The programs are built when MANGRU_E2E_BUILD is set, else only looked for.
 */
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import {
  addFakeNodes,
  type ControlPlane,
  findBinaries,
  openControlPlane,
  openRealNode,
  type RealNode,
  startControlPlane,
  startRealNode,
  sweepLeftovers,
  whyNoRealNode,
} from './harness/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the control plane; empty: there is none. */
    clusterFolder: string
    hasRealNode: boolean
  }
}

export interface TheCluster {
  readonly plane: ControlPlane
  /** Undefined: this machine cannot have one. */
  readonly node: RealNode | undefined
}

/** Undefined: Kubernetes is not built. */
export function theCluster(): TheCluster | undefined {
  const folder = inject('clusterFolder')
  const binaries = findBinaries({ build: false })
  if (folder === '' || 'missing' in binaries) return undefined
  const plane = openControlPlane(folder, binaries)
  return { plane, node: inject('hasRealNode') ? openRealNode(plane) : undefined }
}

/** Undefined: there is no cluster, or no real node in it. */
export function theRealCluster(): { readonly plane: ControlPlane; readonly node: RealNode } | undefined {
  const it = theCluster()
  return it?.node === undefined ? undefined : { plane: it.plane, node: it.node }
}

/** Vitest's global setup. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const binaries = findBinaries({ build: process.env.MANGRU_E2E_BUILD !== undefined })
  if ('missing' in binaries) {
    console.warn(`The cluster's tests are skipped: ${binaries.missing}.`)
    project.provide('clusterFolder', '')
    project.provide('hasRealNode', false)
    return undefined
  }
  await sweepLeftovers()
  const plane = await startControlPlane({ binaries })
  const no = whyNoRealNode()
  if (no !== undefined) console.warn(`Tests that need a real node are skipped: ${no}.`)
  let node: RealNode | undefined
  const stop = async () => {
    await node?.stop()
    await plane.stop()
  }
  try {
    if (no === undefined) node = await startRealNode(plane, binaries)
    await addFakeNodes(plane, [{ name: 'fake-1' }, { name: 'fake-2' }, { name: 'fake-3' }])
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('clusterFolder', plane.place.folder)
  project.provide('hasRealNode', node !== undefined)
  return stop
}
