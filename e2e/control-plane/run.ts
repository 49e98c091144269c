/**
 * A real Kubernetes for trying things by hand: `node e2e/control-plane/run.ts [--real-node] [--fake-nodes N]` starts it, prints where its kubeconfig is,
 * and stays until Ctrl-C, which takes everything away again.
 */
import { parseArgs } from 'node:util'
import {
  addFakeNodes,
  findBinaries,
  startControlPlane,
  startRealNode,
  sweepLeftovers,
  whyNoRealNode,
} from './harness/index.ts'

const { values } = parseArgs({
  options: {
    'real-node': { type: 'boolean', default: false },
    'fake-nodes': { type: 'string', default: '3' },
    /** What the cluster is called. */
    name: { type: 'string', default: 'e2e' },
    /** After the API server's flags; may be said several times. */
    'api-server-arg': { type: 'string', multiple: true, default: [] },
  },
})

const binaries = findBinaries({ build: true })
if ('missing' in binaries) throw new Error(binaries.missing)
const no = values['real-node'] ? whyNoRealNode() : undefined
if (no !== undefined) throw new Error(no)
for (const folder of await sweepLeftovers()) console.error(`swept ${folder}, which an earlier run left`)

const plane = await startControlPlane({ binaries, cluster: values.name, apiServerArgs: values['api-server-arg'] })
const stopping = new Promise(resolve => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
})
const node = values['real-node'] ? await startRealNode(plane, binaries) : undefined
await addFakeNodes(
  plane,
  Array.from({ length: Number(values['fake-nodes']) }, (_, at) => ({ name: `fake-${at + 1}` })),
)
console.log(`kubeconfig: ${plane.kubeconfig}
kubectl:    ${binaries.path('kubectl')} --kubeconfig ${plane.kubeconfig} get nodes
helm:       KUBECONFIG=${plane.kubeconfig} ${binaries.path('helm')} list
folder:     ${plane.place.folder} (logs/, audit.log, pki/)
address:    ${plane.place.address}, by which pods and the API server reach this machine
Ctrl-C ends it.`)
// A pending promise alone keeps no process alive.
const alive = setInterval(() => undefined, 60_000)
await stopping
clearInterval(alive)
console.error('stopping')
await node?.stop()
await plane.stop()
