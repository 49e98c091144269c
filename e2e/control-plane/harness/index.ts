/** A real Kubernetes on this machine for tests: started in seconds from built programs, stopped leaving nothing. What it is made of stands beside. */
export { type Answer, type Api, openApi } from './api.ts'
export { type Binaries, findBinaries } from './binaries.ts'
export { type ControlPlane, openControlPlane, startControlPlane } from './control-plane.ts'
export { addFakeNodes, fakePod, holdFakeNodes, readyOf } from './fake-nodes.ts'
export { sweepLeftovers } from './leftovers.ts'
export { linkPodLogs } from './machine.ts'
export { eventually, pause } from './patience.ts'
export { openRealNode, type RealNode, startRealNode, whyNoRealNode } from './real-node.ts'
